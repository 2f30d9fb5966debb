"""The walls' own clock work."""

from __future__ import annotations

import datetime as dt

from django.core.management import call_command

from trust import outbox


@outbox.every(dt.timedelta(days=1))
@outbox.job("trust.witness")
def witness(*, slot: str) -> None:
    """Every day the ledger's head goes to the witnesses."""
    call_command("witness", verbosity=0)
