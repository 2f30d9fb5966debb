"""Licensed wordings: who may bring them, what must fit, and that none is ever rewritten."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from tests.wellness.wordings.brought import ITEMS, LINES, OPTIONS, TEXTS, bring
from trust.refusal import Refusal
from wellness.actions.wordings import for_upload, with_wordings
from wellness.instruments import instrument
from wellness.instruments.wording import Unfit, check, read_words, worded
from wellness.models import Wording
from wellness.scoring import score

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
