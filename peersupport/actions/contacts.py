"""Log that a contact took place, and look in again when it was promised. Logistics only.

A supporter writes their own lines, for an officer who asked (by the question that brought them
together) or for somebody who gave no name. A line can be put right on its day, and deleted always.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import User
from peersupport.models import Activation, Ask, Channel, Contact, Duration, Supporter
from trust import access, audit, notify, vault
from trust.models import Notice
from trust.refusal import Refusal
from trust.written import NO_ID, as_id

LATEST_FOLLOW_UP = dt.timedelta(days=400)  # a year, and the weeks around it
OLDEST = dt.timedelta(days=365)
#: How far a follow-up moves when it is put off; *drop*: nothing more is needed.
PUT_OFF: dict[str, dt.timedelta | None] = {
    "tomorrow": dt.timedelta(days=1),
    "week": dt.timedelta(days=7),
    "month": dt.timedelta(days=30),
    "drop": None,
}
OVER = (Ask.State.ENDED, Ask.State.MOVED_ON)
OWN_SUPPORT = "my_own_support"


@dataclass(frozen=True)
class Entry:
    """What a supporter says about one contact. Codes of ``peersupport.models.contacts``."""

    day: dt.date
    channel: str
    duration: str
    activation: str
    follow_up_on: dt.date | None = None
    referral_offered: bool = False


# --- writing --------------------------------------------------------------------------------------


@transaction.atomic
def log_contact(
    *,
    by: User,
    entry: Entry,
    ask: uuid.UUID | str | None = None,
    follows: uuid.UUID | str | None = None,
    key: uuid.UUID | str | None = None,
) -> Contact:
    """Log one contact; sent again with the same ``key`` it is the same line.

    ``ask``: the accepted question it belongs to; none for somebody without a name. Whatever follow-up
    was due there is done by it; ``follows`` names one of the supporter's own earlier lines instead.
    Raises ``Http404`` for somebody else's, ``Refusal`` for what can't be (``not_a_supporter``, ``ended``,
    ``in_the_future``, ``long_ago``, ``follow_up_in_the_past``, ``follow_up_far_off``, ``unknown_…``).
    """
    me, key = supporter_of(by, ask), key_from(key)
    Supporter.objects.select_for_update().get(pk=me.pk)  # a double press waits for the first one
    known = Contact.objects.filter(supporter=me, key=key).first()
    if known is not None:
        return access.fetch(by, "view", Contact, pk=known.pk)
    check(entry)
    earlier = access.fetch(by, "change", Contact, pk=follows) if follows else None
    about = kept(by, ask or (earlier.ask_id if earlier else None))
    with audit.acting(by):
        row = Contact.objects.create(
            supporter=me,
            ask=about,
            participant_id=about.participant_id if about else None,
            key=key,
            **vars(entry),
        )
        access.require(by, "add", row)
        _followed_up(me, about, earlier, row)
        if entry.activation == Activation.INCIDENT:
            offer_to_supporter(supporter=me, event=row.pk)
    return access.fetch(by, "view", Contact, pk=row.pk)


def supporter_of(by: User, ask: uuid.UUID | str | None = None) -> Supporter:
    """The person's own place on the roster. Refuses ``not_a_supporter``; a stranger's ``ask`` is a 404."""
    row = access.visible(by, Supporter).filter(user=by).first()
    if row is None or row.status == Supporter.Status.LEFT:
        if ask is not None:
            access.fetch(by, "keep", Ask, pk=ask)
        message = _("You are not on the roster. Please speak with your wellness coordinator.")
        raise Refusal("", "not_a_supporter", message)
    return row


def kept(by: User, ask: uuid.UUID | str | None) -> Ask | None:
    """The supporter's own accepted question; refuses ``ended``, and anybody else's is not there (404)."""
    if ask is None:
        return None
    known = as_id(ask)
    if Ask.objects.filter(pk=known, supporter__user=by, state__in=OVER).exists():
        message = _("This contact has ended. You can log it without a name.")
        raise Refusal("ask", "ended", message)
    return access.fetch(by, "keep", Ask, pk=ask)


def key_from(value: uuid.UUID | str | None) -> uuid.UUID:
    """The key that a form carries, or a fresh one; refuses ``unknown_key`` for anything else."""
    key = as_id(value) if value else uuid.uuid4()
    if key == NO_ID:
        message = _("This page is old. Please open it again.")
        raise Refusal("key", "unknown_key", message)
    return key


def _followed_up(me: Supporter, about: Ask | None, earlier: Contact | None, now: Contact) -> None:
    same = Q(pk=earlier.pk) if earlier else Q(pk__in=[])
    same |= Q(ask=about) if about else Q(pk__in=[])
    due = Contact.objects.due().filter(same, supporter=me, day__lte=now.day)
    due.exclude(pk=now.pk).update(followed_up=True)


CHOICES = {
    "channel": (Channel, _("Choose how you were in touch.")),
    "duration": (Duration, _("Choose how long it took.")),
    "activation": (Activation, _("Choose who began it.")),
}


def check(entry: Entry) -> None:
    """Refuses codes that nobody knows, and days that can't be."""
    for name, (known, message) in CHOICES.items():
        if getattr(entry, name) not in known.values:
            raise Refusal(name, f"unknown_{name}", message)
    today = local_time.today()
    if entry.day > today:
        raise Refusal("day", "in_the_future", _("This day has not come yet."))
    if entry.day < today - OLDEST:
        raise Refusal("day", "long_ago", _("This is more than a year ago. It need not be logged."))
    if entry.follow_up_on is not None:
        _follow_up_can_be(entry.follow_up_on)


