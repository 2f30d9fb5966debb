"""Who is on the plan: two facilitators outside command, and whom else the officer names."""

import datetime as dt
from functools import partial

import pytest
from django.http import Http404

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import ReturnPlanGrant, ReturnSeat, Supporter
from tests.at_once import answers
from tests.factories import act, make_post, make_user
from tests.notices import told
from tests.peersupport.returning import (
    course_of,
    grant_of,
    refused,
    supporter,
    with_facilitators,
)
from trust import access

# --- facilitators --------------------------------------------------------------------------------------


def test_two_distinct_facilitators_and_no_third(cast, plan, gus, mia, units):
    with_facilitators(cast.alice, gus)
    with refused("same_twice"):
        actions.name_facilitator(by=cast.alice, supporter=gus.pk)
    with_facilitators(cast.alice, mia)
    with refused("both_taken"):
        actions.name_facilitator(by=cast.alice, supporter=supporter("noa", units.agency).pk)
    seats = ReturnSeat.objects.filter(plan=plan)
    assert {seat.number for seat in seats} == {1, 2}
    assert told(gus.user, "return_plans") == 1


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.COMMANDER])
def test_nobody_who_leads_becomes_facilitator(cast, plan, units, role):
    boss = supporter("boss", units.agency)
    make_post(boss.user, role, units.squad if role == Role.SUPERVISOR else units.division)
    with refused("in_chain"):
        actions.name_facilitator(by=cast.alice, supporter=boss.pk)


def test_nor_somebody_who_led_or_was_led_in_the_last_twelve_months(cast, plan, units, gus, mia):
    post = make_post(gus.user, Role.SUPERVISOR, units.squad)
    post.until = clock.today() - dt.timedelta(days=200)
    post.save()
    with refused("in_chain"):
        actions.name_facilitator(by=cast.alice, supporter=gus.pk)
    make_post(mia.user, Role.OFFICER, units.squad)
    sergeant = actions.start_return_plan(by=cast.dan, reason="leave", stream="long")
    assert sergeant.pk
    with refused("in_chain"):
        actions.name_facilitator(by=cast.dan, supporter=mia.pk)


@pytest.mark.parametrize("wrong", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_somebody_who_is_not_on_the_roster_is_refused(cast, plan, wrong):
    with refused("not_on_roster"):
        actions.name_facilitator(by=cast.alice, supporter=wrong)


def test_an_officer_is_not_their_own_facilitator(cast, plan, units):
    make_post(cast.alice, Role.PEER_SUPPORT, units.agency)
    own = Supporter.objects.create(user=cast.alice)
    with refused("in_chain"):
        actions.name_facilitator(by=cast.alice, supporter=own.pk)


def test_a_no_makes_the_seat_wanted_again(cast, plan, gus):
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=gus.pk)
    actions.answer_proposal(by=cast.alice, seat=seat.pk, accept=False)
    row = ReturnSeat.objects.get(pk=seat.pk)
    assert (row.state, row.supporter, row.stream) == ("wanted", None, "short")
    with refused("taken_back"):
        actions.answer_proposal(by=cast.alice, seat=seat.pk, accept=True)


def test_a_facilitator_may_step_down_and_somebody_is_looked_for(cast, walked, gus):
    actions.step_down(by=gus.user, plan=walked.pk)
    assert not access.can(gus.user, "view", walked)
    assert ReturnSeat.objects.filter(plan=walked, state="wanted").count() == 1
    assert told(cast.alice, "return_to_duty") == 1
    assert course_of(cast.alice).stage == "kit"


def test_without_a_supporters_role_a_grant_opens_nothing(cast, walked, gus):
    act(gus.user)
    assert not access.can(gus.user, "view", walked)


# --- whom else the officer names -----------------------------------------------------------------------


def test_the_officer_names_somebody_and_takes_them_off(cast, plan):
    actions.name_on_return_plan(by=cast.alice, person="frank")
    assert access.can(cast.frank, "view", plan)
    with pytest.raises(Http404):
        actions.tick_return_item(by=cast.frank, plan=plan.pk, item="kit_complete")
    grant = grant_of(cast.frank)
    for who in (cast.frank, cast.bob, cast.carol, cast.dan):
        with pytest.raises(Http404):
            actions.take_off_return_plan(by=who, grant=grant.pk)
    actions.take_off_return_plan(by=cast.alice, grant=grant.pk)
    assert not access.can(cast.frank, "view", plan)


@pytest.mark.parametrize(
    ("person", "code"),
    [("", "unknown_person"), ("nemo", "unknown_person"), ("alice", "yourself"),
     ("dan", "in_chain"), ("erin", "in_chain")],
)  # fmt: skip
def test_who_can_not_be_named(cast, plan, person, code):
    with refused(code):
        actions.name_on_return_plan(by=cast.alice, person=person)


def test_a_facilitator_is_not_named_again_and_ten_are_enough(cast, plan, gus):
    with_facilitators(cast.alice, gus)
    with refused("same_twice"):
        actions.name_on_return_plan(by=cast.alice, person="gus")
    for number in range(10):
        make_user(f"friend{number}")
        actions.name_on_return_plan(by=cast.alice, person=f"friend{number}")
    with refused("enough"):
        actions.name_on_return_plan(by=cast.alice, person="frank")
    actions.name_on_return_plan(by=cast.alice, person="friend3")  # renewed


def test_a_grant_ends_by_itself_and_can_be_renewed(cast, plan):
    with clock.at(clock.now() - dt.timedelta(days=89)):
        actions.name_on_return_plan(by=cast.alice, person="frank")
    assert access.can(cast.frank, "view", plan)
    with clock.at(clock.now() + dt.timedelta(days=2)):
        assert not access.can(cast.frank, "view", plan)
    actions.keep_on_return_plan(by=cast.alice, grant=grant_of(cast.frank).pk)
    with clock.at(clock.now() + dt.timedelta(days=2)):
        assert access.can(cast.frank, "view", plan)


def test_somebody_in_command_by_now_is_not_renewed(cast, plan, units):
    actions.name_on_return_plan(by=cast.alice, person="frank")
    make_post(cast.frank, Role.SUPERVISOR, units.squad)
    with refused("in_chain"):
        actions.keep_on_return_plan(by=cast.alice, grant=grant_of(cast.frank).pk)


def test_taking_a_facilitator_off_frees_the_seat(cast, walked, gus):
    actions.take_off_return_plan(by=cast.alice, grant=grant_of(gus.user).pk)
    assert ReturnSeat.objects.filter(plan=walked).count() == 1
    assert not access.can(gus.user, "view", walked)


# --- two at once ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_one_facilitator_named_twice_at_once_sits_once(cast, plan, gus):
    name = partial(actions.name_facilitator, by=cast.alice, supporter=gus.pk)
    assert answers(name, name) == ["same_twice", "yes"]
    assert ReturnPlanGrant.objects.count() == 1
