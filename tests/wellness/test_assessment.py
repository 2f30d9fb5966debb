"""One assessment through real requests: long form, answers as they come, sending, and who gets a 404."""

import re
import uuid

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import act
from tests.wellness.conftest import CANARY, browser, join
from trust import vault
from trust.doors.forms import RATHER_NOT_SAY
from trust.models import Level, Notice
from wellness import actions
from wellness.actions import assessments
from wellness.assessment_types import SETS, AssessmentType, Licensed
from wellness.instruments import instrument
from wellness.models import AnnualReview, Assessment, AssessmentGrant, CheckIn

KINDS = list(AssessmentType.values)
SHIPPED = [kind for kind in SETS if kind not in Licensed]  # the others: test_wordings
SCRIPT = {"accept": "application/json"}


def run_url(kind):
    weekly = kind == AssessmentType.WEEKLY_CHECK
    return reverse("check_in") if weekly else reverse("assessment_run", args=[kind])


def keep_url(kind="quarterly"):
    return reverse("assessment_keep", args=[kind])


def least(kind, **more):
    """Every question of a kind with the first answer that its page offers."""
    found = {}
    for code in SETS[kind]:
        for item in instrument(code).items:
            value = item.options[0].value if item.options else item.least
            found[f"{code}__{item.code}"] = format(value, "g")
    return found | {"key": "k1", "note": ""} | more


def sent(client, kind="quarterly", **more):
    return client.post(run_url(kind), least(kind, **more), follow=True)


def shown(page):
    return page.content.decode()


def content(row):
    with vault.keyring():
        return vault.open_row(row)["content"]


@pytest.fixture
def alice(cast):
    join(cast.alice)
    return browser(cast.alice)


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
    assert not AssessmentGrant.objects.exists()


def test_a_script_is_told_where_to_go_on(alice):
    told = alice.post(run_url("quarterly"), {"key": "k", "later": "1"}, headers=SCRIPT)
    assert told.json() == {"next": reverse("assessments")}


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
    other = least("quarterly", phq_9="", note="more")
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


# --- everybody else -----------------------------------------------------------------------------------

OTHERS = [
    ("frank", "officer"),
    ("dan", "supervisor"),
    ("carol", "wellness_coordinator"),
    ("bob", "peer_support"),
    ("erin", "commander"),
]


@pytest.fixture
def finished(cast):
    """Alice lets the wellness team see as much as there is, and finished one assessment."""
    join(cast.alice, Level.FULL)
    actions.choose_peer(by=cast.alice, peer="bob")
    sent(browser(cast.alice), note=CANARY)
    return Assessment.objects.get()


@pytest.mark.parametrize(("name", "role"), OTHERS)
def test_nobody_else_finds_it(cast, finished, name, role):
    client = browser(getattr(cast, name), role)
    for page in ("assessment_detail", "assessment_done", "assessment_share"):
        assert client.get(reverse(page, args=[finished.pk])).status_code == 404
    for press in ("assessment_delete", "assessment_forget"):
        assert client.post(reverse(press, args=[finished.pk])).status_code == 404
    for kind in KINDS:
        assert CANARY not in shown(client.get(run_url(kind)))
    assert CANARY not in shown(client.get(reverse("assessments")))
    assert Assessment.objects.get() == finished


def test_an_open_run_has_no_result_and_no_share(alice):
    alice.post(keep_url(), {"phq-9__q1": "2"})
    row = Assessment.objects.get()
    for page in ("assessment_detail", "assessment_done", "assessment_share"):
        assert alice.get(reverse(page, args=[row.pk])).status_code == 404


def test_a_named_person_reads_one_assessment_and_no_longer(cast, finished):
    alice = browser(cast.alice)
    share = reverse("assessment_share", args=[finished.pk])
    assert "leads your unit" in shown(alice.post(share, {"person": "dan", "days": "7"}))
    alice.post(share, {"person": "frank", "days": "7"})
    frank, there = browser(cast.frank), reverse("assessment_detail", args=[finished.pk])
    assert there in shown(frank.get(reverse("shared_with_me")))
    assert CANARY in shown(frank.get(there))
    assert frank.get(reverse("assessment_done", args=[finished.pk])).status_code == 404
    assert "One assessment" in shown(alice.get(reverse("privacy")))
    end = reverse("end_assessment_share", args=[AssessmentGrant.objects.get().pk])
    assert frank.post(end).status_code == 404
    alice.post(end)
    assert frank.get(there).status_code == 404


def test_deleting_is_for_good(alice):
    sent(alice)
    alice.post(reverse("assessment_delete", args=[Assessment.objects.get().pk]))
    assert not Assessment.objects.exists()


# --- how much it asks of the databases ----------------------------------------------------------------


def asked(client, url):
    with (
        CaptureQueriesContext(connections["default"]) as here,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        assert client.get(url).status_code == 200
    return len(here), len(keys)


def test_a_page_asks_the_same_with_one_answer_and_with_all(alice):
    alice.post(keep_url(), {"phq-9__q1": "2"})
    few = asked(alice, run_url("quarterly"))
    alice.post(keep_url(), least("quarterly"))
    assert asked(alice, run_url("quarterly")) == few
    assert few <= (14, 2)


def test_the_result_asks_the_same_however_many_there_are(cast, alice):
    first = sent(alice).redirect_chain[-1][0]
    detail = reverse("assessment_detail", args=[Assessment.objects.get().pk])
    few = asked(alice, first), asked(alice, detail)
    for n in range(5):
        sent(alice, key=f"more{n}")
    assert (asked(alice, first), asked(alice, detail)) == few
    act(cast.alice)
    assert assessments.my_results(by=cast.alice)


def test_an_id_that_nothing_has(alice):
    assert alice.get(reverse("assessment_detail", args=[uuid.uuid4()])).status_code == 404


# --- what is said about who sees it ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "kind", "words"),
    [
        (Level.COMMAND, "quarterly", "Only you see this."),
        (Level.FULL, "quarterly", "The wellness team sees the newest of these words"),
        (Level.FULL, "weekly_check", "The wellness team sees the newest of these words"),
        (Level.FULL, "return_to_duty", "Nobody sees this unless you share it."),
    ],
)
def test_the_result_says_truly_who_sees_it(cast, level, kind, words):
    join(cast.alice, level)
    text = shown(sent(browser(cast.alice), kind))
    assert words in text
    assert ("The wellness team sees" in text) == ("wellness team" in words)
