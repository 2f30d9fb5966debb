import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellness.standing import (
    ITEMS,
    RANGES,
    RULE_VERSION,
    SCALES,
    Band,
    assess,
    band,
    decisive,
    what_counts,
)

ORDER = ["GREEN", "YELLOW", "ORANGE", "RED"]
SCALE = st.none() | st.integers(0, 10)
ANSWERS = st.fixed_dictionaries(
    {
        "stress": SCALE,
        "sleep": st.none() | st.floats(0, 24),
        "fatigue": SCALE,
        "balance": SCALE,
        "phq-2": st.none() | st.integers(0, 6),
        "gad-2": st.none() | st.integers(0, 6),
    }
)


@pytest.mark.parametrize(
    ("item", "answer", "found"),
    [
        ("stress", 3, "fine"), ("stress", 4, "raised"), ("stress", 6, "raised"), ("stress", 7, "high"),
        ("sleep", 6.5, "fine"), ("sleep", 6, "raised"), ("sleep", 5, "raised"), ("sleep", 4.5, "high"),
        ("fatigue", 3, "fine"), ("fatigue", 4, "raised"), ("fatigue", 7, "high"),
        ("balance", 4, "fine"), ("balance", 3, "raised"), ("balance", 1, "high"),
        ("phq-2", 2, "fine"), ("phq-2", 3, "raised"), ("phq-2", 4, "raised"), ("phq-2", 5, "high"),
        ("gad-2", 2, "fine"), ("gad-2", 3, "raised"), ("gad-2", 4, "raised"), ("gad-2", 6, "high"),
        ("phq-2", None, "fine"), ("gad-2", 0, "fine"),
        ("stress", None, "fine"), ("sleep", None, "fine"), ("sleep", 0, "high"),
    ],
)  # fmt: skip
def test_bands_turn_where_the_sources_say(item, answer, found):
    assert band(item, answer) == found


@pytest.mark.parametrize(
    ("answers", "colour"),
    [
        ({}, "GREEN"),
        ({"stress": 5}, "GREEN"),
        ({"stress": 5, "fatigue": 5}, "YELLOW"),
        ({"stress": 8}, "YELLOW"),
        ({"stress": 8, "fatigue": 5, "balance": 2}, "ORANGE"),
        ({"stress": 8, "sleep": 4}, "ORANGE"),
        ({"stress": 8, "sleep": 4, "fatigue": 9}, "RED"),
        ({"stress": 10}, "RED"),
        ({"phq-2": 4}, "GREEN"),
        ({"phq-2": 4, "gad-2": 3}, "YELLOW"),
        ({"gad-2": 5}, "YELLOW"),
        ({"stress": 5, "sleep": 6, "gad-2": 6}, "ORANGE"),
        ({"phq-2": 6, "gad-2": 6}, "ORANGE"),
        ({"phq-2": 6, "gad-2": 6, "sleep": 3}, "RED"),
    ],
)
def test_colours(answers, colour):
    assert assess(answers).colour == colour


def test_the_answers_that_count_are_named():
    result = assess({"stress": 8, "sleep": 8, "fatigue": None, "balance": 2})
    assert [(each.item, each.answer, each.band) for each in result.because] == [
        ("stress", 8, Band.HIGH),
        ("balance", 2, Band.RAISED),
    ]


@given(ANSWERS, st.sampled_from((*ITEMS, *SCALES)))
def test_rather_not_say_never_counts_against(answers, item):
    withheld = assess(answers | {item: None}).colour
    assert ORDER.index(withheld) <= ORDER.index(assess(answers).colour)


@given(ANSWERS)
def test_the_rule_is_deterministic_and_explains_every_colour(answers):
    result = assess(answers)
    assert result == assess(dict(reversed(answers.items())))
    assert bool(result.because) or result.colour == "GREEN"


def test_saying_nothing_leaves_the_last_word():
    nothing = dict.fromkeys(ITEMS)
    assert decisive([nothing, {"stress": 4}]) == {"stress": 4}
    assert decisive([nothing]) == nothing
    assert set(RANGES) == set(ITEMS)


def test_a_check_in_counts_by_its_answers_and_totals():
    kept = {
        "stress": 4, "sleep": None, "contact": True,
        "scales": {"phq-2": {"q1": 3, "q2": 1}},
        "scores": [
            {"instrument": "phq-2", "total": 4}, {"instrument": "gad-2", "total": None},
            {"instrument": "k6", "total": 24},
        ],
    }  # fmt: skip
    assert what_counts(kept) == {
        "stress": 4, "sleep": None, "fatigue": None, "balance": None, "phq-2": 4, "gad-2": None,
    }  # fmt: skip
    assert what_counts({"stress": 1}) == {**dict.fromkeys(ITEMS), "stress": 1}


@given(ANSWERS)
def test_without_the_scales_a_colour_is_what_it_was_under_the_first_rule(answers):
    own = {item: answers[item] for item in ITEMS}
    assert assess(own) == assess(own | dict.fromkeys(SCALES))
    assert RULE_VERSION == "standing-2"


def test_a_scale_alone_is_a_last_word_too():
    assert decisive([dict.fromkeys(ITEMS), {"phq-2": 3}]) == {"phq-2": 3}
