"""One assessment is sent: stored once, refused kindly, and what the result says in words."""

import re

import pytest
from django.urls import reverse

from tests.wellness.conftest import CANARY
from tests.wellness.views.assessment_forms import (
    KINDS,
    SCRIPT,
    content,
    least,
    run_url,
    sent,
    shown,
)
from trust.doors.forms import RATHER_NOT_SAY
from trust.models import Notice
from wellness.instruments import instrument
from wellness.models import AnnualReview, Assessment, CheckIn

# --- sending ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_sent_twice_is_stored_once(alice, kind):
    first = alice.post(run_url(kind), least(kind), headers=SCRIPT)
    again = alice.post(run_url(kind), least(kind), headers=SCRIPT)
    assert first.json() == again.json()
    assert (CheckIn if kind == "weekly_check" else Assessment).objects.count() == 1
    assert alice.get(first.json()["next"]).status_code == 200


def test_the_same_key_with_other_answers_is_kindly_refused(alice):
    sent(alice)
    other = least("quarterly", **{"phq-9__q2": "1"})
    told = alice.post(run_url("quarterly"), other, headers=SCRIPT)
    assert told.status_code == 422
    assert "already sent" in shown(alice.post(run_url("quarterly"), other))
    assert Assessment.objects.exclude(submitted_at=None).count() == 1


def test_what_nobody_offers_keeps_the_rest_of_the_page(alice):
    page = sent(alice, **{"phq-9__q1": "9", "phq-9__q2": "3", "note": CANARY})
    text = shown(page)
    assert "Choose one of the answers on the page." in text
    assert re.search(r'name="phq-9__q2" value="3"[^>]* checked', text)
    assert CANARY in text
    assert not Assessment.objects.exists()


def test_a_long_note_is_kept(alice):
    text = shown(sent(alice, "weekly_check", note="x" * 4_001))
    assert "x" * 4_001 in text
    assert "longer than 4,000 letters" in text


def test_half_an_instrument_has_no_result(alice):
    page = alice.post(run_url("quarterly"), {"key": "k", "phq-9__q1": "3"}, follow=True)
    assert {each.level for each in page.context["told"]} == {"open"}
    assert "Some answers were left out" in shown(page)


def test_a_gate_that_was_closed_after_all_takes_its_answers_back(alice):
    sent(alice, "annual_review", **{"pc-ptsd-5__event": "0", "pc-ptsd-5__q1": "1"})
    said = content(Assessment.objects.get())["answers"]["pc-ptsd-5"]
    gate, *gated = [item.code for item in instrument("pc-ptsd-5").items]
    assert said[gate] == 0
    assert {said.get(code) for code in gated} == {None}


# --- what it says -------------------------------------------------------------------------------------


def test_item_nine_opens_the_safety_step_first_and_tells_nobody(cast, alice):
    page = sent(alice, **{"phq-9__q9": "1"})
    main = shown(page)[shown(page).index("<main") :]
    assert page.context["safety"]
    assert page.context["told"][0].level == "today"
    assert page.context["heavy"]
    assert main.index("tel:") < main.index("What your answers say")
    assert not Notice.objects.exists()
    assert Assessment.objects.count() == 1


def test_without_such_an_answer_there_is_no_safety_step(alice):
    page = sent(alice)
    assert not page.context["safety"]
    assert 'id="safety-step"' not in shown(page)


def test_a_result_is_a_word_and_a_step_and_no_number(alice):
    said = {f"phq-9__q{n}": "3" for n in range(1, 9)}
    page = sent(alice, **said)
    line = page.context["told"][0]
    assert (line.tag, line.level) == ("Severe", "soon")
    assert "24" not in line.text
    assert "not a diagnosis" in shown(page)


def test_at_three_more_is_offered_with_a_way_past_it(alice):
    page = sent(alice, "weekly_check", **{"phq-2__q1": "3", "gad-2__q1": "2"})
    text = shown(page)
    assert [each["url"] for each in page.context["offered"]] == [run_url("phq-9")]
    assert text.count('class="btn quiet" href="/assessments/phq-9/"') == 1
    assert '<a class="btn quiet" href="/">Not now</a>' in text


def test_the_day_of_the_annual_review_leaves_only_by_choice(alice):
    page = sent(alice, "annual_review")
    assert "Confirm that I did my annual review" in shown(page)
    assert not AnnualReview.objects.exists()
    alice.post(reverse("confirm_review"))
    review = AnnualReview.objects.get()
    assert "Take it back" in shown(alice.get(page.redirect_chain[-1][0]))
    alice.post(reverse("take_review_back", args=[review.pk]))
    assert not AnnualReview.objects.exists()


def test_confirming_before_the_review_is_kindly_refused(alice):
    page = alice.post(reverse("confirm_review"))
    assert "Do your annual review first." in shown(page)
    assert not AnnualReview.objects.exists()


def test_going_back_to_duty_says_that_nobody_sees_it(alice):
    assert "Nobody sees this unless you share it." in shown(sent(alice, "return_to_duty"))


def test_a_look_back_shows_the_answers_in_words(alice):
    sent(alice, note=CANARY, **{"phq-9__q1": "2", "phq-9__q2": RATHER_NOT_SAY})
    text = shown(alice.get(reverse("assessment_detail", args=[Assessment.objects.get().pk])))
    for words in ("More than half the days", "Rather not say", CANARY, "Only you."):
        assert words in text
