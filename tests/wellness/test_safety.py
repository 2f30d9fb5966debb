"""The plan, its pages and its door for programs: kept for one person, and telling nobody."""

from contextlib import ExitStack

import pytest
from django.db import connections
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.api import ask, data
from tests.wellness.conftest import browser, join
from trust import access
from trust.models import Disclosure, Notice, OutboxJob, Participant
from trust.refusal import Refusal
from wellness import actions
from wellness.actions.safety import LONGEST_LINE, MOST_LINES
from wellness.models import Assessment, SafetyPlan
from wellness.safety_texts import BY_CODE
from wellness.views.safety import screen_url

CANARY = "canary-plover-2188"
OTHERS = (("dan", "supervisor"), ("carol", "wellness_coordinator"), ("erin", "commander"),
          ("bob", "peer_support"), ("frank", "officer"))  # fmt: skip
PAGES = ("safety_now", "safety_plan", "safety_surroundings", "safety_words", "safety_sheet")
MINE = "{ mySafetyPlan { savedAt signs alone around ask professionals safer } }"


def everything() -> dict[str, int]:
    """How many rows stand in every table of every database, sessions aside."""
    counted = {}
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
                counted[f"{alias}.{table}"] = cursor.fetchone()[0]
    return {name: n for name, n in counted.items() if not name.endswith("django_session")}


def holding(word: str) -> set[str]:
    """The tables in which this word can be read."""
    found = set()
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = [value for row in cursor.fetchall() for value in row]
                raw = [
                    bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in rows
                ]
                found |= {table} if any(word.encode() in each for each in raw) else set()
    return found


def queries(client: Client, url: str) -> list[str]:
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[a])) for a in connections]
        assert client.get(url).status_code == 200
        return [query["sql"] for each in seen for query in each.captured_queries]


@pytest.fixture
def planned(cast):
    """Alice keeps a plan with two steps."""
    join(cast.alice)
    actions.save_plan(by=cast.alice, steps={"signs": [CANARY], "ask": ["Maria 555-0142"]})
    return cast


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


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_answer_for_everybody(cast, name, language):
    join(cast.alice)
    for person, role in ((cast.alice, "officer"), (cast.frank, "officer"), (cast.carol, "")):
        page = browser(person, role).get(reverse(name), headers={"accept-language": language})
        assert page.status_code == 200
        assert page.content.decode().count("<h1") == 1


def test_numbers_come_before_everything_else(cast):
    page = browser(cast.alice).get(reverse("safety_now")).content.decode()
    main = page[page.index("<main") :]
    for later in (reverse("talk"), reverse("peers"), reverse("safety_plan"), "For the next hour"):
        assert main.index("tel:") < main.index(later)


def test_i_need_someone_now_is_one_tap_from_every_page(cast):
    for url in ("/", "/check-ins/", "/privacy/"):
        page = browser(cast.alice).get(url).content.decode()
        assert f'href="{reverse("safety_now")}">I need someone now' in page
    assert f'href="{reverse("safety_now")}"' in Client().get("/resources/").content.decode()


def test_looking_reads_no_record_and_leaves_no_row(planned):
    client = browser(planned.alice)
    client.get(reverse("safety_now"))  # the session notes the first visit of the minute
    before = everything()
    asked = queries(client, reverse("safety_now"))
    assert everything() == before
    tables = {model._meta.db_table for model in (SafetyPlan, Participant, Disclosure, Notice)}
    assert not [sql for sql in asked for table in tables if f'"{table}"' in sql]


def test_writing_a_plan_tells_nobody(planned):
    def told() -> tuple[int, ...]:
        looks = Disclosure.objects.using("ledger").count()
        return (Notice.objects.count(), OutboxJob.objects.count(), looks)

    before = told()
    client = browser(planned.alice)
    for code in BY_CODE:
        client.post(reverse("safety_plan_step", args=[code]), {code: "one\ntwo"})
    client.get(reverse("safety_plan"))
    client.post(reverse("safety_plan_file"))
    client.post(reverse("safety_plan_delete"))
    assert told() == before


