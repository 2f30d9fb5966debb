"""The golden table: role × opt-in level × kind of record × action, asked of the rows themselves."""

import pytest

from agency.models import Role
from tests.factories import act, make_attendance, make_incident, make_post, make_user
from tests.wellness.conftest import check_in, join
from trust import access
from trust.models import Consent, Level
from wellness import actions
from wellness.models import (
    AnnualReview,
    Assessment,
    AssessmentGrant,
    CheckIn,
    CheckInGrant,
    Exposure,
    ExposureSummary,
    Invitation,
    Reminders,
    ScoreSummary,
    Standing,
)

LEVELS = ["SELF_ONLY", "PEER_SUPPORT", "SUPERVISOR", "COMMAND", "FULL", "WELLNESS_TEAM_ONLY"]
MODELS = (
    CheckIn, Assessment, AssessmentGrant, AnnualReview, CheckInGrant, Consent, Exposure,
    ExposureSummary, Invitation, Reminders, Standing,
)  # fmt: skip
OUTSIDERS = {
    "gina": Role.CHIEF,
    "hana": Role.WELLNESS_ADMIN,
    "ivan": Role.UNION_REVIEWER,
    "jo": Role.CHAPLAIN,
    "kim": Role.CLINICIAN,
    "lee": Role.DISPATCHER,
    "mia": Role.CRISIS_COORDINATOR,
    "ned": Role.INTEGRATION,
    "otto": Role.PEER_SUPPORT,
}
# Who, besides Alice, sees a row of hers: by kind and level. What is not here is closed.
OPEN = {
    ("Standing", "PEER_SUPPORT"): {"bob"},
    ("Standing", "SUPERVISOR"): {"bob", "dan"},
    ("Standing", "COMMAND"): {"bob", "dan", "erin", "gina"},
    ("Standing", "FULL"): {"bob", "dan", "erin", "gina", "carol", "hana"},
    ("Standing", "WELLNESS_TEAM_ONLY"): {"carol"},
    ("ExposureSummary", "FULL"): {"carol", "hana"},
    **{("AnnualReview", level): {"carol", "hana"} for level in LEVELS},
}
OWN = {
    "CheckIn": {"view", "share", "delete"},
    "Assessment": {"view", "change", "delete", "share"},
    "AssessmentGrant": {"view", "delete"},
    "AnnualReview": {"view", "delete"},
    "CheckInGrant": {"view", "delete"},
    "Consent": {"view"},
    "Exposure": {"view", "change", "delete"},
    "ExposureSummary": {"view"},
    "Invitation": {"view", "change"},
    "Reminders": {"view", "change", "delete"},
    "Standing": {"view"},
}
ACTIONS = ("view", "change", "delete", "share", "approve", "export", "dance")


@pytest.fixture
def people(cast, units):
    """The cast, and one person for every role it lacks."""
    for name, role in OUTSIDERS.items():
        person = make_user(name)
        make_post(person, role, units.agency)
        setattr(cast, name, act(person, role))
    return cast


def fill(people, level: str) -> None:
    """One row of every kind for Alice at this level."""
    alice = people.alice
    if level == "WELLNESS_TEAM_ONLY":
        join(alice, Level.SELF_ONLY, wellness_team=True)
    else:
        join(alice, Level[level])
    actions.choose_peer(by=alice, peer="bob")
    row = check_in(alice)
    actions.share_result(by=alice, check_in=row.pk, person="gwen")
    actions.save_draft(by=alice, key="d", answers={})
    low = {"phq-9": {f"q{n}": 0 for n in range(1, 10)}}
    review = actions.submit_assessment(by=alice, assessment="annual_review", key="r", answers=low)
    actions.share_assessment(by=alice, assessment=review.row.pk, person="gwen")
    actions.confirm_annual_review(by=alice)
    actions.set_reminders(by=alice, paused=True)
    make_attendance(make_incident(), alice)
    actions.bring_in_attendance(by=alice)


@pytest.mark.parametrize("level", LEVELS)
def test_who_sees_what(people, level):
    make_user("gwen")
    fill(people, level)
    for model in MODELS:
        seen = {name for name, user in vars(people).items() if access.visible(user, model).exists()}
        assert seen == OPEN.get((model.__name__, level), set()) | {"alice"}, model.__name__


@pytest.mark.parametrize("level", LEVELS)
def test_bands_are_there_only_while_somebody_may_see_them(people, level):
    make_user("gwen")
    fill(people, level)
    seen = {name for name, user in vars(people).items() if access.visible(user, ScoreSummary)}
    assert seen == ({"alice", "carol", "hana"} if level == "FULL" else set())


@pytest.mark.parametrize("level", ["SELF_ONLY", "FULL"])
def test_who_may_do_what(people, level):
    make_user("gwen")
    fill(people, level)
    for model in MODELS:
        row = model._default_manager.first()
        for action in ACTIONS:
            may = {name for name, user in vars(people).items() if access.can(user, action, row)}
            own = {"alice"} if action in OWN[model.__name__] else set()
            seen = OPEN.get((model.__name__, level), set()) if action == "view" else set()
            assert may == own | seen, (model.__name__, action)


@pytest.mark.parametrize("role", Role.values)
def test_no_role_opens_content(cast, units, role):
    join(cast.alice, Level.FULL)
    row = check_in(cast.alice)
    person = make_user("anybody")
    make_post(person, role, units.agency)
    assert not access.can(act(person, role), "view", row)


def test_a_category_lowered_closes_what_the_level_opens(people):
    make_user("gwen")
    fill(people, "FULL")
    actions.set_opt_in(
        by=people.alice, text_version="2026-11", lowered={"check_ins": Level.SELF_ONLY}
    )
    assert not access.visible(people.carol, Standing).exists()
    assert access.visible(people.carol, ExposureSummary).exists()


def test_a_role_that_is_not_switched_on_opens_nothing(people):
    join(people.alice, Level.FULL)
    check_in(people.alice)
    for name in ("bob", "dan", "erin", "carol"):
        assert not access.visible(act(getattr(people, name)), Standing).exists()


def test_a_share_closes_when_its_reader_comes_to_lead(people, units):
    join(people.alice)
    row = check_in(people.alice)
    actions.share_result(by=people.alice, check_in=row.pk, person="frank")
    assert access.can(people.frank, "view", row)
    make_post(people.frank, Role.SUPERVISOR, units.squad)
    assert not access.can(act(people.frank, Role.OFFICER), "view", row)
