"""Work that keeps the roster true. May run twice."""

from __future__ import annotations

import datetime as dt

from peersupport.actions import certificates
from trust import outbox


@outbox.every(dt.timedelta(hours=12))
@outbox.job("peersupport.certificates")
def remind_of_certificates(*, slot: str) -> None:
    """Supporters hear in time that a course runs out; whoever heard of it hears nothing again."""
    certificates.remind()
