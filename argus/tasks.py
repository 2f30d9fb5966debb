"""Housekeeping of the roof: what has expired is cleared away once a day."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.backends.db import SessionStore
from oauth2_provider.models import clear_expired

from trust import outbox


@outbox.every(dt.timedelta(days=1))
@outbox.job("argus.clear_expired")
def clear_expired_rows(*, slot: str) -> None:
    """Tokens that nobody can use any more, and sessions that are over."""
    clear_expired()
    SessionStore.clear_expired()
