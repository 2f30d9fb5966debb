"""Coming back over GraphQL: the officer moves, the people named read, everybody else finds nothing."""

import pytest

from agency.models import Role
from peersupport import actions
from tests.api import data
from tests.factories import act
from tests.peersupport.returning import course_of, supporter, with_facilitators
from trust import ledger

PLAN = """{ returnPlan { id reason stream stage paused ready startedOn items { code doneAt } people } }"""
SHARED = "{ sharedReturnPlans(first: 9) { edges { node { id stage people } } } }"
MOVE = """mutation($stage: ReturnStage, $paused: Boolean) { advanceReturnStage(stage: $stage, paused: $paused)
  { errors { field code message } returnPlan { stage paused } } }"""


@pytest.fixture
def gus(cast, units):
    return supporter("gus", units.agency)


@pytest.fixture
def plan(cast, units, gus):
    row = actions.start_return_plan(by=cast.alice, reason="incident", stream="short")
    with_facilitators(cast.alice, gus, supporter("mia", units.other))
    return row


def move(user, **how):
    return data(user, MOVE, **how)["advanceReturnStage"]


def test_the_officer_reads_the_own_plan(cast, plan):
    actions.tick_return_item(by=cast.alice, plan=plan.pk, item="kit_complete")
    found = data(cast.alice, PLAN)["returnPlan"]
    assert (found["reason"], found["stage"], found["paused"]) == ("INCIDENT", "CONTACT", False)
    assert [each["code"] for each in found["items"]] == ["kit_complete"]
    assert set(found["people"]) == {"Gus", "Mia"}


def test_without_a_plan_there_is_nothing(cast):
    assert data(cast.alice, PLAN)["returnPlan"] is None
    assert move(cast.alice, stage="KIT")["errors"][0]["code"] == "NO_PLAN"


def test_a_facilitator_reads_it_and_of_the_people_only_themselves(cast, plan, gus):
    who = act(gus.user, Role.PEER_SUPPORT)
    (edge,) = data(who, SHARED)["sharedReturnPlans"]["edges"]
    assert edge["node"] == {"id": str(plan.pk), "stage": "CONTACT", "people": ["Gus"]}
    assert data(who, PLAN)["returnPlan"] is None
    assert ledger.mine(cast.alice).filter(kind="peersupport.returnplan").count() == 1


def test_nobody_else_finds_it(cast, plan):
    for who in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank, cast.alice):
        assert data(who, SHARED)["sharedReturnPlans"]["edges"] == []


def test_on_back_and_pause(cast, plan):
    assert move(cast.alice, stage="KIT")["returnPlan"] == {"stage": "KIT", "paused": False}
    assert move(cast.alice, paused=True)["returnPlan"]["paused"] is True
    assert move(cast.alice, stage="CONTACT")["returnPlan"]["stage"] == "CONTACT"
    problem = move(cast.alice, stage="FULL")["errors"][0]
    assert (problem["field"], problem["code"]) == ("stage", "ONE_STEP")
    assert course_of(cast.alice).stage == "contact"


def test_a_facilitator_can_not_move_it(cast, plan, gus):
    answer = move(act(gus.user, Role.PEER_SUPPORT), stage="KIT")
    assert answer["errors"][0]["code"] == "NO_PLAN"
    assert course_of(cast.alice).stage == "contact"
