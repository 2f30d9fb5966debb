"""Alice on her way back: a plan, two facilitators on the roster, and how tests read what is sealed."""

import pytest

from agency.models import Role, User
from peersupport import actions
from peersupport.models import ReturnPlan, ReturnPlanGrant, ReturnSeat, Supporter
from peersupport.return_stages import Course
from tests.factories import act, make_post, make_user
from trust import vault
from trust.refusal import Refusal


def plan_of(user: User) -> ReturnPlan:
    return ReturnPlan.objects.get(participant=vault.handle(user.pk, "support"), state="open")


def course_of(user: User) -> Course:
    return Course(**vault.open_row(plan_of(user))["course"])


def supporter(name: str, unit, **fields: object) -> Supporter:
    """Somebody on the roster who stands elsewhere, acting as a peer supporter."""
    user = make_user(name)
    make_post(user, Role.PEER_SUPPORT, unit)
    act(user, Role.PEER_SUPPORT)
    row = Supporter.objects.create(user=user, **fields)
    row.user = user
    return row


def with_facilitators(officer: User, *people: Supporter) -> list[ReturnSeat]:
    return [actions.name_facilitator(by=officer, supporter=each.pk) for each in people]


def grant_of(user: User) -> ReturnPlanGrant:
    return ReturnPlanGrant.objects.get(user=user)


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


# --- for conftest ------------------------------------------------------------------------------------


@pytest.fixture
def gus(units) -> Supporter:
    return supporter("gus", units.agency)


@pytest.fixture
def mia(units) -> Supporter:
    return supporter("mia", units.other)


@pytest.fixture
def plan(cast) -> ReturnPlan:
    return actions.start_return_plan(by=cast.alice, reason="incident", stream="short")


@pytest.fixture
def walked(cast, plan, gus, mia) -> ReturnPlan:
    """With both facilitators, at *Uniform and kit*."""
    with_facilitators(cast.alice, gus, mia)
    return actions.move_return_plan(by=cast.alice, stage="kit")
