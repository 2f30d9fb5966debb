"""Write down that somebody has news. One row per person and event; nobody is told twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet

from agency import local_time
from agency.models import User
from trust import outbox, vault
from trust.fields import many
from trust.models import Notice, Participant
from trust.models.participants import Domain
from trust.notify.unlinking import event_of

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
        recipient=who,
        event=event_of(who.pk, event),
        target=target,
        defaults={"haste": haste},
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
    today, haste = local_time.midnight(), _haste(urgent)
    first, rest = [], []
    for recipient, news in events.items():
        one, *others = (event_of(recipient, each) for each in news)
        first.append(Notice(recipient_id=recipient, event=one, target=target, haste=haste))
        # Covered by the first one: known as told, shown and sent nowhere.
        rest += [
            Notice(recipient_id=recipient, event=each, target=target, seen_at=today)
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


def untold(
    events: Iterable[tuple[uuid.UUID, uuid.UUID]], *, target: str
) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Of these (handle, event) those of which nobody was told yet, as ``tell_all`` takes them."""
    traces = {event_of(who, event): (who, event) for who, event in events}
    known = Notice.objects.filter(event__among=many(traces), target=target) if traces else None
    told = set(known.values_list("event", flat=True)) if known is not None else set()
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for trace, (who, event) in traces.items():
        if trace not in told:
            found.setdefault(who, []).append(event)
    return found


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
    """The person has looked at their notices; the number that were new.

    Only the day is kept: the same moment under each of their handles would join them.
    """
    return unseen(by).update(seen_at=local_time.midnight())
