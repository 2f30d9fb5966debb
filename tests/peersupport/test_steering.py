"""Seats and meeting days of the steering group."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agency import clock, local_time
from agency.models import Role
from peersupport import actions
from peersupport.models import Meeting, Member
from tests.factories import act, make_post, make_user
from trust.refusal import Refusal

DAY = dt.timedelta(days=1)


def sitting() -> dict[str, str]:
    rows = Member.objects.filter(until=None).values_list("seat", "user__username")
    return dict(rows)


def test_a_seat_passes_to_the_next_person_and_the_past_stays(cast, units):
    carl = make_user("carl")
    make_post(carl, Role.PEER_SUPPORT, units.agency)
    actions.take_seat(by=cast.carol, seat="peers", person="bob")
    actions.take_seat(by=cast.carol, seat="peers", person="bob")
    actions.take_seat(by=cast.carol, seat="peers", person="carl")
    assert sitting() == {"peers": "carl"}
    assert Member.objects.count() == 2
    actions.leave_seat(by=cast.carol, seat="peers")
    actions.leave_seat(by=cast.carol, seat="peers")
    assert sitting() == {}


def test_votes_that_wait_pass_on_with_the_seat(cast):
    waiting = actions.apply_as_supporter(by=cast.alice, kind="peer")
    actions.take_seat(by=cast.carol, seat="peers", person="bob")
    assert waiting.ballots.get(seat="peers").holder == cast.bob


@pytest.mark.parametrize(
    ("seat", "person", "code"),
    [
        ("treasurer", "bob", "unknown_seat"),
        ("peers", "nobody-here", "unknown_person"),
        ("peers", "alice", "not_their_seat"),
        ("association", "bob", "not_their_seat"),
        ("coordinator", "carol", "two_seats"),
    ],
)
def test_a_seat_needs_somebody_who_does_that_work(cast, units, seat, person, code):
    make_post(cast.carol, Role.CLINICIAN, units.agency)
    actions.take_seat(by=cast.carol, seat="clinician", person="carol")
    with pytest.raises(Refusal, match=code):
        actions.take_seat(by=cast.carol, seat=seat, person=person)


def test_only_the_team_gives_seats_and_the_reviewer_also_notes_meetings(cast, units):
    for who in (cast.alice, cast.bob, cast.dan, cast.erin):
        with pytest.raises(PermissionDenied):
            actions.take_seat(by=who, seat="peers", person="bob")
        with pytest.raises(PermissionDenied):
            actions.leave_seat(by=who, seat="peers")
        with pytest.raises(PermissionDenied):
            actions.note_meeting(by=who, day=local_time.today(), seats=["peers"])
    ivan = make_user("ivan")
    make_post(ivan, Role.UNION_REVIEWER, units.agency)
    ivan = act(ivan, Role.UNION_REVIEWER)
    assert actions.note_meeting(by=ivan, day=local_time.today(), seats=["association"])


def test_a_meeting_is_noted_once_and_can_be_put_right(cast):
    today = local_time.today()
    actions.note_meeting(by=cast.carol, day=today, seats=["peers"])
    row = actions.note_meeting(by=cast.carol, day=today, seats=["peers", "association"])
    assert Meeting.objects.get() == row
    assert row.seats == ["association", "peers"]


@pytest.mark.parametrize(
    ("ahead", "seats", "code"),
    [(0, [], "no_seat"), (0, ["treasurer"], "unknown_seat"), (1, ["peers"], "future")],
)
def test_a_meeting_that_cannot_be_is_a_question_back(cast, ahead, seats, code):
    with pytest.raises(Refusal, match=code):
        actions.note_meeting(by=cast.carol, day=local_time.today() + ahead * DAY, seats=seats)


def test_one_person_a_seat_one_seat_a_person_and_no_end_before_the_start(cast):
    Member.objects.create(seat="peers", user=cast.bob)
    for broken in (
        {"seat": "peers", "user": cast.frank},
        {"seat": "chaplain", "user": cast.bob},
        {"seat": "chaplain", "user": cast.frank, "until": clock.today() - DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Member.objects.create(**broken)
