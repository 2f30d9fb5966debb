"""Which courses somebody must hold, which they do hold, and when to remind them. Pure: no table.

Reminders at 60, 30 and 7 days are the programme's own; a course says for how long it counts.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

REMINDERS = (60, 30, 7)  # days before, each once


class State(TextChoices):
    """How somebody stands with one course."""

    COUNTS = "counts", _("Counts")
    RUNS_OUT = "runs_out", _("Runs out soon")
    RAN_OUT = "ran_out", _("Ran out")
    MISSING = "missing", _("Still to take")


@dataclass(frozen=True)
class Certificate:
    """One course that was taken. ``expires``: the first day on which it no longer counts."""

    course: Hashable
    issued: dt.date
    expires: dt.date | None = None


@dataclass(frozen=True)
class Line:
    """One course: its state, and the day on which it runs or ran out (None: it never does)."""

    course: Hashable
    state: State
    until: dt.date | None = None


def line(course: Hashable, held: Iterable[Certificate], on: dt.date) -> Line:
    """How somebody stands with a course on a day. A newer certificate takes the place of an older one."""
    mine = [each for each in held if each.course == course and each.issued <= on]
    if not mine:
        return Line(course, State.MISSING)
    if any(each.expires is None for each in mine):
        return Line(course, State.COUNTS)
    until = max(each.expires for each in mine if each.expires)
    if until <= on:
        return Line(course, State.RAN_OUT, until)
    soon = (until - on).days <= REMINDERS[0]
    return Line(course, State.RUNS_OUT if soon else State.COUNTS, until)


def lines(needed: Iterable[Hashable], held: Iterable[Certificate], on: dt.date) -> list[Line]:
    held = list(held)
    return [line(course, held, on) for course in needed]


def certified(needed: Iterable[Hashable], held: Iterable[Certificate], on: dt.date) -> bool:
    """True when every needed course counts on that day."""
    return all(each.state in (State.COUNTS, State.RUNS_OUT) for each in lines(needed, held, on))


def worst(found: Iterable[Line]) -> State:
    """The one state that sums several courses up: what has to be done first."""
    order = [State.MISSING, State.RAN_OUT, State.RUNS_OUT, State.COUNTS]
    states = {each.state for each in found}
    return next((each for each in order if each in states), State.COUNTS)


def reminder(until: dt.date | None, today: dt.date) -> int | None:
    """The reminder that is due: 60, 30 or 7, the closest one only; None before, after, or for ever."""
    if until is None or until <= today:
        return None
    left = (until - today).days
    return min((each for each in REMINDERS if left <= each), default=None)


def runs_out(issued: dt.date, months: int) -> dt.date:
    """The same day of the month so many months on; the month's last day where it has fewer."""
    year, month = divmod(issued.month - 1 + months, 12)
    year, month = issued.year + year, month + 1
    return dt.date(year, month, min(issued.day, calendar.monthrange(year, month)[1]))
