"""Pressed twice, or on a page from before: told so, and nobody stands in the officer's log as stopped."""

import uuid

import pytest
from django.http import Http404
from django.urls import reverse

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import ReturnSeat
from tests.factories import act, make_post, make_user, sign_in
from tests.notices import told
from tests.peersupport.conftest import HOUR, offer_of
from tests.peersupport.returning import plan_of, supporter, with_facilitators
from trust import ledger
from trust.refusal import Refusal


def stopped(user):
    return list(ledger.mine(user).filter(outcome="stopped").values_list("kind", "action"))


@pytest.fixture
def gina(units):
    user = make_user("gina")
    make_post(user, Role.WELLNESS_COORDINATOR, units.agency)
    return act(user, Role.WELLNESS_COORDINATOR)


@pytest.fixture
def row(cast):
    """Asked before Gina is there, so that Carol has it."""
    return actions.create_referral(by=cast.alice, kind="chaplain")


@pytest.fixture
def given(cast, row, gina):
    return actions.hand_on_referral(by=cast.carol, referral=row.pk, owner=gina.pk)


# --- referrals --------------------------------------------------------------------------------------


def test_handed_on_twice_it_has_moved_on(client, cast, given, gina):
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    where = reverse("referral_detail", args=[given.pk])
    said = {"provider": "", "owner": gina.pk, "round": 0}
    for answer in (client.post(where, said), client.get(where)):
        assert (answer.status_code, answer.url) == (302, reverse("referrals"))
    assert "has moved on to somebody else" in client.get(reverse("referrals")).text
    assert stopped(cast.alice) == []


def test_other_presses_from_the_old_page_have_moved_on(cast, given):
    slot = uuid.uuid4()
    for press in (
        lambda: actions.hand_on_referral(by=cast.carol, referral=given.pk),
        lambda: actions.move_referral(by=cast.carol, referral=given.pk, state="contacted"),
        lambda: actions.book_slot(by=cast.carol, referral=given.pk, slot=slot),
        lambda: actions.cancel_appointment(by=cast.carol, referral=given.pk),
        lambda: actions.move_referral(by=cast.carol, referral=uuid.uuid4(), state="contacted"),
        lambda: actions.take_over_referral(by=cast.carol, referral=uuid.uuid4()),
    ):
        with pytest.raises(Refusal, match="moved_on"):
            press()
    assert stopped(cast.alice) == []


def test_calling_off_and_booking_from_the_old_page_lead_to_the_list(client, cast, given):
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    for name in ("referral_call_off", "referral_book"):
        assert client.post(reverse(name, args=[given.pk])).url == reverse("referrals")
    assert stopped(cast.alice) == []


def test_what_the_officer_took_back_is_not_taken_over(cast, row, gina):
    actions.take_back_referral(by=cast.alice, referral=row.pk)
    with pytest.raises(Refusal, match="moved_on"):
        actions.take_over_referral(by=gina, referral=row.pk, at_round=0)
    assert stopped(cast.alice) == []


def test_a_coordinator_who_never_had_it_stands_in_the_log(cast, row, gina):
    with pytest.raises(Http404):
        actions.hand_on_referral(by=gina, referral=row.pk)
    with pytest.raises(Http404):
        actions.take_over_referral(by=cast.bob, referral=row.pk)
    assert len(stopped(cast.alice)) == 2


# --- offers -----------------------------------------------------------------------------------------


def test_a_yes_that_was_taken_back_has_one_sentence_for_everything(cast, case):
    offer = offer_of(cast.alice)
    for answer in ("accept", "decline"):
        actions.answer_offer(by=cast.alice, offer=offer.pk, answer=answer)
    said = set()
    for pk in (offer.pk, offer_of(cast.frank).pk, uuid.uuid4(), "nonsense"):
        with pytest.raises(Refusal) as no:
            actions.finish_offer(by=cast.carol, offer=pk)
        said.add((no.value.code, str(no.value.message)))
    assert len(said) == 1
    assert stopped(cast.alice) == stopped(cast.frank) == []


def test_a_stranger_who_finishes_an_offer_stands_in_the_log(cast, case):
    with pytest.raises(Http404):
        actions.finish_offer(by=cast.bob, offer=offer_of(cast.alice).pk)
    assert stopped(cast.alice) == [("peersupport.offer", "schedule")]


# --- returns ----------------------------------------------------------------------------------------


@pytest.fixture
def gus(cast, units):
    return supporter("gus", units.agency)


@pytest.fixture
def walked(cast, units, gus):
    actions.start_return_plan(by=cast.alice, reason="incident", stream="short")
    with_facilitators(cast.alice, gus, supporter("mia", units.other))
    return plan_of(cast.alice)


def press(client, name, plan):
    data = {"item": "kit_complete", "done": "1", "ready": "1"}
    return client.post(reverse(name, args=[plan.pk]), data)


def test_stepping_down_twice_leads_to_the_list(client, cast, walked, gus):
    sign_in(client, gus.user, Role.PEER_SUPPORT)
    for name in ("return_step_down", "return_step_down", "return_plan_tick", "return_suggest"):
        assert press(client, name, walked).url == reverse("return_plans")
    assert "has moved on to somebody else" in client.get(reverse("return_plans")).text
    assert stopped(cast.alice) == []


def test_a_plan_that_the_officer_closed_leads_to_the_list(client, cast, walked, gus):
    actions.close_return_plan(by=cast.alice)
    sign_in(client, gus.user, Role.PEER_SUPPORT)
    for name in ("return_plan_tick", "return_suggest", "return_step_down"):
        assert press(client, name, walked).url == reverse("return_plans")
    assert stopped(cast.alice) == []
    actions.delete_return_plan(by=cast.alice, plan=walked.pk)
    assert press(client, "return_plan_tick", walked).url == reverse("return_plans")


def test_a_supporter_who_was_never_on_the_plan_stands_in_the_log(client, cast, walked):
    sign_in(client, cast.bob, Role.PEER_SUPPORT)
    for name in ("return_plan_tick", "return_suggest", "return_step_down"):
        assert press(client, name, walked).status_code == 404
    assert len(stopped(cast.alice)) == 3


def test_a_seat_that_the_officer_filled_is_wanted_no_longer(cast, units, gus):
    actions.start_return_plan(by=cast.alice, reason="incident", stream="short")
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    actions.name_facilitator(by=cast.alice, supporter=gus.pk)
    assert ReturnSeat.objects.get(pk=seat.pk).state == "taken"
    for pk in (seat.pk, uuid.uuid4()):
        with pytest.raises(Refusal, match="taken_back"):
            actions.propose_facilitator(by=cast.carol, seat=pk, supporter=gus.pk)
    assert stopped(cast.alice) == []
    with pytest.raises(Http404):
        actions.propose_facilitator(by=cast.bob, seat=seat.pk, supporter=gus.pk)
    assert stopped(cast.alice) == [("peersupport.returnseat", "view")]


def test_the_same_facilitator_proposed_again_is_news_again(cast, gus):
    actions.start_return_plan(by=cast.alice, reason="incident", stream="short")
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    for hour in range(2):
        with clock.at(clock.now() + hour * HOUR):
            actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=gus.pk)
            actions.answer_proposal(by=cast.alice, seat=seat.pk, accept=False)
    assert told(cast.alice, "return_to_duty", "support") == 2
