"""Questions with a licensed wording: nothing is asked without one, and then as every other."""

import json
import re

import pytest
from django.urls import reverse

from tests.wellness.wordings.brought import KEEP, MARK, RUN, SAID, TEXTS, action, bring, kept, words
from trust.refusal import Refusal
from wellness.actions import assessments, export, schedule
from wellness.actions.wordings import for_upload
from wellness.assessment_types import Licensed
from wellness.models import Assessment

# --- asked: nothing without a wording -------------------------------------------------------------------------

HEADING = "More questions your agency has a licence for"


@pytest.mark.parametrize("kind", list(Licensed))
def test_without_a_wording_nothing_is_offered_and_starting_is_kindly_refused(cast, alice, kind):
    assert HEADING not in words(alice.get(reverse("assessments")))
    url = reverse("assessment_run", args=[kind])
    for page in (alice.get(url), alice.post(url, {"key": "k"})):
        assert "has not brought the words of these questions yet" in words(page)
    with pytest.raises(Refusal) as refused:
        assessments.start(by=cast.alice, kind=kind)
    assert (refused.value.field, refused.value.code) == ("kind", "no_wording")
    assert not Assessment.objects.exists()


def test_it_is_offered_where_there_is_one_and_suggested_nowhere(cast, grace, alice):
    bring(grace)
    page = words(alice.get(reverse("assessments")))
    part = page[page.index(HEADING) : page.index('id="before"')]
    assert re.findall(r'href="([^"]+)"', part) == [RUN]
    assert "Your well-being" in part
    assert not schedule.due_now(by=cast.alice)
    assert RUN not in words(alice.get(reverse("home")))


@pytest.mark.parametrize("of", for_upload(), ids=lambda of: of.code)
def test_every_one_can_be_asked(grace, alice, of):
    made = {
        "title": "Invented",
        "stem": "",
        "items": [f"Invented question {item.code}" for item in of.items],
        "options": [f"Invented answer {each.value}" for each in of.items[0].options],
    }
    bring(grace, instrument=of.code, texts=made)
    url = reverse("assessment_run", args=[of.code])
    page = words(alice.get(url))
    assert page.count("data-step") == len(of.items) + 1
    assert "Invented answer" in page
    assert not Assessment.objects.exists()
    said = {f"{of.code}__{item.code}": str(item.options[1].value) for item in of.items}
    done = alice.post(url, {"key": "k", **said}, follow=True)
    assert done.status_code == 200
    assert len(done.context["told"]) == len(of.scales)
    assert all(each.tag for each in done.context["told"])
    assert kept()["versions"] == {of.code: MARK}


# --- asked: from the first question to the record -------------------------------------------------------------


def test_it_is_asked_scored_and_shown_as_every_other(cast, grace, alice):
    bring(grace)
    page = alice.get(RUN)
    assert "Canary question 5" in words(page)
    assert "More than half" in words(page)
    done = alice.post(action(page), {"key": "k", **SAID}, follow=True)
    row = Assessment.objects.get()
    assert kept(row)["scores"][0]["total"] == 60
    assert [(each.tag, each.level) for each in done.context["told"]] == [
        ("Good well-being", "fine")
    ]
    detail = words(alice.get(reverse("assessment_detail", args=[row.pk])))
    assert "Canary question 1" in detail
    assert "More than half" in detail
    assert "Your well-being" in words(alice.get(reverse("assessments")))
    record = words(alice.get(reverse("my_record")))
    assert "WHO-5: well-being" in record
    assert "Good well-being" in record
    taken = json.dumps(export.record_fhir(by=cast.alice))
    assert "Good well-being" in taken
    assert "Canary question" not in taken  # the agency's licence is for asking


def test_a_reader_is_asked_in_their_language_or_told_why_not(grace, alice):
    bring(grace)
    spanish = {"accept-language": "es"}
    page = words(alice.get(RUN, headers=spanish))
    assert re.search(r'<section data-part lang="en"', page)
    assert "Canary question 1" in page
    bring(grace, language="es", texts=TEXTS | {"items": [f"Garza {n}" for n in range(1, 6)]})
    page = words(alice.get(RUN, headers=spanish))
    assert "Garza 1" in page
    assert "Canary question" not in page
    assert "Canary question 1" in words(alice.get(RUN))


def test_an_answer_that_nobody_offers_is_told_kindly(cast, grace, alice):
    bring(grace)
    told = alice.post(KEEP, {"who-5__q1": "6", "who-5__q2": "5"})
    assert told.json()["said"] == "Choose one of the answers on the page."
    assert kept()["answers"] == {"who-5": {"q2": 5}}
    row = assessments.start(by=cast.alice, kind="who-5")
    with pytest.raises(Refusal) as refused:
        assessments.save_answers(by=cast.alice, assessment=row.pk, answers={"who-5": {"q1": 6}})
    assert refused.value.code == "out_of_options"
