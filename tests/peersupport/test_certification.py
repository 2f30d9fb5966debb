"""What counts, what ran out, and which reminder is due."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peersupport.certification import (
    REMINDERS,
    Certificate,
    State,
    certified,
    line,
    lines,
    reminder,
    worst,
)

TODAY = dt.date(2026, 6, 1)


def taken(issued: int, expires: int | None, course: str = "basics") -> Certificate:
    """Days from today."""
    day = dt.timedelta(days=1)
    return Certificate(
        course, TODAY + issued * day, None if expires is None else TODAY + expires * day
    )


@pytest.mark.parametrize(
    ("held", "state"),
    [
        ([], State.MISSING),
        ([taken(-10, None)], State.COUNTS),
        ([taken(-10, 61)], State.COUNTS),
        ([taken(-10, 60)], State.RUNS_OUT),
        ([taken(-10, 1)], State.RUNS_OUT),
        ([taken(-10, 0)], State.RAN_OUT),
        ([taken(1, 400)], State.MISSING),
        ([taken(-400, -5), taken(-10, 90)], State.COUNTS),
        ([taken(-10, 90), taken(-400, -5)], State.COUNTS),
        ([taken(-10, 90, "other")], State.MISSING),
    ],
)
def test_how_somebody_stands_with_a_course(held, state):
    assert line("basics", held, TODAY).state is state


def test_certified_means_every_needed_course_counts():
    held = [taken(-10, 20), taken(-10, None, "law")]
    assert certified(["basics", "law"], held, TODAY)
    assert not certified(["basics", "law", "trim"], held, TODAY)
    assert certified([], [], TODAY)


def test_the_worst_state_sums_up():
    held = [taken(-10, 20), taken(-10, -1, "law")]
    assert worst(lines(["basics", "law"], held, TODAY)) is State.RAN_OUT
    assert worst([]) is State.COUNTS


@pytest.mark.parametrize(
    ("left", "step"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, None), (-3, None)],
)
def test_which_reminder_is_due(left, step):
    assert reminder(TODAY + dt.timedelta(days=left), TODAY) == step


def test_what_never_runs_out_needs_no_reminder():
    assert reminder(None, TODAY) is None


@given(st.integers(1, 400))
def test_each_reminder_comes_once_as_the_days_go_by(length):
    until = TODAY + dt.timedelta(days=length)
    steps = [reminder(until, TODAY + dt.timedelta(days=n)) for n in range(length + 2)]
    heard = list(dict.fromkeys(each for each in steps if each))
    assert heard == [each for each in REMINDERS if any(s == each for s in steps)]
    assert (steps[-1], steps[-2]) == (None, None)
