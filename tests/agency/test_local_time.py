"""Which instant a written time means, on plain days and on the two odd nights of a year."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency import clock, local_time

NEW_YORK = ZoneInfo("America/New_York")
HOUR = dt.timedelta(hours=1)


def wall(*parts: int) -> dt.datetime:
    """As somebody writes it down: without an offset."""
    return dt.datetime(*parts)  # noqa: DTZ001 - that is the point


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ((2026, 7, 1, 19), utc(2026, 7, 1, 23)),
        ((2026, 12, 1, 19), utc(2026, 12, 2, 0)),
        ((2026, 3, 8, 2), utc(2026, 3, 8, 7)),  # skipped: read with the offset before
        ((2026, 3, 8, 3), utc(2026, 3, 8, 7)),  # the same instant
        ((2026, 11, 1, 1, 30), utc(2026, 11, 1, 5, 30)),  # comes twice: the first
    ],
)
def test_a_written_time(written, means):
    assert local_time.instant(wall(*written), NEW_YORK) == means


def test_an_end_that_would_come_too_early_is_the_second_of_two():
    start = local_time.instant(wall(2026, 11, 1, 1, 45), NEW_YORK)
    end = local_time.instant(wall(2026, 11, 1, 1, 15), NEW_YORK, after=start)
    assert end - start == HOUR / 2
    before = local_time.instant(wall(2026, 7, 1, 7), NEW_YORK, after=utc(2026, 7, 2, 0))
    assert before == utc(2026, 7, 1, 11)


@given(st.datetimes(wall(2000, 1, 1), wall(2040, 1, 1)))
def test_a_time_reads_the_same_on_the_wall_unless_the_clocks_skip_it(written):
    back = local_time.instant(written, NEW_YORK).astimezone(NEW_YORK).replace(tzinfo=None)
    assert back - written in (dt.timedelta(), HOUR)


def test_the_agencys_day_is_not_the_one_of_greenwich(settings):
    settings.AGENCY_TIME_ZONE = "America/New_York"
    with clock.at(utc(2026, 3, 20, 2)):
        assert local_time.today() == dt.date(2026, 3, 19)
        assert local_time.now().hour == 22
