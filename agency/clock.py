"""What time it is, asked in one place: so that a rehearsal can play twelve weeks in a minute.

``at`` moves the clock for the code inside, in this thread or task only. Nothing reachable from a
request uses it; the demonstration and the tests do.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar

from django.utils import timezone

_set_to: ContextVar[dt.datetime | None] = ContextVar("set_to", default=None)


def now() -> dt.datetime:
    """The moment, in UTC."""
    return _set_to.get() or timezone.now()


def today() -> dt.date:
    return now().date()


@contextlib.contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Inside, it is ``moment`` (which must carry a time zone)."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
