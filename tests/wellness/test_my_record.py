"""My record: what it shows, to whom, how many queries it takes, and that each point opens its source."""

import datetime as dt
import json
import re
from io import BytesIO

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader

from agency import clock
from tests.wellness.conftest import CANARY, browser, check_in, join
from trust import documents, vault
from wellness import actions, scoring
from wellness.models import Assessment, CheckIn
from wellness.standing import RULE_VERSION
from wellness.trend import monday

PAGES = ("my_record", "my_record_paper", "my_record_fhir", "download")


def told(code: str, **answers: int) -> list[dict]:
    scores = scoring.score(code, answers)
    return [{name: getattr(each, name) for name in each.__slots__} for each in scores]


def weeks(user, count: int) -> None:
    """So many weekly checks, the newest one this week."""
    mine = vault.participant(user, "wellness")
    scales = {"phq-2": {"q1": 1, "q2": 2}, "gad-2": {"q1": 0, "q2": 1}}
    scores = [each for code, said in scales.items() for each in told(code, **said)]
    with vault.keyring():
        for n in range(count):
            at = clock.now() - dt.timedelta(weeks=n)
            own = {"stress": n % 11, "sleep": 7, "fatigue": 2, "balance": 6, "contact": False}
            CheckIn.objects.create(
                participant=mine, key=f"w{n}", body_mac="0" * 64, submitted_at=at,
                week=monday(at.date()), rule_version=RULE_VERSION,
                answers=own | {"scales": scales, "scores": scores},
            )  # fmt: skip


def phq_9(user, days_ago: int, **changed: int) -> Assessment:
    answers = {f"q{n}": 1 for n in range(1, 10)} | changed
    at = clock.now() - dt.timedelta(days=days_ago)
    content = {
        "type": "quarterly", "versions": {"phq-9": "1"}, "answers": {"phq-9": answers},
        "scores": told("phq-9", **answers), "note": "", "contact": False,
    }  # fmt: skip
    mine = vault.participant(user, "wellness")
    return Assessment.objects.create(
        participant=mine, slot=f"s{days_ago}", key=f"k{days_ago}", saved_at=at, submitted_at=at,
        content=content,
    )  # fmt: skip


@pytest.fixture
def look(cast):
    """Alice, joined, opens her record; the answer."""
    join(cast.alice)
    client = browser(cast.alice)

    def ask(**query: str):
        return client.get(reverse("my_record"), query)

    return ask


def queries(look, **query) -> int:
    look(**query)
    with (
        CaptureQueriesContext(connections["default"]) as rooms,
        CaptureQueriesContext(connections["keys"]) as keys,
        CaptureQueriesContext(connections["ledger"]) as looks,
    ):
        assert look(**query).status_code == 200
    return len(rooms) + len(keys) + len(looks)


def test_five_years_take_as_few_queries_as_ten_weeks(cast, look):
    weeks(cast.alice, 10)
    few = queries(look, span="all")
    CheckIn.objects.all().delete()
    weeks(cast.alice, 260)
    for n in range(20):
        phq_9(cast.alice, 91 * n)
    assert queries(look, span="all") == few <= 12


def test_without_a_record_it_says_so_calmly(cast):
    text = browser(cast.alice).get(reverse("my_record")).content.decode()
    assert "you have not said yes to one" in text
    assert reverse("consent") in text


def test_an_empty_record_is_fine(look):
    assert "nothing here in this time, and that is fine" in look().content.decode()


def test_each_week_opens_its_check_in(cast, look):
    row = check_in(cast.alice)
    text = look().content.decode()
    url = reverse("check_in_detail", args=[row.pk])
    assert re.search(rf'<th scope="row"><a href="{url}">', text)
    assert re.search(rf'<a class="chart-open" href="{url}" aria-label="[^"]+: 8"', text)


def test_each_result_opens_its_assessment(cast, look):
    first, second = phq_9(cast.alice, 60), phq_9(cast.alice, 3, q1=3, q2=3)
    text = look().content.decode()
    for row in (first, second):
        assert f'<th scope="row"><a href="{reverse("assessment_detail", args=[row.pk])}">' in text
    page = look()
    (newest,) = page.context["newest"]
    assert (newest["tag"], newest["text"][:8]) == ("Moderate", "13 of 27")
    (chart,) = page.context["scores"]
    assert [row[1:] for row in chart.rows] == [("9", "Mild"), ("13", "Moderate")]
    assert [shade.label for shade in chart.shades][:2] == ["Minimal", "Mild"]


