"""The form of one assessment: what it asks, and answers kept as they come."""

import re

import pytest
from django.urls import reverse

from tests.wellness.conftest import CANARY, browser
from tests.wellness.views.assessment_forms import (
    KINDS,
    SCRIPT,
    SHIPPED,
    content,
    keep_url,
    least,
    run_url,
    shown,
)
from trust.doors.forms import RATHER_NOT_SAY
from wellness.assessment_types import SETS
from wellness.instruments import instrument
from wellness.models import Assessment, CheckIn

# --- the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHIPPED)
def test_every_kind_asks_all_its_questions_in_one_form(alice, kind):
    page = alice.get(run_url(kind))
    text = shown(page)
    items = [item for code in SETS[kind] for item in instrument(code).items]
    assert text.count("data-step") == len(items) + 1
    assert len(re.findall(r'value="rather_not_say"', text)) == len(items)
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("kind", SHIPPED)
def test_no_answer_is_preselected_and_opening_leaves_no_row(alice, kind):
    text = shown(alice.get(run_url(kind)))
    main = text[text.index("<main") : text.index("</main")]
    assert not re.search(r"<input[^>]* checked", main)
    assert " selected" not in re.sub(r'<option value="" selected>', "", main)
    assert not Assessment.objects.exists()


def test_an_unknown_kind_is_not_there(alice):
    assert alice.get("/assessments/dance/").status_code == 404
    assert alice.post("/assessments/dance/keep/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_record_the_way_leads_to_the_decision(cast, kind):
    client = browser(cast.alice)
    assert "Read and decide" in shown(client.get(run_url(kind)))
    client.post(run_url(kind), least(kind))
    assert not Assessment.objects.exists()
    assert not CheckIn.objects.exists()


def test_gated_questions_say_what_opens_them(alice):
    text = shown(alice.get(run_url("annual_review")))
    assert 'data-gate="pc-ptsd-5__' in text
    assert "Only if you answered “Yes” to:" in text


def test_questions_that_are_there_in_english_only_say_so(alice, monkeypatch):
    english = [code for kind in SHIPPED for code in SETS[kind] if not instrument(code).spoken("es")]
    if not english:
        monkeypatch.setattr("wellness.instruments.Instrument.spoken", lambda self, _: False)
    kind = next(kind for kind in SHIPPED if {*SETS[kind]} & {*english}) if english else "quarterly"
    page = alice.get(run_url(kind), headers={"accept-language": "es"})
    assert re.search(r'<section data-part lang="en"', shown(page))
    assert page.headers["Content-Language"] == "es"


# --- answers as they come ---------------------------------------------------------------------------


def test_an_answer_is_kept_at_once_and_stands_on_another_device(cast, alice):
    told = alice.post(keep_url(), {"phq-9__q1": "2", "phq-9__q2": RATHER_NOT_SAY})
    row = Assessment.objects.get()
    assert told.json() == {"key": row.key, "said": ""}
    assert content(row)["answers"] == {"phq-9": {"q1": 2, "q2": None}}
    text = shown(browser(cast.alice).get(run_url("quarterly")))
    for value, name in (("2", "phq-9__q1"), (RATHER_NOT_SAY, "phq-9__q2")):
        assert re.search(rf'name="{name}" value="{value}"[^>]* checked', text)
    assert f'name="key" value="{row.key}"' in text


def test_an_answer_that_nobody_offers_is_told_kindly_and_the_others_are_kept(alice):
    told = alice.post(keep_url(), {"phq-9__q1": "9", "phq-9__q2": "1", "nothing__q1": "1"})
    assert told.status_code == 422
    assert told.json()["said"] == "Choose one of the answers on the page."
    assert content(Assessment.objects.get())["answers"] == {"phq-9": {"q2": 1}}


def test_a_count_of_days_has_its_limits(alice):
    told = alice.post(keep_url("annual_review"), {"hrqol-4__q2": "31"})
    assert told.json()["said"] == "Choose a number from 0 to 30, or “Rather not say”."


def test_stopping_keeps_what_was_answered_and_the_note(alice):
    said = {"key": "k", "k6__q1": "3", "note": CANARY, "later": "1"}
    page = alice.post(run_url("quarterly"), said, follow=True)
    assert page.redirect_chain[-1][0] == reverse("assessments")
    assert "You began this" in shown(page)
    assert CANARY in shown(alice.get(run_url("quarterly")))
    assert not Assessment.objects.exclude(submitted_at=None).exists()  # stopping sends nothing


def test_a_script_is_told_where_to_go_on(alice):
    told = alice.post(run_url("quarterly"), {"key": "k", "later": "1"}, headers=SCRIPT)
    assert told.json() == {"next": reverse("assessments")}
