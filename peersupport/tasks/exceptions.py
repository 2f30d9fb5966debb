"""Officers are told that a confidence was opened, at the latest when its delay ends."""

from __future__ import annotations

import datetime as dt

from peersupport.actions import exceptions
from trust import outbox


@outbox.job("peersupport.tell_of_exception")
def tell_of_exception(*, exception: str) -> None:
    """The delay that the second person agreed to is over. May run twice."""
    exceptions.tell_of_exception(exception=exception)


@outbox.every(dt.timedelta(hours=1))
@outbox.job("peersupport.tell_everybody_due")
def tell_everybody_due(*, slot: str) -> None:
    """The same by itself: a lost job keeps nobody in the dark."""
    exceptions.tell_everybody_due()
