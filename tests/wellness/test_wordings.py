"""Licensed wordings: who may bring them, what must fit, and that none is ever rewritten."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from agency.models import Role
from tests.api import ask, data
from tests.factories import act, make_post, make_user, sign_in
from tests.wellness.conftest import browser, join
from trust import access, vault
from trust.models import Level
from trust.refusal import Refusal
from wellness.actions import assessments, export, schedule
from wellness.actions.wordings import for_upload, upload_wording, with_wordings
from wellness.assessment_types import Licensed
from wellness.instruments import instrument
from wellness.instruments.wording import (
    Unfit,
    check,
    named,
    read_words,
    worded,
    wordings_in,
)
from wellness.models import Assessment, ScoreSummary, Wording
from wellness.scoring import score

ADD = "/admin/wellness/wording/add/"
ITEMS = [f"Canary question {n}" for n in range(1, 6)]
OPTIONS = ["At no time", "Rarely", "Less than half", "More than half", "Mostly", "Always"]
TEXTS = {"title": "Well-being", "stem": "Over two weeks", "items": ITEMS, "options": OPTIONS}
LINES = "\n".join(
    [
        "Title: Well-being",
        "Introduction: Over two weeks",
        "Answers:",
        *(f"- {each}" for each in OPTIONS),
        "",
        "Questions:",
        *(f"{n}. {each}" for n, each in enumerate(ITEMS, 1)),
    ]
)


@pytest.fixture
def grace(cast, units):
    person = make_user("grace")
    make_post(person, Role.WELLNESS_ADMIN, units.agency)
    return act(person, Role.WELLNESS_ADMIN)


def bring(by, **more):
    said = {
        "instrument": "who-5",
        "language": "en",
        "version": "2026-1",
        "texts": TEXTS,
        "terms": "Licence 12 of the agency, held by the legal desk.",
    }
    return upload_wording(by=by, **(said | more))


# --- reading what was typed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [LINES, json.dumps(TEXTS), LINES.replace("\n", "\r\n")])
def test_lines_and_json_are_the_same(text):
    assert check(instrument("who-5"), read_words(text)) == TEXTS


def test_spanish_headings_are_understood():
    text = "Título: Bienestar\nRespuestas:\n• Nunca\nPreguntas:\n1) Una\n 2) Otra"
    assert read_words(text) == {
        "title": "Bienestar", "stem": "", "options": ["Nunca"], "items": ["Una", "Otra"],
    }  # fmt: skip


@given(st.text(max_size=300))
def test_any_text_is_told_what_is_missing(text):
    with pytest.raises(Unfit):
        check(instrument("who-5"), read_words(text))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"items": ITEMS[:4]}, "item_count"),
        ({"items": [*ITEMS, "One more"]}, "item_count"),
        ({"items": "five of them"}, "item_count"),
        ({"items": None}, "item_count"),
        ({"options": OPTIONS[:5]}, "option_count"),
        ({"options": {"0": "Never"}}, "option_count"),
        ({"title": ""}, "text_missing"),
        ({"title": 5}, "text_missing"),
        ({"items": [*ITEMS[:4], "  "]}, "text_missing"),
        ({"items": [*ITEMS[:4], {"en": "x"}]}, "text_missing"),
        ({"items": [*ITEMS[:4], ITEMS[0].upper()]}, "text_twice"),
        ({"options": [*OPTIONS[:5], OPTIONS[0]]}, "text_twice"),
        ({"stem": "x" * 1_001}, "text_long"),
    ],
)
def test_what_does_not_fit_is_refused(grace, change, code):
    with pytest.raises(Refusal) as refused:
        bring(grace, texts=TEXTS | change)
    assert (refused.value.field, refused.value.code) == ("texts", code)
    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"instrument": "isi"}, "instrument", "unknown_instrument"),
        ({"instrument": "phq-9"}, "texts", "not_needed"),
        ({"language": "xx"}, "language", "unknown_language"),
        ({"version": " "}, "version", "version_missing"),
        ({"version": "x" * 21}, "version", "version_missing"),
        ({"terms": " "}, "terms", "terms_missing"),
    ],
)
def test_the_rest_is_asked_for_kindly(grace, change, field, code):
    with pytest.raises(Refusal) as refused:
        bring(grace, **change)
    assert (refused.value.field, refused.value.code) == (field, code)


# --- who, and once --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dan", "erin", "frank"])
def test_nobody_else_brings_one(cast, name):
    with pytest.raises(PermissionDenied):
        bring(getattr(cast, name))
    assert not Wording.objects.exists()


def test_a_version_is_never_rewritten(grace):
    first = bring(grace)
    with pytest.raises(Refusal) as refused:
        bring(grace, texts=TEXTS | {"title": "Another"})
    assert refused.value.code == "version_used"
    second = bring(grace, version="2026-2", texts=TEXTS | {"title": "Another"})
    first.refresh_from_db()
    assert (first.texts["title"], second.texts["title"]) == ("Well-being", "Another")


def test_the_newest_of_each_language_is_asked(grace, cast):
    bring(grace)
    bring(grace, version="2026-2", texts=TEXTS | {"title": "Newer"})
    bring(grace, language="es", texts=TEXTS | {"title": "Bienestar"})
    found = with_wordings(cast.alice, [instrument("who-5"), instrument("pss-4"), instrument("k6")])
    assert set(found) == {"who-5", "k6"}  # nobody brought PSS-4
    of = found["who-5"]
    assert (of.title["en"], of.title["es"], of.languages) == ("Newer", "Bienestar", ("en", "es"))
    assert [each.text["en"] for each in of.items] == ITEMS
    assert [(each.value, each.label["en"]) for each in of.items[4].options] == list(
        enumerate(OPTIONS)
    )
    assert of.version == "1+en:2026-2,es:2026-1"
    assert instrument("who-5", of.version) is instrument("who-5")
    assert not instrument("who-5").items[0].text["en"]  # the file stays as it is


def test_words_change_no_score():
    said = {f"q{n}": 3 for n in range(1, 6)}
    of = worded(instrument("who-5"), TEXTS, "en")
    assert score(of, said) == score("who-5", said)
    assert score(of, said)[0].total == 60


def test_only_scoring_without_wording_waits_for_one():
    assert {each.code for each in for_upload()} == {
        "pss-10", "pss-4", "proqol", "psq-op", "psq-org", "who-5",
    }  # fmt: skip


# --- at the doors ---------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, grace):
    return sign_in(client, grace, Role.WELLNESS_ADMIN)


FORM = {
    "instrument": "who-5",
    "language": "en",
    "version": "2026-1",
    "terms": "Ours.",
    "words": LINES,
}


def test_the_administrator_uploads_and_reads_back(desk, grace, cast):
    assert desk.get(ADD).status_code == 200
    assert desk.post(ADD, FORM).status_code == 302
    row = Wording.objects.get()
    assert (row.texts, row.terms, row.uploaded_by) == (TEXTS, "Ours.", grace)
    page = desk.get(reverse("admin:wellness_wording_change", args=[row.pk]))
    assert page.status_code == 200
    assert "Canary question 3" in page.content.decode()
    assert "2026-1" in desk.get(reverse("admin:wellness_wording_changelist")).content.decode()
    text = browser(cast.alice).get(reverse("instruments")).content.decode()
    assert "en, 2026-1: Ours." in text
    assert "Canary question" not in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"words": LINES.replace("5. Canary question 5", "")}, "5 questions are needed, and there are 4."),
        ({"words": LINES.replace("- Rarely\n", "")}, "6 answers are needed, for 0 to 5, and there are 5."),
        ({"words": "{"}, "begins like JSON"),
        ({"words": "Just a sentence"}, "Begin with a line such as"),
        ({"instrument": "pss-4"}, "4 questions are needed"),
    ],
)  # fmt: skip
def test_the_form_says_what_is_missing_and_keeps_what_was_typed(desk, change, told):
    page = desk.post(ADD, FORM | change)
    assert page.status_code == 200
    assert told in page.content.decode()
    assert page.context["adminform"].form["words"].value() == (FORM | change)["words"]
    assert not Wording.objects.exists()


def test_the_form_asks_for_the_next_version(desk):
    desk.post(ADD, FORM)
    page = desk.post(ADD, FORM)
    assert "Use the next number." in page.content.decode()
    assert Wording.objects.count() == 1


def test_nothing_at_the_desk_changes_or_deletes_one(desk):
    desk.post(ADD, FORM)
    row = Wording.objects.get()
    there = reverse("admin:wellness_wording_change", args=[row.pk])
    assert desk.post(there, FORM | {"version": "2026-9"}).status_code == 403
    assert desk.post(reverse("admin:wellness_wording_delete", args=[row.pk])).status_code == 403
    assert Wording.objects.get().version == "2026-1"


@pytest.mark.parametrize(
    ("name", "role"),
    [("frank", "officer"), ("dan", "supervisor"), ("carol", "wellness_coordinator")],
)
def test_others_do_not_reach_the_desk(cast, name, role):
    there = browser(getattr(cast, name), role)
    assert there.get(ADD).status_code == 403
    assert there.post(ADD, FORM).status_code == 403
    assert not Wording.objects.exists()


# --- asked: nothing without a wording -------------------------------------------------------------------------

HEADING = "More questions your agency has a licence for"
RUN = reverse("assessment_run", args=["who-5"])
KEEP = reverse("assessment_keep", args=["who-5"])
NEWER = TEXTS | {"items": [f"Newer heron {n}" for n in range(1, 6)]}
MARK, LATER = "1+en:2026-1", "1+en:2026-2"
SAID = {f"who-5__q{n}": "3" for n in range(1, 6)}


def words(page):
    return page.content.decode()


def kept(row=None):
    with vault.keyring():
        return vault.open_row(row or Assessment.objects.get())["content"]


def action(page, name="action"):
    """Where the page posts to, as a browser reads it."""
    return re.search(rf'{name}="(/assessments/who-5/[^"]*)"', words(page))[1].replace("&amp;", "&")


@pytest.fixture
def alice(cast):
    join(cast.alice)
    return browser(cast.alice)


@pytest.mark.parametrize("wordings", [{"en": "2026-1"}, {"en": "a+b,c:d e", "es": "ñ"}])
def test_a_version_names_scoring_and_wordings(wordings):
    assert wordings_in(named("1", wordings)) == wordings
    assert wordings_in("1") == {}


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


# --- asked: a newer wording -----------------------------------------------------------------------------------


def test_a_newer_wording_leaves_an_open_run_and_an_old_one_as_they_are(grace, alice):
    bring(grace)
    alice.post(KEEP, {"who-5__q1": "3"})
    bring(grace, version="2026-2", texts=NEWER)
    page = alice.get(RUN)
    assert "Canary question 1" in words(page)
    assert "Newer heron" not in words(page)
    alice.post(action(page), {"key": "k", **SAID})
    row = Assessment.objects.get()
    assert (kept(row)["versions"], kept(row)["scores"][0]["total"]) == ({"who-5": MARK}, 60)
    there = reverse("assessment_detail", args=[row.pk])
    assert "Canary question 1" in words(alice.get(there))
    assert "Newer heron 1" in words(alice.get(RUN))  # a new one asks the newest


@pytest.mark.parametrize("press", ["send", "keep", "later"])
def test_a_page_that_lay_open_is_kept_with_the_wording_it_showed(grace, alice, press):
    bring(grace)
    page = alice.get(RUN)
    bring(grace, version="2026-2", texts=NEWER)
    if press == "keep":
        alice.post(action(page, "data-questions"), {"who-5__q1": "3"})
    else:
        alice.post(
            action(page), {"key": "k", **SAID} | ({"later": "1"} if press == "later" else {})
        )
    assert kept()["versions"] == {"who-5": MARK}


def test_a_page_with_other_words_than_the_run_is_told_so_and_can_be_sent_again(grace, alice):
    bring(grace)
    page = alice.get(RUN)
    bring(grace, version="2026-2", texts=NEWER)
    alice.post(KEEP, {"who-5__q1": "1"})  # another device, with the newer words
    told = alice.post(action(page), {"key": "k", **SAID})
    assert "The questions have changed since you began." in words(told)
    assert re.search(r'name="who-5__q2" value="3"[^>]* checked', words(told))
    assert "Newer heron 1" in words(told)
    alice.post(action(told), {"key": "k", **SAID})
    assert kept()["versions"] == {"who-5": LATER}


@pytest.mark.parametrize("made_up", ["77", "1+en:2027-9", "1+", "1+en", "2+en:2026-1", "x" * 900])
def test_a_wording_that_nobody_brought_is_not_kept(cast, grace, alice, made_up):
    bring(grace)
    assert assessments.start(by=cast.alice, kind="who-5", versions={"who-5": made_up})
    assert kept()["versions"] == {"who-5": MARK}
    with pytest.raises(Refusal) as refused:
        assessments.submit(by=cast.alice, assessment="who-5", key="k", versions={"who-5": made_up})
    assert refused.value.code == "unknown_version"


def test_a_run_on_a_scoring_that_is_gone_goes_on_with_the_newest_wording(cast, grace):
    join(cast.alice)
    bring(grace)
    row = assessments.start(by=cast.alice, kind="who-5")
    row.content = kept(row) | {
        "versions": {"who-5": "0+en:2026-1"},
        "answers": {"who-5": {"q1": 2}},
    }
    row.save()
    now = kept(assessments.start(by=cast.alice, kind="who-5"))
    assert (now["versions"], now["answers"]) == ({"who-5": MARK}, {"who-5": {"q1": 2}})


# --- asked: GraphQL -------------------------------------------------------------------------------------------

NO = "errors { field code message }"
LIST = "{ licensedAssessments { code label instruments { code version items { text options { value label } } } } }"
START = f"mutation {{ startAssessment(type: WHO_5) {{ assessment {{ id key type }} instruments {{ version items {{ text }} }} {NO} }} }}"  # noqa: E501
SAVE = f"mutation($i: ID!, $a: [AnswerInput!]!) {{ saveAnswer(assessment: $i, answers: $a) {{ assessment {{ answers {{ item value version }} }} {NO} }} }}"  # noqa: E501
SEND = f'mutation($i: ID, $t: AssessmentType, $a: [AnswerInput!]) {{ submitAssessment(key: "g1", assessment: $i, type: $t, answers: $a) {{ assessment {{ type }} scores {{ total band bandLabel }} offered {NO} }} }}'  # noqa: E501
MINE = (
    "{ myAssessments(first: 5) { edges { node { type answers { version } scores { total } } } } }"
)


def given_to(count, version=MARK, value=3):
    return [
        {"instrument": "who-5", "item": f"q{n}", "value": value, "version": version}
        for n in range(1, count + 1)
    ]


def test_over_graphql_it_is_listed_begun_kept_sent_and_read(cast, grace):
    join(cast.alice)
    bring(grace)
    (one,) = data(cast.alice, LIST)["licensedAssessments"]
    (of,) = one["instruments"]
    assert (one["code"], of["code"], of["version"]) == ("WHO_5", "who-5", MARK)
    assert [each["text"] for each in of["items"]] == ITEMS
    assert of["items"][0]["options"][5] == {"value": 5.0, "label": "Always"}
    begun = data(cast.alice, START)["startAssessment"]["assessment"]
    bring(grace, version="2026-2", texts=NEWER)
    (run,) = data(cast.alice, START)["startAssessment"]["instruments"]  # as on another device
    assert (run["version"], [each["text"] for each in run["items"]]) == (MARK, ITEMS)
    saved = data(cast.alice, SAVE, i=begun["id"], a=given_to(1))["saveAnswer"]
    assert saved["assessment"]["answers"] == [{"item": "q1", "value": 3.0, "version": MARK}]
    other = data(cast.alice, SAVE, i=begun["id"], a=given_to(1, LATER))["saveAnswer"]
    assert other["errors"][0]["code"] == "UNKNOWN_VERSION"
    wide = data(cast.alice, SAVE, i=begun["id"], a=given_to(1, value=6))["saveAnswer"]
    assert wide["errors"][0]["code"] == "OUT_OF_OPTIONS"
    sent = data(cast.alice, SEND, i=begun["id"], a=given_to(5))["submitAssessment"]
    assert (sent["errors"], sent["offered"], sent["assessment"]) == ([], [], {"type": "WHO_5"})
    assert sent["scores"] == [{"total": 60.0, "band": "good", "bandLabel": "Good well-being"}]
    (mine,) = data(cast.alice, MINE)["myAssessments"]["edges"]
    assert mine["node"]["type"] == "WHO_5"
    assert {each["version"] for each in mine["node"]["answers"]} == {MARK}


def test_over_graphql_a_phone_that_was_away_sends_the_wording_it_showed(cast, grace):
    join(cast.alice)
    bring(grace)
    bring(grace, version="2026-2", texts=NEWER)
    sent = data(cast.alice, SEND, t="WHO_5", a=given_to(5))["submitAssessment"]
    assert sent["errors"] == []
    assert kept()["versions"] == {"who-5": MARK}


def test_over_graphql_nothing_is_there_without_a_wording(cast):
    join(cast.alice)
    assert data(cast.alice, LIST) == {"licensedAssessments": []}
    assert data(cast.alice, "{ assessments(type: WHO_5) { code } }") == {"assessments": []}
    answer = data(cast.alice, START)["startAssessment"]
    assert answer["errors"][0]["code"] == "NO_WORDING"
    sent = data(cast.alice, SEND, t="WHO_5", a=[])["submitAssessment"]
    assert sent["errors"][0]["code"] == "NO_WORDING"
    assert "errors" not in ask(cast.alice, MINE)


# --- asked: who sees it, and what it costs --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "role"),
    [("frank", "officer"), ("dan", "supervisor"), ("carol", "wellness_coordinator")],
)
def test_nobody_else_reads_it(cast, grace, name, role):
    join(cast.alice, Level.FULL)
    bring(grace)
    browser(cast.alice).post(RUN, {"key": "k", "note": "canary-note", **SAID})
    row, other = Assessment.objects.get(), getattr(cast, name)
    there = browser(other, role)
    for page in ("assessment_detail", "assessment_done", "assessment_share"):
        assert there.get(reverse(page, args=[row.pk])).status_code == 404
    assert "canary-note" not in words(there.get(RUN))
    assert not access.visible(other, Assessment).exists()
    assert data(other, MINE)["myAssessments"]["edges"] == []


def test_proqol_has_no_word_for_the_whole(cast, grace):
    join(cast.alice, Level.FULL)
    bring(grace)
    of = instrument("proqol")
    bring(
        grace,
        instrument="proqol",
        texts={
            "title": "Invented",
            "items": [f"Invented {item.code}" for item in of.items],
            "options": [f"Answer {each.value}" for each in of.items[0].options],
        },
    )
    for kind, value in (("who-5", 1), ("proqol", 5)):
        said = {item.code: value for item in instrument(kind).items}
        assessments.submit(by=cast.alice, assessment=kind, key=kind, answers={kind: said})
    with vault.keyring():
        bands = vault.open_row(ScoreSummary.objects.get())["bands"]
    assert {code: each["band"] for code, each in bands.items()} == {"who-5": "low-wellbeing"}


def wording_queries(client, url):
    with CaptureQueriesContext(connections["default"]) as found:
        assert client.get(url).status_code == 200
    about = [each for each in found.captured_queries if '"wellness_wording"' in each["sql"]]
    return len(found), len(about)


def test_pages_ask_for_the_wordings_once_or_not_at_all(grace, alice):
    bring(grace)
    alice.post(RUN, {"key": "k", **SAID})
    alice.post(reverse("assessment_run", args=["quarterly"]), {"key": "k2", "k6__q1": "1"})
    licensed, other = (
        next(each for each in Assessment.objects.all() if kept(each)["type"] == kind)
        for kind in ("who-5", "quarterly")
    )
    alice.post(KEEP, {"who-5__q1": "3"})
    once = [reverse("assessments"), RUN, reverse("assessment_detail", args=[licensed.pk])]
    never = [
        reverse("home"), reverse("my_record"), reverse("assessment_run", args=["quarterly"]),
        reverse("assessment_detail", args=[other.pk]), reverse("assessment_done", args=[licensed.pk]),
    ]  # fmt: skip
    before = [wording_queries(alice, url) for url in once]
    assert [about for _all, about in before] == [1, 1, 1]
    assert [wording_queries(alice, url)[1] for url in never] == [0] * len(never)
    for n in range(2, 5):
        bring(grace, version=f"2026-{n}")
        bring(grace, instrument="pss-4", version=f"v{n}", texts=TEXTS | {
            "items": ITEMS[:4], "options": OPTIONS[:5],
        })  # fmt: skip
    assert [wording_queries(alice, url) for url in once] == before
