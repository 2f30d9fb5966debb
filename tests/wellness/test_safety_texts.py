import re

import pytest

from wellness.models import SafetyPlan
from wellness.safety_texts import STEPS, STORAGE, TEXTS, Review

#: What safe messaging leaves out: ways, numbers of deaths, blame, and promises nobody can keep.
NEVER = re.compile(
    r"suicid|overdos|\bhang|shoot|bullet|trigger|jump|statistic|epidemic|selfish|coward|\bkill"
    r"|\d+ (?:per cent|percent|%)|guarantee|never alone",
    re.IGNORECASE,
)


def sentences() -> list[str]:
    return [str(each) for text in TEXTS for each in (text.title, *text.lines)] + [
        str(each) for step in STEPS for each in (step.ask, *step.examples)
    ]


def test_the_six_steps_stand_in_the_published_order():
    assert [step.code for step in STEPS] == [
        "signs", "alone", "around", "ask", "professionals", "safer",
    ]  # fmt: skip
    assert all(f'"{step.code}"' in str(SafetyPlan.__doc__) for step in STEPS)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.code)
def test_every_text_names_what_it_rests_on_and_who_signed_it(text):
    assert text.lines
    assert text.sources
    assert all(each.cite and each.url.startswith("https://") for each in text.sources)
    assert isinstance(text.review, Review)
    assert bool(text.review.by) == bool(text.review.on)


def test_no_code_stands_twice():
    codes = [text.code for text in TEXTS]
    assert len(codes) == len({*codes})


def test_the_words_are_safe_to_read_on_a_bad_night():
    assert [each for each in sentences() if NEVER.search(each)] == []
    assert all(len(each) <= 130 for each in sentences())


def test_the_scan_would_see_an_unsafe_word():
    assert NEVER.search("one of the 40 percent who")
    assert NEVER.search("how people kill themselves")


def test_storage_begins_away_from_home():
    """Time and distance: outside the home first, locked at home last."""
    assert [text.code for text in STORAGE] == ["armoury", "colleague", "voluntary", "lock_box"]
