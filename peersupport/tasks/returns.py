"""Work around returns to duty. May run twice."""

from __future__ import annotations

import datetime as dt

from peersupport.actions.returns import refill_return_seats
from trust import outbox


@outbox.every(dt.timedelta(hours=1))
@outbox.job("peersupport.refill_return_seats")
def refill_seats(*, slot: str) -> None:
    """A facilitator who came into the officer's command, or left, is replaced; all told neutrally."""
    refill_return_seats()
