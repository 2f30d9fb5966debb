"""Weeks from one Monday in New York, and what is suggested to somebody."""

import datetime as dt
from zoneinfo import ZoneInfo

from trust import access
from wellness.models import Invitation

MONDAY = dt.date(2026, 3, 2)
NEW_YORK = ZoneInfo("America/New_York")


def week(n: int) -> dt.date:
    return MONDAY + dt.timedelta(weeks=n)


def noon(n: int, days: int = 0) -> dt.datetime:
    """Noon in New York in winter, where the agency is."""
    return dt.datetime.combine(week(n) + dt.timedelta(days=days), dt.time(17), dt.UTC)


def local(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), NEW_YORK).astimezone(dt.UTC)


def reasons(user) -> list[str]:
    rows = access.visible(user, Invitation).exclude(slot__startswith="week:").order_by("due")
    return [str(each.content["reason"]) for each in access.reveal_all(user, rows)]
