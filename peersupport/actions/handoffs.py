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

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, F, Func, UUIDField, Value
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

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
    now = clock.now()
    write_handoffs(transfers, now)
    _update(transfers, now)
    given = [each for each in transfers if each.to_another_provider]
    if given:
        pks = [each.row.pk for each in given]
        provider_links.end(pks)
        free_slots_of(pks)
        provider_links.issue_soon({e.row.pk: e.provider for e in given if e.provider}, now)
    _tell(transfers, by)


class NewId(Func):
    """A random id, made by the database."""

    function = "gen_random_uuid"
    output_field = UUIDField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: object
    ) -> tuple[str, tuple[str | int, ...]]:
        return "lower(hex(randomblob(16)))", ()


COLUMNS = (
    "id", "participant_id", "referral_id", "number", "reason", "from_owner_id", "to_owner_id",
    "from_provider_id", "to_provider_id", "at",
)  # fmt: skip


def write_handoffs(transfers: Iterable[Transfer], now: dt.datetime) -> None:
    """One line each; the constraint stops a second worker at the same step.

    The lines follow from the referrals, so the database writes them itself, by one statement for all
    that go the same way: a sweep over a very large agency spends most of its time here.
    """
    alike: dict[tuple[str, uuid.UUID, uuid.UUID | None], list[uuid.UUID]] = defaultdict(list)
    for each in transfers:
        alike[each.reason, each.owner, each.provider].append(each.row.pk)
    into = f"INSERT INTO {Handoff._meta.db_table} ({', '.join(COLUMNS)}) "
    with connection.cursor() as cursor:
        for (reason, owner, provider), pks in alike.items():
            rows = Referral.objects.filter(pk__among=many(pks)).order_by()
            lines = rows.values_list(
                NewId(), "participant_id", "pk", F("round") + 1, Value(str(reason)), "owner_id",
                Value(owner, UUIDField()), "provider_id", Cast(Value(provider), UUIDField()),
                Value(now, DateTimeField()),
            )  # fmt: skip
            select, values = lines.query.sql_with_params()
            cursor.execute(into + select, values)


@dataclass(frozen=True)
class Way:
    """What becomes of all the referrals that go the same way."""

    owner: uuid.UUID
    provider: uuid.UUID | None
    state: str
    hours: int
    told: bool

    def changes(self, now: dt.datetime) -> dict[str, object]:
        """The columns; a referral whose owner is only told has not moved."""
        limit = now + dt.timedelta(hours=min(self.hours, AGAIN) if self.told else self.hours)
        changed = {"owner": self.owner, "limit_at": limit, "next_on": day_of(limit)}
        moved = {"provider": self.provider, "state": self.state, "moved_at": now}
        return changed if self.told else changed | moved | {"appointment_at": None}


def _update(transfers: Iterable[Transfer], now: dt.datetime) -> None:
    """One statement for all that go the same way."""
    alike: dict[Way, list[uuid.UUID]] = defaultdict(list)
    steps = limits()
    for each in transfers:
        hours = steps[each.row.kind, each.state].hours
        way = Way(each.owner, each.provider, each.state, hours, not each.to_another_provider)
        alike[way].append(each.row.pk)
    for way, pks in alike.items():
        ours = Referral.objects.filter(pk__among=many(pks))
        ours.update(round=F("round") + 1, **way.changes(now))


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