def test_step_by_step_to_the_whole_plan(cast):
    join(cast.alice)
    client = browser(cast.alice)
    where = reverse("safety_plan_step", args=["signs"])
    for code in BY_CODE:
        assert where == reverse("safety_plan_step", args=[code])
        where = client.post(where, {code: f"about {code}\r\nand more"}).url
    assert where == reverse("safety_plan")
    page = client.get(where).content.decode()
    assert all(f"<li>about {code}</li><li>and more</li>" in page for code in BY_CODE)


def test_stopping_early_keeps_what_was_written(cast):
    join(cast.alice)
    client = browser(cast.alice)
    sent = {"signs": "I stop answering", "stop": "1"}
    assert client.post("/safety/plan/signs/", sent).url == reverse("safety_plan")
    assert "I stop answering</textarea>" in client.get("/safety/plan/signs/").content.decode()


def test_a_refused_line_is_still_on_the_page(planned):
    long = "y" * (LONGEST_LINE + 1)
    page = browser(planned.alice).post("/safety/plan/alone/", {"alone": f"short\n{long}"})
    text = page.content.decode()
    assert "longer than 200 letters" in text
    assert long in text
    assert actions.my_plan(planned.alice).steps["alone"] == ()


def test_not_joined_is_offered_paper(cast):
    client = browser(cast.alice)
    page = client.get(reverse("safety_plan")).content.decode()
    assert reverse("safety_sheet") in page
    assert reverse("consent") in page
    assert client.post("/safety/plan/signs/", {"signs": "x"}).url == reverse("safety_plan")
    assert client.get("/safety/plan/file/").url == reverse("safety_plan")
    assert not SafetyPlan.objects.exists()


def test_the_file_comes_only_after_the_warning(planned):
    client = browser(planned.alice)
    page = client.get(reverse("safety_plan_file"))
    assert "outside Argus" in page.content.decode()
    assert CANARY not in page.content.decode()
    sent = client.post(reverse("safety_plan_file"))
    assert sent.headers["Content-Disposition"] == 'attachment; filename="my-plan.txt"'
    assert "no-store" in sent.headers["Cache-Control"]
    text = sent.content.decode()
    assert f"  - {CANARY}\n" in text
    assert "  - Call 988\n" in text
    assert "  - CopLine: +18002675463\n" in text


def test_delete_asks_first(planned):
    client = browser(planned.alice)
    client.get(reverse("safety_plan_delete"))
    assert SafetyPlan.objects.exists()
    client.post(reverse("safety_plan_delete"))
    assert not SafetyPlan.objects.exists()


def test_plan_page_asks_as_often_for_six_lines_as_for_seventy(planned):
    client = browser(planned.alice)
    client.get(reverse("safety_plan"))
    few = len(queries(client, reverse("safety_plan")))
    full = {code: [f"line {n}" for n in range(MOST_LINES)] for code in BY_CODE}
    actions.save_plan(by=planned.alice, steps=full)
    assert len(queries(client, reverse("safety_plan"))) == few <= 12


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


# --- the step that other pages include ------------------------------------------------------------


def test_the_step_stands_without_any_context():
    drawn = render_to_string("wellness/_safety_step.html")
    assert drawn.index("tel:") < drawn.index("Is somebody’s life in danger")
    for name in ("safety_now", "safety_plan", "talk"):
        assert f'href="{reverse(name)}"' in drawn


def test_the_screener_is_a_link_and_never_opens_by_itself(cast, settings):
    join(cast.alice)
    page = browser(cast.alice).get(reverse("safety_now")).content.decode()
    assert f'href="{screen_url()}"' in page
    assert "A few questions, if you want them" in page
    assert not Assessment.objects.exists()
    settings.ROOT_URLCONF = "argus.quiet_urls"
    assert screen_url() == ""
