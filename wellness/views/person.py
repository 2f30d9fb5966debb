"""The person of a request, and a fresh sign-in before somebody else's record opens."""

from __future__ import annotations

import uuid

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

from trust import access, vault
from trust.doors import sessions
from trust.doors.views import me
from trust.models import Level, Participant


def my_handle(request: HttpRequest) -> uuid.UUID:
    return vault.handle(me(request).pk, "wellness")


def joined(request: HttpRequest) -> bool:
    """Whether this person said yes to a private record."""
    mine = access.visible(me(request), Participant).filter(pk=my_handle(request))
    return mine.filter(level__gte=Level.SELF_ONLY).exists()


def opens_words(request: HttpRequest) -> bool:
    """Whether this person opened the newest word of each result to the wellness team."""
    mine = access.visible(me(request), Participant).filter(pk=my_handle(request))
    return mine.filter(check_ins_level__gte=Level.FULL).exists()


def step_up(request: HttpRequest) -> None:
    """Asks to sign in again when the last time is long ago."""
    if not sessions.proved_lately(request):
        raise ReauthenticationRequired