def test_colours_are_words_too(cast, look):
    check_in(cast.alice, answers={"stress": 10})
    page = look()
    assert [shade.label for shade in page.context["standing"].shades] == [
        "Green", "Yellow", "Orange", "Red",
    ]  # fmt: skip
    assert "<td>Red</td>" in page.content.decode()


def test_the_safety_screen_is_never_named(cast, look):
    row = phq_9(cast.alice, 1)
    with vault.keyring():
        scores = [
            {"instrument": "c-ssrs", "scale": "triage", "total": 3, "band": "high",
             "complete": True, "safety": True}
        ]  # fmt: skip
        row.content = dict(vault.open_row(row)["content"]) | {"scores": scores}
        row.save()
    (newest,) = look().context["newest"]
    assert newest["tag"] == ""
    assert " of " not in newest["text"]
    assert look().context["scores"] == []


def test_the_span_is_chosen_by_link(cast, look):
    weeks(cast.alice, 60)
    drawn = {span: len(look(span=span).context["weeks"]["rows"]) for span in ("", "1-year", "all")}
    assert drawn == {"": 13, "1-year": 52, "all": 60}
    assert look(span="2019-01-01").context["span"].code == "3-months"


def test_notes_stand_beside_their_day(cast, look):
    row = check_in(cast.alice, note=CANARY)
    page = look().content.decode()
    assert CANARY in page
    assert reverse("check_in_detail", args=[row.pk]) in page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "role"),
    [("frank", "officer"), ("dan", "supervisor"), ("carol", "wellness_coordinator")],
)
def test_nobody_else_finds_alice_there(cast, name, who, role):
    join(cast.alice)
    check_in(cast.alice, note=CANARY)
    phq_9(cast.alice, 1)
    answer = browser(getattr(cast, who), role).get(reverse(name), {"span": "all"})
    assert CANARY not in answer.content.decode()
    assert "PHQ" not in answer.content.decode()


@pytest.mark.parametrize("name", [*PAGES, "my_record_pdf"])
def test_only_after_sign_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_paper_has_every_table_open_and_opens_nothing(cast, look):
    row = check_in(cast.alice, note=CANARY)
    text = browser(cast.alice).get(reverse("my_record_paper")).content.decode()
    assert "<details" not in text
    assert CANARY in text
    assert str(row.pk) not in text


def test_pdf_is_a_tagged_document(cast, look):
    check_in(cast.alice)
    answer = browser(cast.alice).get(reverse("my_record_pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    root = PdfFileReader(BytesIO(answer.content)).root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"


def test_where_no_pdf_can_be_made_the_page_prints(cast, look, monkeypatch):
    def none(*_given: object) -> bytes:
        raise documents.PdfUnavailable

    monkeypatch.setattr(documents, "render_pdf", none)
    page = browser(cast.alice).get(reverse("my_record_pdf"), follow=True)
    assert page.redirect_chain[0][0].startswith(reverse("my_record_paper"))
    assert "Print this page instead" in page.content.decode()


def test_fhir_carries_the_name_only_when_asked(cast, look):
    check_in(cast.alice)
    client = browser(cast.alice)
    without = client.get(reverse("my_record_fhir"))
    assert without.headers["Content-Type"] == "application/fhir+json"
    assert "Alice" not in without.content.decode()
    named = json.loads(client.get(reverse("my_record_fhir"), {"name": "yes"}).content)
    assert named["entry"][0]["resource"]["subject"]["display"] == "Alice"


def test_one_tap_from_home_and_from_a_finished_check_in(cast):
    join(cast.alice)
    row = check_in(cast.alice)
    client = browser(cast.alice)
    for page in (reverse("home"), reverse("check_in_done", args=[row.pk])):
        assert f'href="{reverse("my_record")}"' in client.get(page).content.decode()


def test_next_steps_say_why(cast, look):
    actions.submit_check_in(by=cast.alice, key="k", answers={"stress": 9, "sleep": 4})
    page = look()
    steps = [each["step"].code for each in page.context["steps"]]
    assert "rest" in steps
    assert all(each["url"] for each in page.context["steps"])
    assert all(str(each["step"].why) in page.content.decode() for each in page.context["steps"])
