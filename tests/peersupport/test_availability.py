"""When somebody can be reached: single moments, nights, both changes of the clock, and whole weeks."""

import datetime as dt
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peersupport.availability import Person, Span, coverage, gaps, on_day, overlaps, reachable

DENVER = ZoneInfo("America/Denver")
MONDAY = dt.date(2026, 3, 2)
SPRING, AUTUMN = dt.date(2026, 3, 2), dt.date(2026, 10, 26)  # the weeks in which clocks change
NIGHT = Span(5, dt.time(22), dt.time(6))  # Saturday night, on which both changes fall


def away(first: dt.date, last: dt.date, *, available: bool = False):
    return SimpleNamespace(first_day=first, last_day=last, available=available)


def at(day: dt.date, hour: int, minute: int = 0, fold: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute, fold=fold), DENVER)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(MONDAY, 8, 59), False),
        (at(MONDAY, 9), True),
        (at(MONDAY, 16, 59), True),
        (at(MONDAY, 17), False),
        (at(MONDAY + dt.timedelta(days=1), 10), False),
    ],
)
def test_a_span_counts_from_its_first_minute_to_its_last(moment, expected):
    assert reachable([Span(0, dt.time(9), dt.time(17))], [], None, moment) is expected


def test_a_night_goes_on_after_midnight_also_from_sunday_to_monday():
    sunday = [Span(6, dt.time(22), dt.time(2))]
    assert reachable(sunday, [], None, at(MONDAY, 1, 59))
    assert not reachable(sunday, [], None, at(MONDAY, 2))
    assert not reachable(sunday, [], None, at(MONDAY, 22))


def test_until_midnight_ends_at_midnight():
    assert on_day([Span(0, dt.time(20), dt.time(0))], [], MONDAY) == [(1200, 1440)]
    assert on_day([Span(0, dt.time(20), dt.time(0))], [], MONDAY + dt.timedelta(days=1)) == []


@pytest.mark.parametrize("day", [dt.date(2026, 3, 7), dt.date(2026, 10, 31)])
def test_a_night_stays_whole_when_clocks_change(day):
    start = at(day, 22).astimezone(dt.UTC)
    end = at(day + dt.timedelta(days=1), 6).astimezone(dt.UTC)
    assert (end - start) != dt.timedelta(hours=8)
    moment = start
    while moment < end:
        assert reachable([NIGHT], [], None, moment.astimezone(DENVER))
        moment += dt.timedelta(minutes=15)
    assert not reachable([NIGHT], [], None, end.astimezone(DENVER))


def test_an_hour_that_comes_twice_counts_twice():
    sunday = dt.date(2026, 11, 1)
    week = [Span(6, dt.time(1), dt.time(2))]
    assert reachable(week, [], None, at(sunday, 1, 30))
    assert reachable(week, [], None, at(sunday, 1, 30, fold=1))


def test_days_that_differ_go_before_the_week_and_away_before_reachable():
    week = [Span(0, dt.time(9), dt.time(17))]
    gone, there = away(MONDAY, MONDAY), away(MONDAY, MONDAY, available=True)
    assert not reachable(week, [gone], None, at(MONDAY, 10))
    assert reachable(week, [there], None, at(MONDAY, 3))
    assert not reachable(week, [there, gone], None, at(MONDAY, 10))
    assert not reachable([Span(6, dt.time(22), dt.time(6))], [gone], None, at(MONDAY, 3))


def test_the_switch_goes_before_everything_until_its_end():
    until = at(MONDAY, 12).astimezone(dt.UTC)
    assert reachable([], [away(MONDAY, MONDAY)], until, at(MONDAY, 11, 59))
    assert not reachable([], [], until, at(MONDAY, 12))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Span(0, dt.time(9), dt.time(12)), Span(0, dt.time(12), dt.time(13)), False),
        (Span(0, dt.time(9), dt.time(12)), Span(0, dt.time(11, 59), dt.time(13)), True),
        (Span(0, dt.time(9), dt.time(12)), Span(1, dt.time(9), dt.time(12)), False),
        (Span(6, dt.time(22), dt.time(6)), Span(0, dt.time(5), dt.time(9)), True),
        (Span(6, dt.time(22), dt.time(6)), Span(0, dt.time(6), dt.time(9)), False),
    ],
)
def test_two_spans_of_a_week_share_a_minute_or_not(one, other, expected):
    assert overlaps(one, other) is overlaps(other, one) is expected


# --- whole weeks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("monday", "hours"), [(MONDAY - dt.timedelta(days=7), 168), (SPRING, 167), (AUTUMN, 169)]
)
def test_a_week_has_the_hours_that_pass(monday, hours):
    found = coverage([], monday, DENVER)
    assert len(found) == hours
    assert len({each.starts.astimezone(dt.UTC) for each in found}) == hours


def test_an_hour_counts_when_it_is_covered_to_its_end():
    person = Person([Span(0, dt.time(9, 30), dt.time(12)), Span(0, dt.time(12), dt.time(13, 45))])
    counted = {each.starts.hour for each in coverage([person], MONDAY, DENVER) if each.people}
    assert counted == {10, 11, 12}


def test_languages_are_counted_and_gaps_are_joined():
    people = [
        Person([Span(0, dt.time(0), dt.time(12))], languages=("en", "es")),
        Person([Span(0, dt.time(0), dt.time(6))], languages=("en",)),
    ]
    hours = coverage(people, MONDAY, DENVER)
    assert (hours[0].people, hours[0].languages) == (2, {"en": 2, "es": 1})
    (gap,) = gaps(hours)
    assert (gap.starts, gap.ends) == (at(MONDAY, 12), at(MONDAY + dt.timedelta(days=7), 0))
    assert gaps(hours, "vi")[0].starts == at(MONDAY, 0)


quarters = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
spans = st.builds(Span, st.integers(0, 6), quarters, quarters).filter(lambda s: s.starts != s.ends)
days = st.tuples(st.integers(0, 6), st.integers(0, 2), st.booleans())


@given(
    week=st.lists(spans, max_size=4),
    differs=st.lists(days, max_size=2),
    monday=st.sampled_from([MONDAY - dt.timedelta(days=14), SPRING, AUTUMN]),
)
def test_an_hour_is_covered_exactly_when_every_quarter_of_it_is(week, differs, monday):
    exceptions = [
        away(
            monday + dt.timedelta(days=start),
            monday + dt.timedelta(days=start + more),
            available=there,
        )
        for start, more, there in differs
    ]
    for hour in coverage([Person(week, exceptions)], monday, DENVER):
        first = hour.starts.astimezone(dt.UTC)
        moments = [(first + dt.timedelta(minutes=15 * n)).astimezone(DENVER) for n in range(4)]
        assert bool(hour.people) == all(reachable(week, exceptions, None, m) for m in moments)


@given(one=spans, other=spans)
def test_spans_overlap_exactly_when_some_minute_belongs_to_both(one, other):
    def minutes(span):
        found = set()
        for n in range(7):
            for start, end in on_day([span], [], MONDAY + dt.timedelta(days=n)):
                found |= {(n, each) for each in range(start, end)}
        return found

    assert overlaps(one, other) == bool(minutes(one) & minutes(other))
