"""Hand referrals on, many at once: the handoff, the new hands, the link and the messages in one go.

All of it stands in one transaction. Killed before it ends, nothing has happened; after it, everything
is in rows: the outbox sends what has to be sent.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from agency import clock
from agency.models import User
from peersupport.actions import provider_links
from peersupport.actions.messages import EVENTS
from peersupport.actions.pathways import day_of, limits
from peersupport.models import Handoff, Referral, Slot
from trust import audit, notify, vault
from trust.fields import many

Reason = Handoff.Reason
State = Referral.State
# Somebody who was told is told again after a week at the latest.
AGAIN = 7 * 24


@dataclass(frozen=True)
class Transfer:
    """Whose a referral is from now on. The same hands again: the owner is only told."""

    row: Referral
    reason: str
    owner: uuid.UUID
    provider: uuid.UUID | None

    @property
    def to_another_provider(self) -> bool:
        return self.provider != self.row.provider_id or not self.row.is_open

    @property
    def state(self) -> str:
        return str(State.SENT if self.to_another_provider else self.row.state)

    @property
    def concerns_officer(self) -> bool:
        """Their appointment is gone, or somebody could not reach them."""
        lost = self.to_another_provider and self.row.state == State.APPOINTMENT
        return lost or self.reason == Reason.NOT_REACHED


@transaction.atomic
def hand_over(transfers: Sequence[Transfer], *, by: User | None = None) -> None:
    """Carry the transfers out. The caller holds the rows; ``by`` is not told what they did themselves."""
    if not transfers:
        return
    write_handoffs(transfers)
    _update(transfers)
    given = [each for each in transfers if each.to_another_provider]
    if given:
        pks = [each.row.pk for each in given]
        provider_links.end(pks)
        free_slots_of(pks)
        provider_links.issue({e.row.pk: e.provider for e in given if e.provider})
    _tell(transfers, by)


def write_handoffs(transfers: Iterable[Transfer]) -> None:
    """One line each; the constraint stops a second worker at the same step."""
    now = clock.now()
    Handoff.objects.bulk_create(
        (
            Handoff(
                participant_id=each.row.participant_id,
                referral=each.row,
                number=each.row.round + 1,
                reason=each.reason,
                from_owner_id=each.row.owner_id,
                to_owner_id=each.owner,
                from_provider_id=each.row.provider_id,
                to_provider_id=each.provider,
                at=now,
            )
            for each in transfers
        ),
        batch_size=2_000,
    )


def _update(transfers: Iterable[Transfer]) -> None:
    """One statement for all that go the same way."""
    alike: dict[tuple[object, ...], list[Transfer]] = defaultdict(list)
    steps = limits()
    for each in transfers:
        hours = steps[each.row.kind, each.state].hours
        told = not each.to_another_provider
        alike[
            each.owner, each.provider, each.state, min(hours, AGAIN) if told else hours, told
        ].append(each)
    now = clock.now()
    for (owner, provider, state, hours, told), rows in alike.items():
        limit = now + dt.timedelta(hours=hours)  # type: ignore[arg-type]
        changed = {
            "owner": owner,
            "provider": provider,
            "limit_at": limit,
            "next_on": day_of(limit),
        }
        if not told:
            changed |= {"state": state, "moved_at": now, "appointment_at": None}
        ours = Referral.objects.filter(pk__among=many(each.row.pk for each in rows))
        ours.update(round=F("round") + 1, **changed)


def free_slots_of(referrals: Iterable[uuid.UUID]) -> None:
    """Give booked times back."""
    booked = Slot.objects.filter(referral_id__in=list(referrals))
    booked.update(referral=None, state=Slot.State.FREE)


def _tell(transfers: Iterable[Transfer], by: User | None) -> None:
    """Each new owner once for all that is new; the officer when it concerns them."""
    owners: dict[uuid.UUID, list[uuid.UUID]] = {}
    officers: dict[uuid.UUID, list[uuid.UUID]] = {}
    for each in transfers:
        if each.owner not in owners and (by is None or each.owner != by.pk):
            owners[each.owner] = [_event(each)]  # one message for all that is new
        if each.concerns_officer:
            officers.setdefault(each.row.participant_id, [_event(each)])
    with audit.acting(None):
        people = User.objects.in_bulk(list(owners))
        handles = {pk: vault.participant(user, "portal").pk for pk, user in people.items()}
        notify.tell_all({handles[pk]: e for pk, e in owners.items()}, target="referrals")
        notify.tell_all(officers, target="my_referrals")


def _event(each: Transfer) -> uuid.UUID:
    return uuid.uuid5(EVENTS, f"referral {each.row.pk} {each.row.round + 1}")
