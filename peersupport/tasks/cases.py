"""Work that follows from incidents and from the clock after them."""

from __future__ import annotations

import datetime as dt

from peersupport import actions
from trust import outbox


@outbox.on("incident.arrived")
@outbox.job("peersupport.consider")
def consider(*, incident: str) -> None:
    """Open the case of an incident, with offers to everyone who attended."""
    actions.consider(incident=incident)


@outbox.every(dt.timedelta(hours=1))
@outbox.job("peersupport.catch_up")
def catch_up(*, slot: str) -> None:
    """Latecomers get the same offers; a coordinator who is new learns what is urgent."""
    actions.catch_up()
