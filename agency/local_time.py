"""The agency's own clock on the wall: its zone, its day, and which instant a written time means.

Twice a year a written time is odd. The rule is the one of calendars (RFC 5545, section 3.3.5): a time
that comes twice means the first of the two; a time that the clocks skip is read with the offset
before the skip, so that 02:00 on that night is the instant at which they read 03:00.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from agency import clock


def zone() -> ZoneInfo:
    return ZoneInfo(settings.AGENCY_TIME_ZONE)


def now() -> dt.datetime:
    """The moment, as the clock on the agency's wall shows it."""
    return clock.now().astimezone(zone())


def today() -> dt.date:
    return now().date()


def midnight() -> dt.datetime:
    """When today began. Kept in place of a moment that would tell more than its day."""
    return instant(dt.datetime.combine(today(), dt.time()), zone())


def instant(
    written: dt.datetime, where: ZoneInfo, *, after: dt.datetime | None = None
) -> dt.datetime:
    """A time without an offset as UTC.

    ``after``: an end that would not lie after its start is the second of two equal times, if there
    are two.
    """
    first, second = (written.replace(tzinfo=where, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    return second if after is not None and first <= after < second else first
