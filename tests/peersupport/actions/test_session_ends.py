"""How a session ends: called off and brought back, or held."""

import pytest
from django.http import Http404

from agency import clock
from agency.models import Role
from peersupport import actions
from tests.factories import act
from tests.notices import told
from tests.peersupport.conftest import make_supporter, offer_of
from tests.peersupport.sessions import ask, move, plan
from trust import outbox, vault
from trust.refusal import Refusal


def test_called_off_and_brought_back(cast, crew, session, lead):
    for _ in range(2):
        actions.cancel_debrief(by=cast.carol, debrief=session.pk)
    outbox.drain()
    assert told(cast.alice, "offers", "support") == 3  # the offer, the time, that it is off
    with pytest.raises(Refusal, match="called_off"):
        move(cast.carol, session, lead)
    ask(cast.alice, answer="decline")
    for _ in range(2):
        back = actions.reinstate_debrief(by=cast.carol, debrief=session.pk)
    assert back.seats.filter(live=True).count() == 3


def test_what_was_booked_meanwhile_keeps_a_session_from_coming_back(cast, two, lead, units):
    row = plan(cast.carol, two[0], lead)
    actions.cancel_debrief(by=cast.carol, debrief=row.pk)
    plan(cast.carol, two[1], make_supporter("leo", units), starts_at=row.starts_at)
    with pytest.raises(Refusal, match="room_taken"):
        actions.reinstate_debrief(by=cast.carol, debrief=row.pk)


def test_held_makes_every_offer_done_whatever_was_answered(cast, crew, session, lead):
    act(lead.user, Role.PEER_SUPPORT)
    seat = session.seats.get(participant=vault.handle(cast.alice.pk, "support"))
    actions.answer_seat(by=cast.alice, seat=seat.pk, answer="not")
    with pytest.raises(Refusal, match="not_yet"):
        actions.hold_debrief(by=lead.user, debrief=session.pk)
    with clock.at(session.ends_at):
        for _ in range(2):
            actions.hold_debrief(by=lead.user, debrief=session.pk)
    assert {offer_of(each, "defusing").state for each in crew} == {"done"}
    assert told(lead.user, "my_own_support", "portal") == 1
    assert {offer_of(each, "follow_up", turn).state for each in crew for turn in (1, 2, 3)} == {
        "offered"
    }
    with pytest.raises(Refusal, match="held"):
        actions.cancel_debrief(by=cast.carol, debrief=session.pk)


@pytest.mark.parametrize("who", ["alice", "bob", "dan", "erin", "frank"])
def test_nobody_else_marks_moves_or_calls_off(cast, session, lead, who):
    user = getattr(cast, who)
    for action in (actions.hold_debrief, actions.cancel_debrief, actions.reinstate_debrief):
        with pytest.raises(Http404):
            action(by=user, debrief=session.pk)
    with pytest.raises(Http404):
        move(user, session, lead)


def test_brought_back_with_the_seat_of_whoever_just_accepted(cast, case, lead):
    row = plan(cast.carol, case, lead, for_everyone=True)
    ask(cast.alice, answer="accept")
    actions.cancel_debrief(by=cast.carol, debrief=row.pk)
    actions.reinstate_debrief(by=cast.carol, debrief=row.pk)
    assert row.seats.get().live


def test_an_offer_with_a_session_ends_with_the_session(cast, session):
    with pytest.raises(Refusal, match="session_stands"):
        actions.finish_offer(by=cast.carol, offer=offer_of(cast.alice, "defusing").pk)
    actions.cancel_debrief(by=cast.carol, debrief=session.pk)
    row = actions.finish_offer(by=cast.carol, offer=offer_of(cast.alice, "defusing").pk)
    assert row.state == "done"
