"""Makers of what the roster is made of."""

import datetime as dt

from agency import clock, local_time
from agency.models import Course, TrainingRecord, User
from peersupport.availability import Span
from peersupport.models import Availability, Supporter

DAY = dt.timedelta(days=1)


def supporter(user: User, **fields: object) -> Supporter:
    return Supporter.objects.create(user=user, **fields)


def course(code: str = "basics", *needed_by: str, **fields: object) -> Course:
    defaults = {"title": code.title(), "needed_by": list(needed_by or ("peer",))}
    return Course.objects.create(code=code, **(defaults | fields))


def took(user: User, what: Course, days_left: int | None = 365) -> TrainingRecord:
    """A certificate that counts for so many more days (None: for ever; 0 or less: no longer)."""
    today = local_time.today()
    return TrainingRecord.objects.create(
        user=user,
        course=what,
        issued=today - 400 * DAY,
        expires=None if days_left is None else today + days_left * DAY,
    )


def always(row: Supporter) -> None:
    """Reachable at every minute of the week."""
    for each in every_day():
        Availability.objects.create(
            supporter=row, weekday=each.weekday, starts=each.starts, ends=each.ends
        )


def every_day() -> list[Span]:
    return [
        Span(day, start, end)
        for day in range(7)
        for start, end in ((dt.time(0), dt.time(12)), (dt.time(12), dt.time(0)))
    ]


def now() -> dt.datetime:
    return clock.now()
