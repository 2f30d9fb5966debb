"""What coordinators arrange: they propose and invite, and fill the seat of whoever may no longer sit there."""

import datetime as dt
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.actions import wishes
from peersupport.models import ReturnPlan, ReturnPlanGrant, ReturnSeat, Supporter
from tests.at_once import answers
from tests.factories import act, make_post, make_user
from tests.notices import told
from tests.peersupport.returning import (
    refused,
    supporter,
)
from trust import access

# --- proposals -----------------------------------------------------------------------------------------


def test_a_coordinator_finds_somebody_and_the_officer_decides(cast, plan, gus, mia):
    seats = actions.ask_for_facilitators(by=cast.alice)
    assert [seat.pk for seat in actions.ask_for_facilitators(by=cast.alice)] == [
        seat.pk for seat in seats
    ]
    seen = access.visible(cast.carol, ReturnSeat)
    assert {(seat.pseudonym, seat.stream) for seat in seen} == {(seats[0].pseudonym, "short")}
    assert told(cast.carol, "return_requests") == 1
    actions.propose_facilitator(by=cast.carol, seat=seats[0].pk, supporter=gus.pk)
    assert not access.can(gus.user, "view", plan)
    with refused("choose_another"):
        actions.propose_facilitator(by=cast.carol, seat=seats[1].pk, supporter=gus.pk)
    actions.answer_proposal(by=cast.alice, seat=seats[0].pk, accept=True)
    actions.answer_proposal(by=cast.alice, seat=seats[0].pk, accept=True)
    assert access.can(gus.user, "view", plan)
    assert not access.can(cast.carol, "view", plan)
    taken = ReturnSeat.objects.get(pk=seats[0].pk)
    assert (taken.state, taken.stream) == ("taken", "")
    assert not access.can(cast.carol, "view", taken)


def test_the_coordinator_reads_one_sentence_for_every_reason(cast, plan, units, gus, mia):
    boss = supporter("boss", units.agency)
    make_post(boss.user, Role.COMMANDER, units.division)
    wishes.keep(cast.alice, blocked=(gus.pk,))
    away = supporter("away", units.agency, status="paused")
    own = Supporter.objects.create(user=cast.alice)
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    said = set()
    for somebody in (boss, gus, away, own):
        with refused("choose_another") as no:
            actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=somebody.pk)
        said.add(str(no.value.message))
    assert len(said) == 1
    actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=mia.pk)
    with refused("taken_back"):
        actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=mia.pk)


def test_only_a_coordinator_proposes_and_only_the_officer_answers(cast, plan, gus):
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    for who in (cast.bob, cast.dan, cast.erin, cast.frank):
        with pytest.raises(Http404):
            actions.propose_facilitator(by=who, seat=seat.pk, supporter=gus.pk)
    actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=gus.pk)
    for who in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank, gus.user):
        with pytest.raises(Http404):
            actions.answer_proposal(by=who, seat=seat.pk, accept=True)


# --- promoted above the officer ------------------------------------------------------------------------


def test_a_facilitator_who_comes_to_lead_loses_sight_at_once_and_is_replaced(
    cast, walked, gus, units
):
    make_post(gus.user, Role.COMMANDER, units.division)
    act(gus.user, Role.PEER_SUPPORT)
    assert not access.can(gus.user, "view", walked)
    assert not access.can(gus.user, "facilitate", walked)
    assert actions.refill_return_seats() == 1
    assert actions.refill_return_seats() == 0
    assert told(cast.alice, "return_to_duty") == 1
    assert told(gus.user, "return_plans") == 2
    assert told(cast.carol, "return_requests") == 1
    assert not ReturnPlanGrant.objects.filter(user=gus.user).exists()
    assert ReturnSeat.objects.get(plan=walked, state="wanted").stream == "short"


def test_somebody_named_who_comes_to_lead_goes_as_well(cast, plan, units):
    actions.name_on_return_plan(by=cast.alice, person="frank")
    make_post(cast.frank, Role.COMMANDER, units.division)
    assert not access.can(act(cast.frank, Role.OFFICER), "view", plan)
    assert actions.refill_return_seats() == 1
    assert not ReturnPlanGrant.objects.exists()


@pytest.mark.parametrize("change", ["paused", "left", "inactive", "no_post", "over"])
def test_a_seat_is_free_when_its_facilitator_can_no_longer_sit_there(cast, walked, gus, change):
    if change in ("paused", "left"):
        gus.move_to(change)
        gus.save()
    elif change == "inactive":
        type(gus.user).objects.filter(pk=gus.user.pk).update(is_active=False)
    elif change == "no_post":
        gus.user.posts.update(until=clock.today())
    else:
        grant = ReturnPlanGrant.objects.filter(user=gus.user)
        long_ago = clock.now() - dt.timedelta(days=400)
        grant.update(given_at=long_ago, expires_at=clock.now() - dt.timedelta(days=1))
    assert actions.refill_return_seats() == 1


# --- invitations ---------------------------------------------------------------------------------------


def test_an_invitation_is_neutral_comes_once_and_leaves_no_answer(cast):
    for _time in range(2):
        actions.invite_to_return(by=cast.carol, person="alice")
    assert told(cast.alice, "return_to_duty") == 1
    assert not ReturnPlan.objects.exists()
    before = access.visible(cast.carol, ReturnSeat).count()
    actions.start_return_plan(by=cast.alice, reason="leave", stream="long")
    assert access.visible(cast.carol, ReturnSeat).count() == before


def test_nobody_but_a_coordinator_invites(cast):
    for who in (cast.alice, cast.bob, cast.dan, cast.erin, cast.frank):
        with pytest.raises(PermissionDenied):
            actions.invite_to_return(by=who, person="alice")
    with refused("unknown_person"):
        actions.invite_to_return(by=cast.carol, person="nemo")


# --- two at once ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_coordinators_propose_for_one_seat_and_one_wins(cast, plan, gus, mia, units):
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    other = make_user("cleo")
    make_post(other, Role.WELLNESS_COORDINATOR, units.agency)
    act(other, Role.WELLNESS_COORDINATOR)
    both = [
        partial(actions.propose_facilitator, by=who, seat=seat.pk, supporter=somebody.pk)
        for who, somebody in ((cast.carol, gus), (other, mia))
    ]
    assert answers(*both) == ["taken_back", "yes"]
    assert ReturnSeat.objects.get(pk=seat.pk).state == "proposed"
