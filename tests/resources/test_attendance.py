"""Who was there: a training record and nothing else, taken back on the same day only."""

import datetime as dt
from decimal import Decimal

import pytest
from django.http import Http404

from agency import clock
from agency.models import Role, TrainingRecord
from resources import actions
from resources.models import Enrolment, Session
from tests.factories import act
from trust.models import Notice, OutboxJob
from trust.refusal import Refusal


@pytest.fixture
def carol(cast):
    return act(cast.carol, Role.WELLNESS_COORDINATOR)


@pytest.fixture
def seat(cast, lesson):
    """Alice's seat in a session that has just been given."""
    row = actions.enrol(by=cast.alice, session=lesson.pk)
    now = clock.now()
    Session.objects.update(starts=now - dt.timedelta(hours=4), ends=now)
    return row


def test_being_there_is_a_training_record(cast, carol, seat):
    row = actions.mark_attended(by=carol, enrolment=seat.pk)
    assert (row.user, row.course.code, row.hours, row.provider) == (
        cast.alice,
        "rest",
        4,
        "Academy",
    )
    assert (row.source, row.external) == ("argus", str(seat.session_id))
    assert row.expires == row.course.runs_out(row.issued)
    assert actions.mark_attended(by=carol, enrolment=seat.pk) == row


def test_and_nothing_else(carol, seat):
    before = (Notice.objects.count(), OutboxJob.objects.count())
    actions.mark_attended(by=carol, enrolment=seat.pk)
    assert (Notice.objects.count(), OutboxJob.objects.count()) == before


def test_hours_of_the_session_when_the_catalogue_says_none(carol, course, seat):
    course.hours = 0
    course.save()
    assert actions.mark_attended(by=carol, enrolment=seat.pk).hours == Decimal(4)


@pytest.mark.usefixtures("new_york")
def test_the_day_is_the_agencys_day(carol, seat):
    """02:30 UTC in March is still the evening before in New York, whichever side of the change."""
    for moment, day in (
        (dt.datetime(2026, 3, 9, 2, 30, tzinfo=dt.UTC), dt.date(2026, 3, 8)),
        (dt.datetime(2026, 11, 2, 4, 30, tzinfo=dt.UTC), dt.date(2026, 11, 1)),
    ):
        Session.objects.update(starts=moment, ends=moment + dt.timedelta(hours=1))
        assert actions.mark_attended(by=carol, enrolment=seat.pk).issued == day


def test_nobody_was_there_before_it_began_or_when_it_was_called_off(cast, carol, lesson):
    early = actions.enrol(by=cast.alice, session=lesson.pk)
    with pytest.raises(Refusal, match="not_yet"):
        actions.mark_attended(by=carol, enrolment=early.pk)
    Session.objects.update(cancelled=True)
    with pytest.raises(Refusal, match="called_off"):
        actions.mark_attended(by=carol, enrolment=early.pk)
    assert not TrainingRecord.objects.exists()


def test_a_mistake_is_taken_back_on_the_same_day_only(carol, seat):
    actions.take_back_attended(by=carol, enrolment=seat.pk)
    actions.mark_attended(by=carol, enrolment=seat.pk)
    with clock.at(clock.now() + dt.timedelta(days=1)), pytest.raises(Refusal, match="too_late"):
        actions.take_back_attended(by=carol, enrolment=seat.pk)
    actions.take_back_attended(by=carol, enrolment=seat.pk)
    assert not TrainingRecord.objects.exists()


def test_a_record_of_training_management_is_not_taken_back_here(cast, carol, course, seat):
    day = actions.mark_attended(by=carol, enrolment=seat.pk).issued
    TrainingRecord.objects.all().delete()
    theirs = TrainingRecord.objects.create(
        user=cast.alice, course=course, issued=day, source="training"
    )
    assert actions.mark_attended(by=carol, enrolment=seat.pk) == theirs
    with pytest.raises(Refusal, match="other_source"):
        actions.take_back_attended(by=carol, enrolment=seat.pk)


def test_somebody_comes_who_had_not_signed_up(cast, carol, seat):
    cast.frank.personnel_number = "4711"
    cast.frank.save()
    for _twice in range(2):
        actions.mark_walk_in(by=carol, session=seat.session_id, number=" 4711 ")
    assert TrainingRecord.objects.get().user == cast.frank
    assert Enrolment.objects.count() == 2
    for nobody in ("", "0815"):
        with pytest.raises(Refusal, match="unknown"):
            actions.mark_walk_in(by=carol, session=seat.session_id, number=nobody)


@pytest.mark.parametrize("name", ["alice", "bob", "dan", "erin", "frank"])
def test_only_the_team_marks(cast, seat, name):
    person = getattr(cast, name)
    for deed in (
        lambda: actions.mark_attended(by=person, enrolment=seat.pk),
        lambda: actions.take_back_attended(by=person, enrolment=seat.pk),
        lambda: actions.mark_walk_in(by=person, session=seat.session_id, number="1"),
    ):
        with pytest.raises(Http404):
            deed()
    assert not TrainingRecord.objects.exists()
