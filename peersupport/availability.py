"""When somebody can be reached, and who covers a week. Pure: no table, no clock of its own.

Written times are what the clock on the agency's wall shows. So both changes of the clock need no rule:
an hour that comes twice counts twice, one that is skipped can't be asked for, and a night stays a night.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

HOUR, DAY = 60, 24 * 60  # minutes
WEEK = 7 * DAY
Minutes = tuple[int, int]


class Weekly(Protocol):
    """A span of every week; 0 is Monday. Ends at or before its start: on the next day."""

    @property
    def weekday(self) -> int: ...
    @property
    def starts(self) -> dt.time: ...
    @property
    def ends(self) -> dt.time: ...


class Different(Protocol):
    """Days, first and last included, on which somebody is away, or reachable all day."""

    @property
    def first_day(self) -> dt.date: ...
    @property
    def last_day(self) -> dt.date: ...
    @property
    def available(self) -> bool: ...


@dataclass(frozen=True)
class Span:
    """A weekly span as it is typed, before it is a row."""

    weekday: int
    starts: dt.time
    ends: dt.time


@dataclass(frozen=True)
class Person:
    """What coverage needs of one supporter: no name."""

    week: Sequence[Weekly]
    exceptions: Sequence[Different] = ()
    languages: Sequence[str] = ()


@dataclass(frozen=True)
class Hour:
    """One hour of a week: how many can be reached through all of it, in all and by language."""

    starts: dt.datetime
    people: int
    languages: Counter[str] = field(default_factory=Counter)


def reachable(
    week: Iterable[Weekly],
    exceptions: Iterable[Different],
    on_duty_until: dt.datetime | None,
    at: dt.datetime,
) -> bool:
    """Whether somebody can be reached at ``at``, a moment as the agency's clock shows it.

    The switch *on duty now* counts first, then days that differ (away before reachable), then the week.
    """
    if on_duty_until is not None and at < on_duty_until:
        return True
    minute = at.hour * HOUR + at.minute
    return any(start <= minute < end for start, end in on_day(week, exceptions, at.date()))


def on_day(
    week: Iterable[Weekly], exceptions: Iterable[Different], day: dt.date
) -> Sequence[Minutes]:
    """The stretches of one day, in minutes from midnight, joined where they touch."""
    differs = {each.available for each in exceptions if each.first_day <= day <= each.last_day}
    if differs:
        return [] if False in differs else [(0, DAY)]
    return _joined(part for span in week for part in _parts(span, day.weekday()))


def _parts(span: Weekly, weekday: int) -> Iterator[Minutes]:
    """What a span gives to a day of the week: its evening, or the morning after."""
    starts, ends = _minute(span.starts), _minute(span.ends)
    if span.weekday == weekday:
        yield starts, ends if starts < ends else DAY
    elif starts >= ends > 0 and (span.weekday + 1) % 7 == weekday:
        yield 0, ends


def _minute(time: dt.time) -> int:
    return time.hour * HOUR + time.minute


def _joined(parts: Iterable[Minutes]) -> list[Minutes]:
    found: list[Minutes] = []
    for start, end in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def overlaps(one: Weekly, other: Weekly) -> bool:
    """True when two weekly spans share a minute, also over midnight and from Sunday to Monday."""
    (first, length), (second, other_length) = _in_week(one), _in_week(other)
    return (second - first) % WEEK < length or (first - second) % WEEK < other_length


def _in_week(span: Weekly) -> Minutes:
    """Start in minutes from Monday, and length."""
    starts, ends = _minute(span.starts), _minute(span.ends)
    return span.weekday * DAY + starts, (ends - starts) % DAY or DAY


# --- a whole week ---------------------------------------------------------------------------------


def coverage(people: Iterable[Person], monday: dt.date, where: ZoneInfo) -> list[Hour]:
    """Every hour of the week that starts on ``monday``: 168, or one fewer or more when clocks change."""
    counts: Counter[tuple[dt.date, int]] = Counter()
    spoken: dict[tuple[dt.date, int], Counter[str]] = {}
    days = [monday + dt.timedelta(days=n) for n in range(7)]
    for person in people:
        for day in days:
            for hour in _whole_hours(on_day(person.week, person.exceptions, day)):
                counts[day, hour] += 1
                spoken.setdefault((day, hour), Counter()).update(set(person.languages))
    return [
        Hour(each, counts[key], spoken.get(key, Counter()))
        for each in _hours(monday, where)
        for key in [(each.date(), each.hour)]
    ]


def _whole_hours(parts: Iterable[Minutes]) -> Iterator[int]:
    """Hours that are covered from their first minute to their last."""
    for start, end in parts:
        yield from range(-(-start // HOUR), end // HOUR)


def _hours(monday: dt.date, where: ZoneInfo) -> Iterator[dt.datetime]:
    """The hours as they pass: the one that clocks skip is not there, the one that comes twice is."""
    moment = dt.datetime.combine(monday, dt.time(), where).astimezone(dt.UTC)
    end = dt.datetime.combine(monday + dt.timedelta(days=7), dt.time(), where)
    while moment < end:
        yield moment.astimezone(where)
        moment += dt.timedelta(hours=1)


@dataclass(frozen=True)
class Gap:
    """Hours in a row in which nobody can be reached."""

    starts: dt.datetime
    ends: dt.datetime


def gaps(hours: Iterable[Hour], language: str = "") -> list[Gap]:
    """Where nobody (or nobody who speaks the language) can be reached, joined hour to hour."""
    found: list[Gap] = []
    for each in hours:
        if each.languages[language] if language else each.people:
            continue
        ends = _an_hour_on(each.starts)
        if found and found[-1].ends.astimezone(dt.UTC) == each.starts.astimezone(dt.UTC):
            found[-1] = Gap(found[-1].starts, ends)
        else:
            found.append(Gap(each.starts, ends))
    return found


def _an_hour_on(moment: dt.datetime) -> dt.datetime:
    return (moment.astimezone(dt.UTC) + dt.timedelta(hours=1)).astimezone(moment.tzinfo)
