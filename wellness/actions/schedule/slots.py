"""Which slot a suggestion stands in."""

from __future__ import annotations

import datetime as dt
import uuid

from trust import vault
from wellness.trend import monday

WEEKLY_SLOT = "week:"


def slot_of(week: dt.date) -> str:
    return f"{WEEKLY_SLOT}{week.isoformat()}"


def token(owner: uuid.UUID, what: str) -> str:
    """A slot that tells nobody what it stands for."""
    return vault.mac(owner, what.encode())


def week_of(slot: str) -> dt.date:
    """The Monday of an outbox slot (ISO date and time, UTC)."""
    return monday(dt.datetime.fromisoformat(slot.replace("Z", "+00:00")).date())
