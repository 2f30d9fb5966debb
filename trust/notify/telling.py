"""Write down that somebody has news. One row per person and event; nobody is told twice."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet

from agency import clock
from agency.models import User
from trust import outbox, vault
from trust.fields import many
from trust.models import Notice, Participant
from trust.models.participants import Domain

SPREAD = "trust.spread"
TOGETHER = 500  # messages that one job sends on


def tell(
    *, participant: Participant, event: uuid.UUID, target: str = "home", urgent: bool = False
) -> Notice | None:
    """Tell a person once about an event; None when they were told before.

    ``target`` is the URL name of a page, never a record. ``urgent``: the caller knows that the person
    is on duty for this; it ends the quiet hours of those who asked for that, and of nobody else. Joins
    the caller's transaction.
    """
    return _tell(participant, event, target, _haste(urgent))


def tell_now(*, participant: Participant, event: uuid.UUID) -> Notice | None:
    """``tell`` for a message that the person asks for at this moment, whatever the hour."""
    return _tell(participant, event, "home", Notice.Haste.NOW)


def _tell(who: Participant, event: uuid.UUID, target: str, haste: str) -> Notice | None:
    notice, made = Notice.objects.get_or_create(
        recipient=who, event=event, target=target, defaults={"haste": haste}
    )
    if not made:
        return None
    outbox.enqueue(SPREAD, key=str(notice.batch), batch=str(notice.batch))
    return notice


def _haste(urgent: bool) -> Notice.Haste:
    return Notice.Haste.DUTY if urgent else Notice.Haste.USUAL


def tell_all(
    events: Mapping[uuid.UUID, Sequence[uuid.UUID]], *, target: str = "home", urgent: bool = False
) -> int:
    """``tell`` for many people at once: one message each, whatever number of events it stands for.

    ``events``: handle -> events that the person was not told about yet. How many people were told.
    """
    now, haste = clock.now(), _haste(urgent)
    first, rest = [], []
    for recipient, (one, *others) in events.items():
        first.append(Notice(recipient_id=recipient, event=one, target=target, haste=haste))
        # Covered by the first one: known as told, shown and sent nowhere.
        rest += [
            Notice(recipient_id=recipient, event=each, target=target, seen_at=now)
            for each in others
        ]
    batches = _in_batches(first)
    with transaction.atomic():
        Notice.objects.bulk_create([*first, *rest], ignore_conflicts=True, batch_size=TOGETHER)
        made = Notice.objects.filter(pk__among=many(row.pk for row in first))
        new = set(made.values_list("batch", flat=True)) if first else set()
        jobs = [(str(each), {"batch": str(each)}) for each in batches if each in new]
        outbox.enqueue_many(SPREAD, jobs)
        return made.count() if first else 0


def _in_batches(rows: Sequence[Notice]) -> list[uuid.UUID]:
    """Give every row the mark of its batch; the marks."""
    found = []
    for start in range(0, len(rows), TOGETHER):
        found.append(uuid.uuid4())
        for row in rows[start : start + TOGETHER]:
            row.batch = found[-1]
    return found


def unseen(user: User) -> QuerySet[Notice]:
    """The person's notices that they have not looked at yet, under any of their handles."""
    handles = [vault.handle(user.pk, domain) for domain in Domain.values]
    return Notice.objects.filter(recipient__in=handles, seen_at=None)


def saw(*, by: User) -> int:
    """The person has looked at their notices; the number that were new."""
    return unseen(by).update(seen_at=clock.now())
