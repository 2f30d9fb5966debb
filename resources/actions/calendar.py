"""A calendar address that only its owner knows; ending it closes it on the next look."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.db import transaction

from agency import clock
from agency.models import User
from resources.models import Activity, Feed
from trust import access, audit

LONGEST_ADDRESS = 64


def make_feed(*, by: User) -> str:
    """A new secret address; the one before ends. The secret is shown once and stored as a digest."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic(), audit.acting(by):
        end_feed(by=by)
        Feed.objects.create(user=by, digest=digest(secret))
    return secret


def end_feed(*, by: User) -> int:
    """Nobody can read my calendar by its address from now on; how many addresses ended."""
    with transaction.atomic(), audit.acting(by):
        ended = 0
        for feed in access.visible(by, Feed, "change").filter(ended_at=None):
            feed.ended_at = clock.now()
            feed.save(update_fields=["ended_at"])
            ended += 1
        return ended


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def whose(secret: str) -> User | None:
    """The person whose address this is, while it is open and their account is on."""
    if len(secret) > LONGEST_ADDRESS:
        return None
    found = Feed.objects.filter(digest=digest(secret), ended_at=None, user__is_active=True)
    feed = found.select_related("user").first()
    return feed.user if feed else None


def my_activities(by: User) -> list[Activity]:
    """What this person comes to, soonest first, called-off ones too: calendars show that."""
    rows = access.visible(by, Activity).filter(sign_ups__user=by, sign_ups__waiting=False)
    return list(rows.filter(ends__gt=clock.now()).order_by("starts", "id")[:200])
