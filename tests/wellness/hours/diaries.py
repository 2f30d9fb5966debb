"""Nights, work and shifts around one noon in New York."""

import datetime as dt
import uuid

from agency.models import Shift
from wellness import actions

NOON = dt.datetime(2026, 3, 19, 16, tzinfo=dt.UTC)  # noon in New York
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LAST_NIGHT = dt.date(2026, 3, 18)


def shift(user, back: float, length: float = 12, **more) -> Shift:
    starts = NOON - back * HOUR
    known = {"source": "shifts", "external": str(uuid.uuid4())} | more
    return Shift.objects.create(user=user, starts=starts, ends=starts + length * HOUR, **known)


def slept(user, hours: float = 6.5, night: dt.date = LAST_NIGHT, **more):
    return actions.log_sleep(by=user, night=night, hours=hours, **more)


def worked(user, back: float = 20, length: float = 4, **more):
    starts = NOON - back * HOUR
    given = {"kind": "second_job", "starts": starts, "ends": starts + length * HOUR} | more
    return actions.log_work(by=user, **given)


def tire(user):
    """Twenty hours on the roster in the last twenty-four."""
    shift(user, 22, 20)
