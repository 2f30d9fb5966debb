"""What is kept of an event and of a time: enough for the house, and nothing that joins or names."""

import datetime as dt
import uuid
from collections import Counter

import pytest

from trust import vault
from trust.notify.unlinking import GRID, MINUTE, blurred, event_of, job_key

SEVEN = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def test_the_same_event_is_another_one_under_each_handle(alice):
    event = uuid.uuid4()
    handles = [vault.handle(alice.pk, each) for each in ("support", "portal", "wellness")]
    kept = [event_of(each, event) for each in handles]
    assert len({event, *kept}) == 4
    assert kept == [event_of(each, event) for each in handles]


@pytest.mark.parametrize("minutes", [0, 1, 13, 14, 15, 16, 59])
def test_rounded_up_and_spread_never_down(minutes):
    until = SEVEN + minutes * MINUTE
    found = [blurred(until, uuid.uuid4()) for _each in range(60)]
    grid = SEVEN + -(-minutes // 15) * GRID
    assert all(until <= grid < each < grid + GRID for each in found)
    assert all((each.second, each.microsecond) == (0, 0) for each in found)
    assert len(Counter(found)) > 5


def test_seconds_count_as_time_not_yet_over():
    late = SEVEN + dt.timedelta(microseconds=1)
    assert blurred(late, uuid.uuid4()) >= SEVEN + GRID


def test_asked_again_the_delay_is_the_same():
    key = uuid.uuid4()
    assert blurred(SEVEN, key) == blurred(SEVEN - MINUTE, key)
    assert job_key(key, SEVEN) == job_key(key, SEVEN) != job_key(key, SEVEN + GRID)
