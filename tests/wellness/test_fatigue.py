"""Windows counted minute by minute by a second, slow program; bands by hand; nights on which clocks change."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellness.fatigue import Band, Night, Span, assess, count, merged, worked
from wellness.fatigue_packs import EU, US

NEW_YORK, LONDON = ZoneInfo("America/New_York"), ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 3, 19, 12, tzinfo=dt.UTC)
HOUR, MINUTE, DAY = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(days=1)


def utc(day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=dt.UTC)


def span(day: int, hour: int, length: float, kind: str = "regular") -> Span:
    return Span(utc(day, hour), utc(day, hour) + length * HOUR, kind)


def local(zone: ZoneInfo, *parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=zone)


# --- against a second program that knows only minutes ---------------------------------------------

starts = st.integers(-40 * 24 * 4, 24 * 4)  # quarters of an hour around now
lengths = st.integers(1, 20 * 4)
spans = st.lists(
    st.builds(
        lambda start, length: Span(NOW + start * 15 * MINUTE, NOW + (start + length) * 15 * MINUTE),
        starts,
        lengths,
    ),
    max_size=12,
)


def minutes_of(given_spans: list[Span]) -> set[int]:
    """Every quarter before now in which somebody worked, as whole quarters back from now."""
    found: set[int] = set()
    for each in given_spans:
        moment = each.starts
        while moment < min(each.ends, NOW):
            found.add(int((NOW - moment) / (15 * MINUTE)))
            moment += 15 * MINUTE
    return found


@settings(max_examples=40, deadline=None)
@given(spans)
def test_hours_of_a_window_are_the_minutes_at_work(given_spans):
    quarters = minutes_of(given_spans)
    found = count(given_spans, [], NOW)
    for value, hours in (
        (found.hours_24, 24),
        (found.hours_7d, 7 * 24),
        (found.hours_14d, 14 * 24),
        (found.hours_28d, 28 * 24),
    ):
        assert value == pytest.approx(sum(1 for each in quarters if each <= hours * 4) / 4)


@settings(max_examples=40, deadline=None)
@given(spans)
def test_shortest_rest_is_the_shortest_gap_of_an_hour_or_more(given_spans):
    quarters = sorted(minutes_of(given_spans), reverse=True)
    gaps = [
        (before - after - 1, after)
        for before, after in pairwise(quarters)
        if before - after > 4 and after <= 7 * 24 * 4
    ]
    expected = min((gap / 4 for gap, _after in gaps), default=None)
    assert count(given_spans, [], NOW).shortest_rest == expected


@settings(max_examples=40, deadline=None)
@given(spans, st.sampled_from([dt.UTC, NEW_YORK, LONDON]))
def test_days_and_nights_in_a_row_as_a_calendar_shows_them(given_spans, zone):
    now = NOW.astimezone(zone)
    found = count(given_spans, [], now)
    done = [each for each in given_spans if each.starts < NOW]
    days = {each.starts.astimezone(zone).date() for each in done}
    assert found.days_in_a_row == row_up_to(days, now.date())
    assert found.nights_in_a_row == row_up_to(nights_of(given_spans, zone), now.date())


def row_up_to(days: set[dt.date], today: dt.date) -> int:
    for last in (today, today - DAY):
        if last in days:
            length = 1
            while last - length * DAY in days:
                length += 1
            return length
    return 0


def nights_of(given_spans: list[Span], zone: dt.tzinfo) -> set[dt.date]:
    quarters: dict[dt.date, int] = {}
    for back in minutes_of(given_spans):
        here = (NOW - back * 15 * MINUTE).astimezone(zone)
        if here.hour >= 23 or here.hour < 6:
            evening = here.date() if here.hour >= 23 else here.date() - DAY
            quarters[evening] = quarters.get(evening, 0) + 1
    return {evening for evening, n in quarters.items() if n >= 3 * 4}


@given(spans)
def test_what_overlaps_or_touches_is_one_duty_and_ends_are_outside(given_spans):
    duties = merged(given_spans)
    assert all(a.ends < b.starts for a, b in pairwise(duties))
    assert merged([*given_spans, *duties]) == duties or not given_spans


def test_half_open_windows():
    eight = [span(18, 4, 8)]  # ends at the very minute at which the window of 24 hours begins
    assert worked(eight, NOW - DAY, NOW) == 0
    assert worked([span(19, 12, 8)], NOW - DAY, NOW) == 0


# --- nights on which the clocks change ---------------------------------------------------------------


def test_the_spring_night_is_an_hour_shorter():
    night = Span(local(NEW_YORK, 2026, 3, 7, 19), local(NEW_YORK, 2026, 3, 8, 7))
    found = count([night], [], local(NEW_YORK, 2026, 3, 8, 12))
    assert (found.hours_24, found.nights_in_a_row, found.days_in_a_row) == (11, 1, 1)


def test_the_autumn_night_is_an_hour_longer():
    night = Span(local(NEW_YORK, 2026, 10, 31, 19), local(NEW_YORK, 2026, 11, 1, 7))
    assert count([night], [], local(NEW_YORK, 2026, 11, 1, 12)).hours_24 == 13


def test_a_window_of_24_hours_has_24_hours_on_such_a_day():
    long = Span(local(LONDON, 2026, 10, 24, 6), local(LONDON, 2026, 10, 25, 12))
    assert count([long], [], local(LONDON, 2026, 10, 25, 12)).hours_24 == 24
    rest = [
        Span(local(LONDON, 2026, 3, 28, 10), local(LONDON, 2026, 3, 28, 22)),
        Span(local(LONDON, 2026, 3, 29, 8), local(LONDON, 2026, 3, 29, 9)),
    ]
    assert count(rest, [], local(LONDON, 2026, 3, 29, 10)).shortest_rest == 9


# --- bands, by hand -----------------------------------------------------------------------------------


def codes(found) -> list[str]:
    return [each.code for each in found.because]


def test_nothing_known_is_fine_and_says_so():
    found = assess([], [], NOW, US)
    assert (found.band, found.because, found.windows.shortest_rest) == (Band.FINE, (), None)


def test_sixteen_hours_are_within_the_number_and_a_minute_more_is_not():
    assert assess([Span(NOW - 16 * HOUR, NOW)], [], NOW, US).band == Band.FINE
    found = assess([Span(NOW - 16 * HOUR - MINUTE, NOW)], [], NOW, US)
    assert (found.band, codes(found)) == (Band.RAISED, ["hours_24"])


def test_two_numbers_passed_are_high():
    found = assess([span(17, 8, 12), span(18, 3, 12)], [Night(dt.date(2026, 3, 18), 4)], NOW, US)
    assert (found.band, codes(found)) == (Band.HIGH, ["shortest_rest", "sleep_24"])
    assert [(each.value, each.limit) for each in found.because] == [(7, 8), (4, 5)]


def test_a_short_night_and_the_two_nights_with_it_are_one_reason():
    sleep = [Night(dt.date(2026, 3, 18), 4), Night(dt.date(2026, 3, 17), 6)]
    assert codes(assess([], sleep, NOW, US)) == ["sleep_24"]
    sleep = [Night(dt.date(2026, 3, 18), 5), Night(dt.date(2026, 3, 17), 6.5)]
    assert codes(assess([], sleep, NOW, US)) == ["sleep_48"]


def test_a_night_that_nobody_wrote_down_is_not_a_bad_night():
    windows = assess([], [Night(dt.date(2026, 3, 17), 1)], NOW, US).windows
    assert (windows.sleep_24, windows.sleep_48) == (None, None)


def test_overtime_number_makes_no_band():
    twelves = [span(day, 6, 12) for day in (5, 6, 7, 9, 10, 11, 14, 15, 17)]
    found = assess(twelves, [], NOW, US)
    assert found.windows.hours_14d > 86
    assert found.band == Band.FINE


def test_four_nights_in_a_row_are_more_than_three():
    nights = [span(day, 21, 8) for day in (15, 16, 17, 18)]
    assert codes(assess(nights, [], NOW, US)) == ["nights_in_a_row"]
    assert codes(assess(nights[1:], [], NOW, US)) == []


def test_eight_days_in_a_row_are_more_than_seven():
    days = [span(day, 8, 6) for day in range(12, 20)]
    assert codes(assess(days, [], NOW, US)) == ["days_in_a_row"]
    assert codes(assess(days[1:], [], NOW, US)) == []


def test_what_is_planned_is_not_yet_worked():
    assert assess([span(20, 0, 30)], [], NOW, US).windows.hours_24 == 0


def test_split_shifts_and_call_backs_are_counted():
    day = [span(16, 6, 4), span(16, 15, 4), span(17, 2, 3, "call_back")]
    found = count(day, [], NOW)
    assert (found.split_shifts, found.call_backs, found.shortest_rest) == (1, 1, 5)


def test_a_pause_of_less_than_an_hour_is_no_rest():
    assert count([span(18, 6, 8), span(18, 14, 0.5)], [], NOW).shortest_rest is None
    halves = [span(18, 6, 7.5), span(18, 14, 4)]
    assert count(halves, [], NOW).shortest_rest is None
    assert count(halves, [], NOW).split_shifts == 0


def test_european_average_is_over_the_weeks_that_are_known():
    weeks = [
        Span(NOW - DAY * (7 * w + d), NOW - DAY * (7 * w + d) + 10 * HOUR)
        for w in range(20)
        for d in range(1, 6)
    ]
    found = assess(weeks, [], NOW, EU)
    assert found.windows.week_average == pytest.approx(50, abs=0.5)
    assert codes(found) == ["week_average"]
    assert assess(weeks[:5], [], NOW, EU).windows.week_average == pytest.approx(50)
