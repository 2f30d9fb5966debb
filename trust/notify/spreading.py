"""From notices to deliveries: which channels each person wants, and when each message may go."""

from __future__ import annotations

import uuid
from hmac import digest

from agency import clock
from trust import outbox
from trust.keyfile import key_file
from trust.models import Channel, Delivery, Notice
from trust.notify import wishes
from trust.notify.telling import SPREAD, TOGETHER
from trust.notify.unlinking import blurred
from trust.notify.wishes import Device, Reach

DELIVER = "trust.deliver"


def delivery_id(notice: uuid.UUID, channel: str, device: Device | None) -> uuid.UUID:
    """The key of a delivery. Keyed by a secret: from the tables alone nobody can join the two ends."""
    about = f"{notice}|{channel}|{device.pk if device else ''}".encode()
    return uuid.UUID(bytes=digest(key_file().domain_key("delivery"), about, "sha256")[:16])


@outbox.job(SPREAD)
def spread(*, batch: str) -> None:
    """One job per batch. Run twice, it finds every row and every job there already."""
    news = list(Notice.objects.filter(batch=batch, seen_at=None).select_related("recipient"))
    people = wishes.behind(each.recipient for each in news)
    reach = wishes.of(list({each.pk: each for each in people.values()}.values()))
    rows = [
        row
        for each in news
        if each.recipient_id in people
        for row in _deliveries(each, reach[people[each.recipient_id].pk])
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=TOGETHER)
    jobs = [(str(row.pk), {"delivery": str(row.pk)}) for row in rows]
    outbox.enqueue_many(DELIVER, jobs, due={str(row.pk): row.due_at for row in rows})


def _deliveries(notice: Notice, reader: Reach) -> list[Delivery]:
    until, now = reader.waits_until(notice.haste), clock.now()
    keyed = [(delivery_id(notice.pk, *way), way[0]) for way in reader.channels()]
    return [
        Delivery(
            id=key,
            notice=notice,
            channel=Channel(channel),
            due_at=blurred(until, key) if until else now,
        )
        for key, channel in keyed
    ]
