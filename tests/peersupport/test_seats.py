"""A seat is answered by its owner alone; *not this time* looks like silence."""

import re

import pytest
from django.db import connection
from django.http import Http404
from django.urls import reverse

from agency import clock
from agency.models import User
from peersupport import actions
from peersupport.actions.seats import open_sessions, seats_of, sessions
from peersupport.models import DebriefSeat, Offer
from tests.factories import sign_in
from tests.peersupport.conftest import DAY, HOUR, make_supporter, offer_of, plain
from trust import access, vault
from trust.refusal import Refusal


@pytest.fixture
def seats(cast, case, units):
    """Alice and Frank have a seat in a session that everyone may join."""
    actions.schedule_debrief(
        by=cast.carol, case=case.pk, service="demobilisation", starts_at=clock.now() + HOUR,
        minutes=30, link="https://meet.example.org/r", for_everyone=True,
        facilitators=[make_supporter("lea", units).pk],
    )  # fmt: skip
    for each in (cast.alice, cast.frank):
        offer = offer_of(each, "demobilisation")
        actions.answer_offer(by=each, offer=offer.pk, answer="accept")
    return {name: seat_of(getattr(cast, name)) for name in ("alice", "frank")}


def seat_of(user):
    return DebriefSeat.objects.get(participant=vault.handle(user.pk, "support"))


def test_not_this_time_changes_only_the_sealed_column(cast, seats):
    before = plain(DebriefSeat, Offer)
    actions.answer_seat(by=cast.alice, seat=seats["alice"].pk, answer="not")
    assert plain(DebriefSeat, Offer) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM peersupport_debriefseat")
        stored = [bytes(value) for (value,) in cursor.fetchall()]
    assert len({len(value) for value in stored}) == 1


@pytest.mark.parametrize("answers", [("come", "not"), ("not", "come")])
def test_an_answer_may_change(cast, seats, answers):
    for each in answers:
        row = actions.answer_seat(by=cast.alice, seat=seats["alice"].pk, answer=each)
    assert row.coming is (answers[-1] == "come")
    offer = offer_of(cast.alice, "demobilisation")
    assert seats_of(cast.alice, [offer])[offer.pk][1] == answers[-1]


@pytest.mark.parametrize("answer", ["", "yes", "COME"])
def test_an_unknown_answer_is_refused(cast, seats, answer):
    with pytest.raises(Refusal, match="unknown_answer"):
        actions.answer_seat(by=cast.alice, seat=seats["alice"].pk, answer=answer)


def test_a_session_that_is_over_takes_no_answer(cast, seats):
    with clock.at(clock.now() + 2 * HOUR), pytest.raises(Refusal, match="seat_closed"):
        actions.answer_seat(by=cast.alice, seat=seats["alice"].pk, answer="come")


@pytest.mark.parametrize("who", ["frank", "bob", "carol", "dan", "erin"])
def test_nobody_else_answers_or_sees_it(cast, seats, who):
    user = getattr(cast, who)
    with pytest.raises(Http404):
        actions.answer_seat(by=user, seat=seats["alice"].pk, answer="come")
    assert not access.can(user, "view", seats["alice"])


def test_a_full_session_leaves_the_offer_waiting(cast, case, seats, monkeypatch):
    actions.answer_offer(
        by=cast.frank, offer=offer_of(cast.frank, "demobilisation").pk, answer="decline"
    )
    actions.set_pack_number(by=admin(cast), key="demobilisation.1.most", value=1)
    row = actions.answer_offer(
        by=cast.frank, offer=offer_of(cast.frank, "demobilisation").pk, answer="schedule"
    )
    assert row.wants_time
    assert not row.seats.exists()


def admin(cast):
    from agency.models import Role
    from tests.factories import act, make_post, make_user

    user = make_user("hana")
    make_post(user, Role.WELLNESS_ADMIN, cast.carol.posts.get().unit)
    return act(user, Role.WELLNESS_ADMIN)


def test_the_calendar_has_what_was_said_yes_to_and_says_nothing(cast, seats):
    span = (clock.now(), clock.now() + DAY)
    assert sessions(cast.alice, *span) == []
    actions.answer_seat(by=cast.alice, seat=seats["alice"].pk, answer="come")
    (entry,) = sessions(cast.alice, *span)
    assert (entry.words, entry.place) == ("Appointment", "")


def file_uid(client, user, name, pk):
    text = sign_in(client, user, "peer_support").get(reverse(name, args=[pk])).text
    return re.search(r"^UID:(.+)@argus\r?$", text, re.MULTILINE)[1]


def test_no_two_calendars_have_an_entry_in_common(client, cast, seats):
    span = (clock.now(), clock.now() + DAY)
    lea = User.objects.get(username="lea")
    row = seats["alice"].debrief
    uids = {}
    for each in (cast.alice, cast.frank):
        seat = seats[each.username].pk
        actions.answer_seat(by=each, seat=seat, answer="come")
        (entry,) = sessions(each, *span)
        uids[each.username] = entry.uid
        assert file_uid(client, each, "seat_appointment", seat) == entry.uid
    (entry,) = sessions(lea, *span)
    uids["lea"] = entry.uid
    assert file_uid(client, lea, "debrief_appointment", row.pk) == entry.uid
    assert len(set(uids.values())) == 3
    assert not any(row.pk.hex in each.replace("-", "") for each in uids.values())
    actions.move_debrief(
        by=cast.carol, debrief=row.pk, starts_at=clock.now() + 2 * HOUR, minutes=30,
        link="https://meet.example.org/r", facilitators=[lea.supporter.pk],
    )  # fmt: skip
    actions.answer_seat(by=cast.alice, seat=seats["alice"].pk, answer="come")
    assert sessions(cast.alice, *span)[0].uid == uids["alice"]  # it replaces the one before


def test_reading_asks_the_same_number_of_questions(cast, seats, django_assert_max_num_queries):
    mine = list(Offer.objects.filter(participant=vault.handle(cast.alice.pk, "support")))
    with django_assert_max_num_queries(12):
        open_sessions(mine)
        seats_of(cast.alice, mine)
