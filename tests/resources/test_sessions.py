"""One seat, two people, a waiting list, and a session that moves or is called off."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from agency.models import Course, Role
from resources import actions
from resources.actions.retention import _enrolments
from resources.models import Enrolment, Session
from tests.at_once import together
from tests.factories import act, make_user
from tests.notices import as_written, told
from trust import access, audit, vault
from trust.models import Notice
from trust.refusal import Refusal


def carol(cast):
    return act(cast.carol, Role.WELLNESS_COORDINATOR)


def test_the_first_has_the_seat_and_the_second_waits(cast, lesson):
    assert actions.enrol(by=cast.alice, session=lesson.pk).waiting is False
    assert actions.enrol(by=cast.frank, session=lesson.pk).waiting is True


def test_enrolling_twice_is_enrolling_once(cast, lesson):
    first = actions.enrol(by=cast.alice, session=lesson.pk)
    assert actions.enrol(by=cast.alice, session=lesson.pk) == first
    with clock.at(lesson.ends):
        assert actions.enrol(by=cast.alice, session=lesson.pk) == first
    assert Enrolment.objects.count() == 1


def test_whoever_waits_longest_moves_up_and_is_told(cast, lesson):
    for person in (cast.alice, cast.frank, cast.bob):
        actions.enrol(by=person, session=lesson.pk)
    actions.leave_session(by=cast.alice, session=lesson.pk)
    assert Enrolment.objects.get(user=cast.frank).waiting is False
    assert Enrolment.objects.get(user=cast.bob).waiting is True
    assert (told(cast.frank), told(cast.bob), told(cast.alice)) == (1, 0, 0)


def test_leaving_the_waiting_list_moves_nobody(cast, lesson):
    for person in (cast.alice, cast.frank, cast.bob):
        actions.enrol(by=person, session=lesson.pk)
    actions.leave_session(by=cast.frank, session=lesson.pk)
    assert Enrolment.objects.get(user=cast.bob).waiting is True
    assert told(cast.bob) == 0


def test_nobody_moves_up_once_it_has_begun(cast, lesson):
    for person in (cast.alice, cast.frank):
        actions.enrol(by=person, session=lesson.pk)
    with clock.at(lesson.starts):
        actions.leave_session(by=cast.alice, session=lesson.pk)
    assert Enrolment.objects.get().waiting is True


def test_leaving_leaves_no_trace(cast, lesson):
    row = actions.enrol(by=cast.alice, session=lesson.pk)
    actions.leave_session(by=cast.alice, session=lesson.pk)
    assert not Enrolment.objects.exists()
    assert not audit.LogEntry.objects.filter(object_pk=str(row.pk)).exists()
    assert audit.LogEntry.objects.filter(content_type__model="enrolment").count() == 0


def test_what_has_begun_was_called_off_or_is_not_offered_takes_nobody(cast, course, lesson):
    with clock.at(lesson.starts), pytest.raises(Refusal, match="begun"):
        actions.enrol(by=cast.alice, session=lesson.pk)
    Course.objects.update(offered=False)
    with pytest.raises(Refusal, match="not_offered"):
        actions.enrol(by=cast.alice, session=lesson.pk)
    Session.objects.update(cancelled=True)
    with pytest.raises(Refusal, match="called_off"):
        actions.enrol(by=cast.alice, session=lesson.pk)
    assert not Enrolment.objects.exists()


def test_nobody_takes_somebody_else_off_the_list(cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    with pytest.raises(Http404):
        actions.leave_session(by=cast.frank, session=lesson.pk)
    assert not access.visible(cast.frank, Enrolment).exists()
    assert not access.visible(act(cast.dan, Role.SUPERVISOR), Enrolment).exists()
    assert access.visible(carol(cast), Enrolment).exists()


# --- planning -------------------------------------------------------------------------------------


def test_called_off_tells_everyone_once(cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    actions.enrol(by=cast.frank, session=lesson.pk)
    for _twice in range(2):
        lesson.cancelled = True
        actions.save_session(by=carol(cast), row=lesson)
    assert (told(cast.alice), told(cast.frank)) == (1, 1)
    assert Enrolment.objects.get(user=cast.frank).waiting is True


def test_another_time_or_place_tells_those_who_come(cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    lesson.trainer = "Kim Hall"
    actions.save_session(by=carol(cast), row=lesson)
    assert told(cast.alice) == 0
    lesson.place = "Room 3"
    actions.save_session(by=carol(cast), row=lesson)
    assert told(cast.alice) == 1


def test_more_seats_let_the_waiting_in_and_fewer_send_nobody_away(cast, lesson):
    for person in (cast.alice, cast.frank):
        actions.enrol(by=person, session=lesson.pk)
    lesson.seats = 2
    actions.save_session(by=carol(cast), row=lesson)
    assert not Enrolment.objects.filter(waiting=True).exists()
    lesson.seats = 1
    actions.save_session(by=carol(cast), row=lesson)
    assert Enrolment.objects.filter(waiting=False).count() == 2


def test_a_session_is_not_planned_into_the_past(cast, course):
    gone = clock.now() - dt.timedelta(hours=1)
    new = Session(course=course, starts=gone, ends=clock.now() + dt.timedelta(hours=1))
    with pytest.raises(Refusal, match="past"):
        actions.save_session(by=carol(cast), row=new)
    backwards = Session(course=course, starts=clock.now(), ends=gone)
    with pytest.raises(Refusal, match="ends_early"):
        actions.save_session(by=carol(cast), row=backwards)
    assert not Session.objects.exists()


def test_a_session_that_was_given_can_still_be_described(cast, lesson):
    with clock.at(lesson.ends):
        lesson.trainer = "Kim Hall"
        actions.save_session(by=carol(cast), row=lesson)
    assert Session.objects.get().trainer == "Kim Hall"


@pytest.mark.parametrize("name", ["frank", "dan", "erin", "bob"])
def test_only_the_team_plans(cast, course, lesson, name):
    person = getattr(cast, name)
    new = Session(course=course, starts=lesson.starts, ends=lesson.ends)
    with pytest.raises(PermissionDenied):
        actions.save_session(by=person, row=new)
    lesson.place = "Elsewhere"
    with pytest.raises(Http404):
        actions.save_session(by=person, row=lesson)
    assert Session.objects.get().place == "Room 2"


# --- what there is ----------------------------------------------------------------------------------


def test_the_catalogue_puts_what_is_next_first_and_hides_what_is_not_offered(cast, lesson):
    Course.objects.create(code="a", title="A first aid course")
    Course.objects.create(code="b", title="Hidden", offered=False)
    found = actions.catalogue(cast.alice)
    assert [each.title for each in found] == ["Sleep on shifts", "A first aid course"]
    assert [each.title for each in actions.catalogue(cast.alice, words="ACADEMY sleep")] == [
        "Sleep on shifts"
    ]


def test_who_signed_up_is_forgotten_after_its_term(cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    assert not _enrolments(lesson.ends).exists()
    assert _enrolments(lesson.ends + dt.timedelta(seconds=1)).exists()


# --- what always holds ------------------------------------------------------------------------------


def test_the_database_keeps_the_rules(cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    for broken in (
        lambda: Enrolment.objects.create(session=lesson, user=cast.alice),
        lambda: Session.objects.update(ends=lesson.starts),
        lambda: Session.objects.update(seats=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_at_once_share_one_seat(cast, lesson):
    seats = together(
        lambda: actions.enrol(by=cast.alice, session=lesson.pk),
        lambda: actions.enrol(by=cast.frank, session=lesson.pk),
    )
    assert sorted(each.waiting for each in seats) == [False, True]


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_one_leaves_while_another_comes_and_the_seat_has_one_owner(cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    together(
        lambda: actions.leave_session(by=cast.alice, session=lesson.pk),
        lambda: actions.enrol(by=cast.frank, session=lesson.pk),
    )
    assert Enrolment.objects.get().user == cast.frank
    assert Enrolment.objects.get().waiting is False


def test_a_link_opens_a_page(cast, lesson):
    lesson.link = "javascript:alert(1)"
    with pytest.raises(Refusal, match="not_a_link"):
        actions.save_session(by=carol(cast), row=lesson)


def test_news_goes_out_in_no_order_of_the_people(cast, lesson):
    Session.objects.update(seats=None)
    crew = [make_user(f"crew{n}") for n in range(8)]
    for each in crew:
        actions.enrol(by=each, session=lesson.pk)
    lesson.refresh_from_db()
    lesson.place = "Room 5"
    actions.save_session(by=carol(cast), row=lesson)
    told_in_turn = as_written(Notice.objects.all()).values_list("recipient", flat=True)
    assert list(told_in_turn) == sorted(vault.handle(each.pk, "portal") for each in crew)
