import pytest

from wellness.assessment_types import (
    ASKED_BY,
    SETS,
    STEP_UP,
    TAKES,
    WINDOWS,
    AssessmentType,
    Extra,
    Licensed,
    Reason,
    label,
    sets,
    step_ups,
)
from wellness.instruments import codes, instrument


def test_every_kind_asks_instruments_that_exist_and_says_how_long():
    kinds = {*AssessmentType.values, *Extra.values, *Licensed.values}
    assert set(SETS) == set(TAKES) == kinds
    assert {code for asked in SETS.values() for code in asked} <= set(codes())
    assert all(label(kind) != kind for kind in kinds)
    assert label("dance") == "dance"


def test_the_weekly_check_has_eight_items_and_none_about_suicide():
    items = [item for code in sets("weekly_check") for item in instrument(code).items]
    assert len(items) == 8
    assert not any(item.safety for item in items)


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        (None, ("k6",)),
        (0, ("k6",)),
        (29, ("k6",)),
        (30, ("k6", "pc-ptsd-5")),
        (90, ("k6", "pc-ptsd-5")),
    ],
)
def test_a_month_is_looked_back_on_from_day_thirty_only(days, asked):
    assert sets("post_incident", days) == asked


def test_days_change_nothing_elsewhere():
    assert sets("quarterly", 400) == sets("quarterly")
    with pytest.raises(KeyError):
        sets("dance")


def test_suicide_risk_is_screened_only_by_choice():
    assert [kind for kind, asked in SETS.items() if "c-ssrs" in asked] == ["safety_screen"]


@pytest.mark.parametrize(
    ("totals", "offered"),
    [
        ({"phq-2": 2, "gad-2": 2}, ()),
        ({"phq-2": 3, "gad-2": 2}, ("phq-9",)),
        ({"phq-2": 6, "gad-2": 3}, ("phq-9", "gad-7")),
        ({"phq-2": None, "gad-2": None}, ()),
        ({"pc-ptsd-5": 2}, ()),
        ({"pc-ptsd-5": 3}, ("pcl-5",)),
        ({"phq-9": 27}, ()),
        ({}, ()),
    ],
)
def test_more_is_offered_from_the_published_cuts(totals, offered):
    assert step_ups(totals) == offered


def test_what_was_just_asked_is_not_offered_again():
    assert step_ups({"pc-ptsd-5": 5}, ("pcl-5", "phq-9")) == ()
    assert set(STEP_UP) == {"phq-2", "gad-2", "pc-ptsd-5"}


def test_what_needs_a_licence_is_asked_alone_and_never_suggested():
    assert {each for each in codes() if instrument(each).wording == "agency"} == set(Licensed)
    assert all(SETS[kind] == (kind,) for kind in Licensed)
    others = [code for kind, asked in SETS.items() if kind not in Licensed for code in asked]
    suggested = {*ASKED_BY.values(), *(more for _cut, more in STEP_UP.values())}
    assert not {*Licensed} & {*others, *suggested}


def test_windows_lie_behind_one_another():
    edges = [day for window in WINDOWS for day in (window.opens, window.closes)]
    assert edges == sorted(edges)
    assert edges[:3] == [1, 3, 30]
    assert set(ASKED_BY) == set(Reason)
