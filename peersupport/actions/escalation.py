"""When nothing moves: the next provider, another coordinator, or a word to the owner. From the clock.

The row is the queue: what is due is found, decided and carried out in one transaction per batch, and
its limit lies in the future afterwards. Whoever dies in between has done nothing; whoever comes twice
finds nothing.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet

from agency import clock
from agency.models import Role
from peersupport.actions.handoffs import Reason, Transfer, hand_over
from peersupport.actions.messages import tell_admins
from peersupport.actions.ownership import Desk, desk
from peersupport.models import Handoff, Provider, Referral
from peersupport.pathways import BEFORE_CONTACT, Answer, after_limit, next_in_line
from trust import roles
from trust.fields import many

BATCH = 2_000
NEEDED = ("participant_id", "kind", "state", "owner_id", "provider_id", "round")
State = Referral.State
Asked = dict[uuid.UUID, set[uuid.UUID]]
Lines = dict[str, list[uuid.UUID]]


def escalate(*, batches: int = 25) -> bool:
    """Everything that is due, batch by batch; False when more is left than one turn takes."""
    replace_leavers()
    return any(escalate_batch() < BATCH for _turn in range(batches))


@transaction.atomic
def escalate_batch() -> int:
    """One batch of what has been due for longest; how many rows that were."""
    rows = list(_held(Referral.objects.past_limit())[:BATCH])
    rows = rows or list(_held(Referral.objects.without_limit())[:BATCH])
    if rows:
        people, lines, asked = desk(), _lines(), _asked(rows)
        hand_over([_transfer(row, people, lines, asked) for row in rows if row.owner_id])
    return len(rows)


def _held(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Held by this worker, with what a transfer needs; another one takes the rows behind them."""
    rows = rows.only(*NEEDED)
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def _lines() -> Lines:
    """By kind, the providers in the order in which they are asked."""
    found: Lines = defaultdict(list)
    for kind, pk in Provider.objects.active().in_line().values_list("kind", "pk"):
        found[kind].append(pk)
    return found


def _asked(rows: Iterable[Referral]) -> Asked:
    """The providers that each was with already."""
    pks = [row.pk for row in rows if row.provider_id and row.state in BEFORE_CONTACT]
    found: Asked = defaultdict(set)
    past = Handoff.objects.filter(referral__pk__among=many(pks), to_provider__isnull=False)
    for referral, provider in past.values_list("referral_id", "to_provider_id"):
        found[referral].add(provider)
    return found


def _transfer(row: Referral, people: Desk, lines: Lines, asked: Asked) -> Transfer:
    assert row.owner_id is not None  # noqa: S101 - the constraint says so of an open referral
    following = next_in_line(lines.get(row.kind, []), asked[row.pk] | {row.provider_id})
    what = after_limit(
        state=row.state,
        has_provider=row.provider_id is not None,
        another=following is not None,
        other_owner=people.others(row.owner_id),
    )
    silent = Reason.SILENT if row.state == State.SENT else Reason.NO_CONTACT
    if what is Answer.NEXT_PROVIDER:
        return Transfer(row, silent, row.owner_id, following)
    if what is Answer.HAND_BACK:
        return Transfer(row, silent, row.owner_id, None)
    if what is Answer.NEXT_OWNER:
        owner = people.pick(row.participant_id, but=(row.owner_id,))
        if owner is not None:
            return Transfer(row, silent, owner.pk, None)
    return Transfer(row, Reason.STALLED, row.owner_id, row.provider_id)


# --- a coordinator leaves, or comes into the officer's command --------------------------------------


def replace_leavers() -> int:
    """Open referrals of whoever can't look after them any more get another owner; how many did.

    Somebody tied to the officer by command sees no more of it from that day on, so another has to act.
    """
    today = roles.assigned_users(Role.WELLNESS_COORDINATOR).values("pk")
    moved = _replace_all(Referral.objects.open().exclude(owner__in=today), Reason.OWNER_LEFT)
    people = desk()
    for person in people.people:
        theirs = Referral.objects.open().filter(owner=person)
        near = theirs.filter(participant__pk__among=many(people.apart(person)))
        moved += _replace_all(near, Reason.TAKEN_OVER)
    return moved


def _replace_all(rows: QuerySet[Referral], reason: str) -> int:
    moved, last = 0, uuid.UUID(int=0)
    while True:
        with transaction.atomic():
            batch = list(_held(rows.filter(pk__gt=last).order_by("id"))[:BATCH])
            moved += _replace(batch, reason)
        if len(batch) < BATCH:
            return moved
        last = batch[-1].pk


def _replace(rows: list[Referral], reason: str) -> int:
    if not rows:
        return 0
    people = desk()
    chosen = [(row, people.pick(row.participant_id)) for row in rows]
    hand_over([Transfer(r, reason, who.pk, r.provider_id) for r, who in chosen if who])
    left = [row for row, who in chosen if who is None]
    if left:  # whoever may give the role to somebody hears of it, once a day
        tell_admins(f"referrals without a coordinator {clock.today()}", "home")
    return len(rows) - len(left)
