"""The way back as data and rules: one step at a time, in both directions, without a memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peersupport.return_stages import (
    BY_CODE,
    ITEMS,
    ORDER,
    STAGES,
    STREAM_ABOUT,
    Course,
    NotNext,
    Step,
    Stream,
)

BEGUN = Course(reason="incident", stream="short", started_on="2026-11-01")


def test_the_stages_stand_in_the_order_of_the_programme():
    assert [each.code for each in STAGES] == list(ORDER) == list(Step.values)
    assert ORDER[0] == "contact"
    assert ORDER[-1] == "full"


def test_every_stage_and_stream_says_what_it_is_and_needs():
    for stage in STAGES:
        assert stage.label
        assert stage.about
        assert stage.criteria
        assert stage.items
    assert STREAM_ABOUT.keys() == set(Stream.values)


def test_an_item_belongs_to_one_stage_and_a_weapon_is_replaced_early():
    assert len(ITEMS) == sum(len(each.items) for each in STAGES)
    assert ITEMS["weapon_replaced"] in BY_CODE["kit"].items
    assert ITEMS["weapon_replaced"].logistics


@given(st.lists(st.sampled_from(ORDER), max_size=30))
def test_no_sequence_of_wishes_skips_a_stage(wishes):
    course = BEGUN
    for wish in wishes:
        before = course.place
        try:
            course = course.moved(wish)
        except NotNext:
            assert abs(ORDER.index(wish) - before) > 1
        assert abs(course.place - before) <= 1


@given(st.sampled_from(ORDER[:-1]))
def test_a_step_on_and_back_leaves_no_mark(stage):
    here = Course(reason="leave", stream="long", started_on="2026-11-01", stage=stage)
    assert here.moved(here.next).moved(stage) == here


@pytest.mark.parametrize("stage", ["", "hero", "CONTACT"])
def test_a_stage_that_is_none_is_not_next(stage):
    with pytest.raises(NotNext):
        BEGUN.moved(stage)


def test_moving_ends_a_pause_and_a_suggestion():
    waiting = Course("injury", "long", "2026-11-01", "kit", paused=True, ready=True)
    moved = waiting.moved("vehicle")
    assert (moved.paused, moved.ready) == (False, False)
    assert waiting.moved("kit").ready


def test_the_first_time_of_an_item_stays_until_it_is_taken_away():
    once = BEGUN.with_item("kit_complete", "2026-11-02T08:00")
    assert once.with_item("kit_complete", "2026-11-09T08:00").done == once.done
    assert once.with_item("kit_complete", "").done == {}


def test_first_and_last_have_no_neighbour():
    assert BEGUN.previous == ""
    assert Course("leave", "long", "2026-11-01", "full").next == ""
