from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.release import Period, PeriodKind, PeriodOpen, PeriodUnclear, closed_since

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(days, st.sampled_from(PeriodKind))
def test_a_period_is_read_as_it_is_written(day: date, kind: PeriodKind) -> None:
    period = Period.around(day, kind)
    assert Period.parse(str(period)) == period
    assert period.first <= day <= period.last


@given(days, st.sampled_from(PeriodKind))
def test_periods_follow_one_another(day: date, kind: PeriodKind) -> None:
    period = Period.around(day, kind)
    assert period.after.first == period.last + timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-Q5", "2026-1", "2026-10-01", " 2026-10"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(PeriodUnclear):
        Period.parse(text)


def test_a_period_that_runs_is_refused() -> None:
    period = Period.parse("2026-Q3")
    with pytest.raises(PeriodOpen):
        period.require_closed(datetime(2026, 9, 30, 23, 59, 59, tzinfo=UTC))
    assert period.require_closed(datetime(2026, 10, 1, tzinfo=UTC)) == period


def test_all_closed_periods_come_in_the_order_they_closed() -> None:
    found = closed_since(date(2026, 6, 2), datetime(2026, 11, 3, tzinfo=UTC))
    assert [str(period) for period in found] == [
        "2026-07", "2026-08", "2026-09", "2026-Q3", "2026-10",
    ]  # fmt: skip
