import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from wellness.trend import NO_CHECK_IN, NOT_SAID, monday, weekly

W = [dt.date(2026, 10, 5) + dt.timedelta(days=7 * n) for n in range(6)]


def test_a_missing_week_stays_a_gap():
    said = [(W[0], {"stress": 4}), (W[2], {"stress": None}), (W[3], {"stress": 6})]
    found = weekly(said, "stress", until=W[4], weeks=12)
    assert [each.value for each in found] == [4, None, None, 6, None]
    assert [each.reason for each in found] == ["", NO_CHECK_IN, NOT_SAID, "", NO_CHECK_IN]


def test_the_last_check_in_of_a_week_counts():
    said = [(W[0], {"stress": 4}), (W[0], {"stress": 9})]
    assert [each.value for each in weekly(said, "stress", until=W[0])] == [9]


def test_nothing_gives_nothing():
    assert weekly([], "stress", until=W[0]) == []


@given(st.dates(dt.date(2020, 1, 1)))
def test_weeks_begin_on_monday(day):
    assert monday(day).weekday() == 0
    assert dt.timedelta(0) <= day - monday(day) < dt.timedelta(days=7)
