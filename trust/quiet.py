"""When a person is not disturbed: their own quiet hours, a night shift, and the rest after it.

Used wherever somebody is told of something: reminders, mail, text messages, pushes.

Pure. Wall-clock hours are compared on the agency's clock and lengths are measured in UTC, so the two
nights a year on which the clock is changed need no case of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agency.local_time import instant

# Night: 11 pm to 6 am, and a night worker is who works three hours of it (UK Working Time Regulations
# 1998, reg. 2; the three hours also in Directive 2003/88/EC, art. 2). Rest after work: eleven hours
# (the same directive, art. 3).
NIGHT_FROM, NIGHT_UNTIL = dt.time(23), dt.time(6)
NIGHT_WORK = dt.timedelta(hours=3)
REST = dt.timedelta(hours=11)


@dataclass(frozen=True)
class Hours:
    """From when until when it is quiet; the same time twice: never."""

    since: dt.time = dt.time(20)
    until: dt.time = dt.time(8)


def is_quiet(at: dt.time, hours: Hours) -> bool:
    """Whether ``at`` lies in the quiet hours, which may go past midnight."""
    if hours.since <= hours.until:
        return hours.since <= at < hours.until
    return at >= hours.since or at < hours.until


def ends(now: dt.datetime, hours: Hours, zone: ZoneInfo) -> dt.datetime | None:
    """The instant at which the quiet hours of this moment end; None when it is not quiet.

    A time that the clocks skip or show twice is read as ``agency.local_time.instant`` says.
    """
    here = now.astimezone(zone)
    if not is_quiet(here.time(), hours):
        return None
    day = here.date() if here.time() < hours.until else here.date() + dt.timedelta(days=1)
    written = dt.datetime.combine(day, hours.until)
    end = instant(written, zone)
    # A written time that comes twice: the first may be over while the clock still shows less.
    return end if end > now else instant(written, zone, after=now)


def rested(
    shifts: Iterable[tuple[dt.datetime, dt.datetime]], now: dt.datetime, zone: ZoneInfo
) -> dt.datetime | None:
    """When the rest from a night shift ends that somebody works now or had lately; None without one."""
    found = [
        ends + REST
        for starts, ends in shifts
        if starts <= now < ends + REST and is_night_shift(starts, ends, zone)
    ]
    return max(found, default=None)


def length(hours: Hours) -> dt.timedelta:
    """How long it is quiet on a day without a change of the clock."""
    return dt.timedelta(
        minutes=(hours.until.hour - hours.since.hour) * 60 + hours.until.minute - hours.since.minute
    ) % dt.timedelta(days=1)


def is_night_shift(starts: dt.datetime, ends: dt.datetime, zone: ZoneInfo) -> bool:
    """Three hours or more of one night."""
    first, last = starts.astimezone(zone).date(), ends.astimezone(zone).date()
    days = [first + dt.timedelta(days=n) for n in range(-1, (last - first).days + 1)]
    return any(_hours_of_night(starts, ends, day, zone) >= NIGHT_WORK for day in days)


def _hours_of_night(
    starts: dt.datetime, ends: dt.datetime, evening: dt.date, zone: ZoneInfo
) -> dt.timedelta:
    morning = evening + dt.timedelta(days=1)
    dusk = dt.datetime.combine(evening, NIGHT_FROM, zone).astimezone(dt.UTC)
    dawn = dt.datetime.combine(morning, NIGHT_UNTIL, zone).astimezone(dt.UTC)
    return min(ends, dawn) - max(starts, dusk)
