"""Half answered is never a lower score, and what nobody offered is not taken."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wellness.scoring.answered import answers, one, told
from wellness.instruments import instrument
from wellness.scoring import OutOfOptions, score, takes

UNGATED = ("phq-9", "phq-8", "gad-7", "pcl-5", "k6", "brs", "pss-10", "psq-op", "who-5")


@pytest.mark.parametrize("code", UNGATED)
@given(data=st.data())
def test_half_answered_is_never_a_lower_score(code, data):
    of = instrument(code)
    scored = [item for item in of.items if not item.unscored]
    given = {
        item.code: data.draw(st.sampled_from([option.value for option in item.options]))
        for item in scored
    }
    left_out = data.draw(st.sets(st.sampled_from([item.code for item in scored]), min_size=1))
    for item in left_out:
        if data.draw(st.booleans()):
            given[item] = None
        else:
            del given[item]
    found = one(code, given)
    assert (found.total, found.band, found.complete) == (None, "incomplete", False)


def test_the_unscored_question_changes_nothing():
    given = answers(*(1,) * 9)
    assert told("phq-9", given) == told("phq-9", given | {"difficulty": 3}) == (9, "mild")
    assert told("phq-9", given | {"difficulty": None}) == (9, "mild")


STRANGE = [-1, 4, 1.5, 99, True, False, math.nan, math.inf, "1", "", [], {}]


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_an_answer_outside_the_options_is_told_by_its_item(strange):
    with pytest.raises(OutOfOptions) as told_off:
        score("phq-9", {"q3": strange})
    assert told_off.value.item == "q3"
    assert not takes("phq-9", "q3", strange)


@given(st.floats() | st.integers())
def test_only_the_options_are_taken(value):
    assert takes("gad-7", "q1", value) == (value in (0, 1, 2, 3))


@given(st.floats() | st.integers())
def test_days_are_whole_and_at_most_thirty(value):
    assert takes("hrqol-4", "q2", value) == (value in range(31))


@pytest.mark.parametrize(
    ("item", "value"), [("sleep", 24.5), ("sleep", -1), ("stress", 11), ("stress", math.nan)]
)
def test_own_week_keeps_its_ranges(item, value):
    with pytest.raises(OutOfOptions):
        score("own-week", {item: value})
    assert score("own-week", {"sleep": 24, "stress": 7.5})


@pytest.mark.parametrize("value", [1, None])
def test_a_question_of_another_instrument_is_refused(value):
    with pytest.raises(OutOfOptions) as told_off:
        score("phq-2", {"q1": 1, "q2": 1, "q3": value})
    assert told_off.value.item == "q3"
