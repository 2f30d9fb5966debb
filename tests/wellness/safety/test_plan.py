"""The plan and its door for programs: kept for one person, and found by nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.api import ask, data
from tests.stored import holding
from tests.wellness.conftest import browser, join
from tests.wellness.safety.conftest import CANARY
from trust import access
from trust.models import Participant
from trust.refusal import Refusal
from wellness import actions
from wellness.actions.safety import LONGEST_LINE, MOST_LINES
from wellness.models import SafetyPlan

OTHERS = (("dan", "supervisor"), ("carol", "wellness_coordinator"), ("erin", "commander"),
          ("bob", "peer_support"), ("frank", "officer"))  # fmt: skip
MINE = "{ mySafetyPlan { savedAt signs alone around ask professionals safer } }"


# --- the plan itself ------------------------------------------------------------------------------


def test_steps_are_kept_one_by_one(planned):
    kept = actions.save_plan(
        by=planned.alice, steps={"alone": ["  Run \t by\x00 the river ", "  "]}
    )
    plan = actions.my_plan(planned.alice)
    assert plan.steps == kept.steps
    assert plan.steps["signs"] == (CANARY,)
    assert plan.steps["alone"] == ("Run by the river",)
    assert plan.steps["safer"] == ()
    assert SafetyPlan.objects.count() == 1


def test_an_emptied_plan_leaves_no_row(planned):
    assert actions.save_plan(by=planned.alice, steps={"signs": []}).steps["ask"]
    assert actions.save_plan(by=planned.alice, steps={"ask": [" "]}) is None
    assert not SafetyPlan.objects.exists()


@pytest.mark.parametrize(
    ("steps", "field", "code"),
    [
        ({"nonsense": ["x"]}, "steps", "unknown_step"),
        ({"alone": ["x"] * (MOST_LINES + 1)}, "alone", "too_many_lines"),
        ({"ask": ["x" * (LONGEST_LINE + 1)]}, "ask", "line_too_long"),
    ],
)
def test_a_refused_step_changes_nothing(planned, steps, field, code):
    with pytest.raises(Refusal) as no:
        actions.save_plan(by=planned.alice, steps={"signs": ["other"]} | steps)
    assert (no.value.field, no.value.code) == (field, code)
    assert actions.my_plan(planned.alice).steps["signs"] == (CANARY,)


def test_the_limits_themselves_are_within(planned):
    most = ["x" * LONGEST_LINE] * MOST_LINES
    assert len(actions.save_plan(by=planned.alice, steps={"safer": most}).steps["safer"]) == 12


def test_without_a_private_record_nothing_is_kept(cast):
    with pytest.raises(Refusal) as no:
        actions.save_plan(by=cast.alice, steps={"signs": ["x"]})
    assert no.value.code == "not_joined"
    assert actions.my_plan(cast.bob) is None
    assert not Participant.objects.filter(level__gt=0).exists()
    assert not SafetyPlan.objects.exists()


def test_delete_needs_no_record_and_says_whether_there_was_one(planned):
    actions.withdraw(by=planned.alice)
    assert actions.my_plan(planned.alice).steps["signs"] == (CANARY,)
    assert actions.delete_plan(by=planned.alice)
    assert not actions.delete_plan(by=planned.alice)
    assert not SafetyPlan.objects.exists()


def test_destroying_the_key_takes_the_plan_along(planned):
    actions.withdraw(by=planned.alice, destroy=True)
    assert actions.my_plan(planned.alice) is None
    assert not SafetyPlan.objects.exists()


def test_the_words_stand_nowhere_but_sealed(planned):
    browser(planned.alice).post(reverse("safety_plan_step", args=["safer"]), {"safer": CANARY})
    assert actions.my_plan(planned.alice).steps["safer"] == (CANARY,)
    assert holding(CANARY) == set()
    assert holding("alice@example.org")  # the search itself works


# --- nobody else ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "role"), OTHERS)
def test_nobody_else_finds_it_at_any_door(planned, name, role):
    person = getattr(planned, name)
    row = SafetyPlan.objects.get()
    for action in ("view", "change", "delete"):
        assert not access.visible(person, SafetyPlan, action).exists()
    assert data(person, MINE) == {"mySafetyPlan": None}
    assert data(person, "mutation { deleteSafetyPlan { deleted } }")["deleteSafetyPlan"] == {
        "deleted": False
    }
    client = browser(person, role)
    for url in ("/safety/plan/", "/safety/plan/signs/", "/safety/plan/file/", "/safety/"):
        assert CANARY not in client.get(url, follow=True).content.decode()
    assert client.get(f"/safety/plan/{row.pk}/").status_code == 404
    client.post(reverse("safety_plan_delete"))
    assert actions.my_plan(planned.alice).steps["signs"] == (CANARY,)


def test_signed_out_there_are_numbers_and_no_plan(planned):
    for name in ("safety_plan", "safety_plan_file", "safety_plan_delete", "safety_surroundings"):
        assert Client().get(reverse(name)).status_code == 302
    page = Client().get(reverse("safety_now"))
    assert "tel:" in page.content.decode()
    assert not page.cookies


# --- GraphQL --------------------------------------------------------------------------------------


def test_a_plan_over_graphql(cast):
    join(cast.alice)
    assert data(cast.alice, MINE) == {"mySafetyPlan": None}
    save = """mutation($s: [String!]) { saveSafetyPlan(signs: $s, ask: ["Maria"]) {
        errors { field code } safetyPlan { signs ask safer } } }"""
    kept = data(cast.alice, save, s=["one", " "])["saveSafetyPlan"]
    assert kept == {"errors": [], "safetyPlan": {"signs": ["one"], "ask": ["Maria"], "safer": []}}
    assert data(cast.alice, MINE)["mySafetyPlan"]["signs"] == ["one"]
    assert data(cast.alice, save, s=None)["saveSafetyPlan"]["safetyPlan"]["signs"] == ["one"]
    long = data(cast.alice, save, s=["x" * 201])["saveSafetyPlan"]
    assert long["errors"] == [{"field": "signs", "code": "LINE_TOO_LONG"}]
    gone = "mutation { deleteSafetyPlan { errors { code } deleted } }"
    assert data(cast.alice, gone)["deleteSafetyPlan"] == {"errors": [], "deleted": True}
    assert data(cast.alice, MINE) == {"mySafetyPlan": None}


def test_graphql_keeps_nothing_for_those_who_did_not_join(cast):
    answer = ask(cast.alice, 'mutation { saveSafetyPlan(signs: ["x"]) { errors { code } } }')
    assert answer["data"]["saveSafetyPlan"]["errors"] == [{"code": "NOT_JOINED"}]
