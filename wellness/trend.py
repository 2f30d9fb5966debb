"""An officer's own weeks in a row, gaps included. Pure: no table, no other person to compare with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WEEK = dt.timedelta(days=7)
Answers = Mapping[str, float | None]
NO_CHECK_IN, NOT_SAID = "no_check_in", "not_said"


@dataclass(frozen=True)
class Weekly:
    """One week of one item: a value, or the code of the reason why there is none."""

    week: dt.date
    value: float | None
    reason: str = ""


def monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def weekly(
    check_ins: Iterable[tuple[dt.date, Mapping[str, float | None]]],
    item: str,
    *,
    until: dt.date,
    weeks: int = 12,
) -> list[Weekly]:
    """``weeks`` weeks up to the one of ``until``, oldest first.

    ``check_ins`` are (week, answers), oldest first; the last one of a week counts. Weeks before the
    first check-in are left out, a missing week in between stays a gap and is never filled in.
    """
    return [_point(week, said, item) for week, said in rows(check_ins, until=until, weeks=weeks)]


def rows(
    check_ins: Iterable[tuple[dt.date, Answers]], *, until: dt.date, weeks: int
) -> list[tuple[dt.date, Answers | None]]:
    """The same weeks with all that was said in each; None for a week without a check-in."""
    answers = dict(check_ins)
    last = monday(until)
    span = [last - WEEK * n for n in reversed(range(weeks))]
    known = [week for week in span if week in answers]
    return [(week, answers.get(week)) for week in span if known and week >= known[0]]


def _point(week: dt.date, answers: Mapping[str, float | None] | None, item: str) -> Weekly:
    if answers is None:
        return Weekly(week, None, NO_CHECK_IN)
    value = answers.get(item)
    return Weekly(week, value) if value is not None else Weekly(week, None, NOT_SAID)
