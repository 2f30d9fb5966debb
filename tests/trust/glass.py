"""People who may open what is closed in danger, and how a test asks, agrees and looks."""

import datetime as dt

import pytest

from tests.factories import act, make_post, make_user
from tests.trust.rows import at_level
from trust import access, break_glass
from trust.models import BreakGlass, Level
from wellness.actions import safety
from wellness.models import SafetyPlan

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def asked(house, reason: str = "danger_to_self", delay: str = "") -> BreakGlass:
    return break_glass.ask(by=house.carol, username="alice", reason=reason, delay=delay)


def opened(house, **more) -> BreakGlass:
    return break_glass.agree(by=house.kim, glass=asked(house, **more).pk)


def plans(user) -> list[SafetyPlan]:
    return list(access.visible(user, SafetyPlan))


# --- for conftest -----------------------------------------------------------------------------------


@pytest.fixture
def house(cast, units):
    """Hana administers, Kim is the clinician, Ivan reviews; Alice has a plan and a check-in."""
    for name, role in (
        ("hana", "wellness_admin"),
        ("kim", "clinician"),
        ("ivan", "union_reviewer"),
    ):
        user = make_user(name)
        make_post(user, role, units.agency)
        setattr(cast, name, act(user, role))
    at_level(cast.alice, Level.SELF_ONLY)
    safety.save_plan(by=cast.alice, steps={"signs": ["not sleeping"]})
    return cast
