"""A calendar address that only its owner knows; ending it closes it on the next look."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from hashlib import sha256

from django.db import transaction

from agency import clock
from agency.models import User
from resources.models import Activity, Feed, Session
from trust import access, audit, calendar
from trust.calendar import Entry, Title

LONGEST_ADDRESS = 64
MOST = 200


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


# --- what this room puts into it: called-off ones too, since calendars show that ---------------------


@calendar.register
def activities(user: User, since: dt.datetime, until: dt.datetime) -> Iterator[Entry]:
    """What the person comes to, by the name that hangs on the notice board."""
    rows = access.visible(user, Activity).filter(sign_ups__user=user, sign_ups__waiting=False)
    for row in rows.filter(starts__lt=until, ends__gt=since).order_by("starts", "id")[:MOST]:
        yield activity_entry(row)


@calendar.register
def sessions(user: User, since: dt.datetime, until: dt.datetime) -> Iterator[Entry]:
    """Training that the person has a seat in; which course it is stands on the signed-in page only."""
    rows = access.visible(user, Session).filter(enrolments__user=user, enrolments__waiting=False)
    rows = rows.filter(starts__lt=until, ends__gt=since).select_related("course")
    for row in rows.order_by("starts", "id")[:MOST]:
        yield session_entry(row)


def activity_entry(row: Activity) -> Entry:
    return Entry(
        str(row.pk), row.starts, row.ends, Title.ACTIVITY, row.place, row.cancelled, row.title,
        "activities",
    )  # fmt: skip


def session_entry(row: Session) -> Entry:
    return Entry(
        f"session-{row.pk}", row.starts, row.ends, Title.TRAINING, row.place, row.cancelled,
        row.course.title, "training_mine",
    )  # fmt: skip