def _follow_up_can_be(day: dt.date) -> None:
    if day < local_time.today():
        message = _("This day has passed. Choose today or a later day.")
        raise Refusal("follow_up_on", "follow_up_in_the_past", message)
    if day > local_time.today() + LATEST_FOLLOW_UP:
        message = _("Choose a day within the next year.")
        raise Refusal("follow_up_on", "follow_up_far_off", message)


@transaction.atomic
def correct_contact(*, by: User, contact: uuid.UUID | str, entry: Entry) -> Contact:
    """Put a line right on the day on which it was logged. Refuses ``only_on_its_day`` later."""
    with audit.acting(by):
        row = _own(by, "change", contact)
        check(entry)
        if row.logged_on != local_time.today():
            message = _("A line can be changed on its own day. You can still delete it.")
            raise Refusal("", "only_on_its_day", message)
        for name, value in vars(entry).items():
            setattr(row, name, value)
        row.followed_up = row.followed_up and row.follow_up_on is not None
        row.save()
    return row


@transaction.atomic
def delete_contact(*, by: User, contact: uuid.UUID | str) -> None:
    """Delete one of the supporter's own lines, whenever they like. Nothing keeps a copy."""
    with audit.acting(by):
        _own(by, "delete", contact).delete()


@transaction.atomic
def put_off(*, by: User, contact: uuid.UUID | str, until: str) -> Contact:
    """Look in later, or let it go: ``tomorrow``, ``week``, ``month``, ``drop``. From today, not from then."""
    with audit.acting(by):
        row = _own(by, "change", contact)
        if until not in PUT_OFF:
            raise Refusal("until", "unknown_until", _("Choose one of the answers."))
        if row.follow_up_on is None or row.followed_up:
            raise Refusal("", "nothing_due", _("Nothing is due here any more."))
        step = PUT_OFF[until]
        row.follow_up_on = local_time.today() + step if step else None
        row.save(update_fields=["follow_up_on"])
    return row


def _own(by: User, action: str, contact: uuid.UUID | str) -> Contact:
    return access.hold(by, action, Contact, pk=contact)


# --- the supporter's own support ------------------------------------------------------------------


def offer_to_supporter(*, supporter: Supporter, event: uuid.UUID) -> bool:
    """A supporter who carried something heavy is offered a talk of their own. Once per event.

    Stores which page there is to see, and a keyed trace of the event that leads back to nothing. An offer
    that they have not looked at yet stands for all. True when they were told now.
    """
    # Under the portal's handle: who carried it stands beside the event, and must not name their own record.
    who = vault.participant(supporter.user, "portal")
    waiting = Notice.objects.filter(recipient=who, target=OWN_SUPPORT, seen_at=None)
    if waiting.exists():
        return False
    trace = uuid.UUID(hex=vault.mac(who.pk, f"{OWN_SUPPORT} {event}".encode())[:32])
    with audit.acting(None):
        return notify.tell(participant=who, event=trace, target=OWN_SUPPORT) is not None


# --- counts, and the officer's own ----------------------------------------------------------------


def counts_by_supporter(*, since: dt.date) -> dict[uuid.UUID, int]:
    """Supporter -> contacts logged since that day. The only thing a coordinator learns of them."""
    rows = Contact.objects.filter(day__gte=since).order_by().values("supporter")
    return {each["supporter"]: each["n"] for each in rows.annotate(n=Count("pk"))}


def contacts_with_me(by: User) -> list[Mapping[str, object]]:
    """What is stored of contacts with this officer, for the download: days and codes."""
    rows = access.visible(by, Contact).filter(participant=vault.handle(by.pk, "support"))
    names = ("day", "channel", "duration", "activation", "follow_up_on", "referral_offered")
    return list(rows.order_by("day", "pk").values(*names))
