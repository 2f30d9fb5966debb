"""The pages of the plan: numbers first, step by step, and telling nobody."""

from contextlib import ExitStack

import pytest
from django.db import connections
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.stored import counts
from tests.wellness.conftest import browser, join
from tests.wellness.safety.conftest import CANARY
from trust.models import Disclosure, Notice, OutboxJob, Participant
from wellness import actions
from wellness.actions.safety import LONGEST_LINE, MOST_LINES
from wellness.models import Assessment, SafetyPlan
from wellness.safety_texts import BY_CODE
from wellness.views.safety import screen_url

PAGES = ("safety_now", "safety_plan", "safety_surroundings", "safety_words", "safety_sheet")


def everything() -> dict[tuple[str, str], int]:
    """How many rows stand in every table of every database, sessions aside."""
    return {where: n for where, n in counts().items() if where[1] != "django_session"}


def queries(client: Client, url: str) -> list[str]:
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[a])) for a in connections]
        assert client.get(url).status_code == 200
        return [query["sql"] for each in seen for query in each.captured_queries]


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
