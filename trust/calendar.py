"""What stands in a person's calendar, asked of every room: each registers a source, none knows another.

A calendar lies open on a phone that others may see, and its secret address is read without signing in. So
an entry carries a code for its title, and the words behind the codes say nothing. A source answers for
one person, with a bounded number of queries, and must not count on an active role.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hmac import digest

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency.models import User
from trust.keyfile import key_file

MOST = 500


class Title(models.TextChoices):
    """The words of an entry. ``ACTIVITY`` alone shows its own name, which hangs on the notice board."""

    APPOINTMENT = "appointment", _("Appointment")
    REMINDER = "reminder", _("Reminder")
    AVAILABLE = "available", _("On call")
    TRAINING = "training", _("Training")
    ACTIVITY = "activity", _("Activity")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing at one time. ``uid`` stays the same when the entry changes; times carry their zone.

    ``name``: plain words for the signed-in page; a calendar program gets them for an activity only.
    ``target``: the URL name of a page without arguments, or nothing.
    """

    uid: str
    starts: dt.datetime
    ends: dt.datetime
    title: str = Title.APPOINTMENT
    place: str = ""
    cancelled: bool = False
    name: str = ""
    target: str = ""

    @property
    def words(self) -> str:
        """What a calendar program may show."""
        if self.title == Title.ACTIVITY and self.name:
            return self.name
        return str(Title(self.title).label)

    @property
    def shown(self) -> str:
        """What the person themselves reads, signed in."""
        return self.name or str(Title(self.title).label)


def own_uid(row: uuid.UUID, user: User) -> str:
    """The ``uid`` of one row in one person's calendar: two people who compare theirs find nothing alike."""
    about = row.bytes + user.pk.bytes
    return digest(key_file().domain_key("calendar"), about, "sha256")[:16].hex()


Source = Callable[[User, dt.datetime, dt.datetime], Iterable[Entry]]
_sources: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Use as a decorator. The same function again changes nothing."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source
    return source


def entries(user: User, since: dt.datetime, until: dt.datetime) -> list[Entry]:
    """What touches the half-open span, soonest first, at most ``MOST``."""
    found = [
        entry
        for source in _sources.values()
        for entry in source(user, since, until)
        if entry.starts < until and entry.ends > since
    ]
    return sorted(found, key=lambda each: (each.starts, each.uid))[:MOST]
