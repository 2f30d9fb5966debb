"""Warm handover: times that providers keep free, booked by the officer or with them on the phone."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from peersupport.actions.handoffs import free_slots_of
from peersupport.actions.messages import tell_member, tell_officer
from peersupport.actions.ownership import entrusted
from peersupport.actions.pathways import set_state
from peersupport.actions.provider_links import live_on, tell_provider
from peersupport.models import Provider, Referral, Slot
from trust import access, audit
from trust.refusal import Refusal
from trust.written import as_id

State = Referral.State
USUAL = dt.timedelta(minutes=50)  # a session's usual length
AHEAD = dt.timedelta(days=180)
NO_TIME = _("Choose a day and a time.")
PAST = _("This time has passed. Choose one that is still to come.")
TOO_FAR = _("Choose a time within the next six months.")
TAKEN = _("This time was taken a moment ago. Here are the ones that are free.")
OVERLAPS = _("There is another time at this hour already. Choose a time before or after it.")


def checked_start(starts: dt.datetime | None) -> dt.datetime:
    """A moment that can be agreed on. Raises ``Refusal``."""
    if starts is None:
        raise Refusal("starts", "no_time", NO_TIME)
    if starts <= clock.now():
        raise Refusal("starts", "past", PAST)
    if starts > clock.now() + AHEAD:
        raise Refusal("starts", "too_far", TOO_FAR)
    return starts


def add_slot(provider: Provider, starts: dt.datetime, lasts: dt.timedelta = USUAL) -> Slot | None:
    """Add a free time; None when it is there already. The caller holds the provider's row."""
    ends = starts + lasts
    near = Slot.objects.filter(provider=provider, starts_at__lt=ends, ends_at__gt=starts).first()
    if near is not None and (near.starts_at, near.ends_at) == (starts, ends):
        return None
    if near is not None:
        raise Refusal("starts", "overlaps", OVERLAPS)
    return Slot.objects.create(provider=provider, starts_at=starts, ends_at=ends)


@transaction.atomic
def offer_slot(*, by: User, provider: uuid.UUID | str, starts: dt.datetime | None) -> Slot | None:
    """A coordinator notes a time that a provider keeps free. Raises ``Refusal``."""
    with audit.acting(by):
        row = access.hold(by, "change", Provider, pk=provider)
        made = add_slot(row, checked_start(starts))
        return access.require(by, "add", made) if made else None


@transaction.atomic
def book_slot(*, by: User, referral: uuid.UUID | str, slot: uuid.UUID | str) -> Referral:
    """The officer takes a time, or their coordinator does with them on the phone. Books anew if need be.

    Raises ``Refusal`` for a time that has passed, that somebody else took, or of another provider.
    """
    with audit.acting(by):
        row = entrusted(by, "book", referral)
        mine = Slot.objects.filter(referral=row).first()
        if mine is not None and str(mine.pk) == str(slot):
            return row
        wanted = access.visible(by, Slot).filter(pk=as_id(slot), provider=row.provider_id).first()
        if wanted is None or not row.is_open or row.state == State.ATTENDED:
            raise Refusal("slot", "taken", TAKEN)
        checked_start(wanted.starts_at)
        if mine is not None:
            free_slots_of([row.pk])
        changed = Slot.objects.filter(pk=wanted.pk, state=Slot.State.FREE)
        if not changed.update(state=Slot.State.BOOKED, referral=row):
            raise Refusal("slot", "taken", TAKEN)
        set_state(row, State.APPOINTMENT, appointment=wanted.starts_at)
        live_on(row.pk, wanted.starts_at)
        _tell(by, row, f"booked {row.pk} {wanted.pk}")
    return row


@transaction.atomic
def cancel_appointment(*, by: User, referral: uuid.UUID | str) -> Referral:
    """The officer or the coordinator calls it off; the time is free again. Twice changes nothing."""
    with audit.acting(by):
        row = entrusted(by, "book", referral)
        if row.state != State.APPOINTMENT:
            return row
        free_slots_of([row.pk])
        set_state(row, State.CONTACTED)
        _tell(by, row, f"appointment off {row.pk} {row.moved_at.isoformat()}")
    return row


def _tell(by: User, row: Referral, about: str) -> None:
    """Everybody else who has to know that there is something new."""
    if row.owner is not None and row.owner_id != by.pk:
        tell_member(row.owner, about, "referrals")
    if row.owner_id == by.pk:
        tell_officer(row.participant, about, "my_referrals")
    tell_provider(row)


def free_times(by: User, rows: list[Referral]) -> dict[uuid.UUID, list[Slot]]:
    """The next free times by provider, for referrals that can still be booked. One query."""
    providers = {row.provider_id for row in rows if row.is_open and row.provider_id}
    found: dict[uuid.UUID, list[Slot]] = {}
    slots = access.visible(by, Slot).free().filter(provider__in=providers)  # type: ignore[attr-defined]
    for slot in slots.order_by("starts_at")[:200]:
        found.setdefault(slot.provider_id, []).append(slot)
    return found
