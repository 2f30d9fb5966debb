"""Requests for somebody to talk to go on when nobody answers. Each job may run twice, or late."""

from __future__ import annotations

import datetime as dt

from peersupport.actions import asking_on
from trust import outbox


@outbox.job("peersupport.time_out")
def time_out(*, ask: str) -> None:
    """The time to answer is over: the next supporter is asked, unless somebody did something."""
    asking_on.time_out(ask=ask)


@outbox.every(dt.timedelta(minutes=5))
@outbox.job("peersupport.look_after_requests")
def look_after_requests(*, slot: str) -> None:
    """The same by itself, and pairs that have come into one chain of command part."""
    asking_on.look_after()
