"""Send one delivery. Asked again at the last moment: still wanted, still unread, not quiet now?

Marked after it went out, so a worker that dies in between sends a second copy of the same message:
a mail with the same Message-ID, a text with the same key for the gateway, a push with the same topic.
A message that waited takes along whatever else waits for the same person on the same way.
"""

from __future__ import annotations

import uuid

from agency import clock, local_time
from agency.models import User
from trust import outbox, vault
from trust.models import Channel, Delivery, Notice
from trust.models.participants import Domain
from trust.notify import mail, push, sms, unlinking, wishes
from trust.notify.spreading import DELIVER, delivery_id
from trust.notify.wishes import Device, Reach


@outbox.job(DELIVER)
def deliver(*, delivery: str) -> None:
    """Send it, put it off, or put it away."""
    found = Delivery.objects.select_related("notice__recipient")
    row = found.filter(pk=delivery, done_at=None).first()
    if row is None:
        return
    reader = _reader(row.notice)
    way = _way(row, reader) if reader and row.notice.seen_at is None else None
    if reader is None or way is None:
        _mark([row.pk])
    elif not _put_off(row, reader):
        _send(row, reader, way[1])
        _done(row, reader.person, way[1])


def _reader(notice: Notice) -> Reach | None:
    person = wishes.behind([notice.recipient]).get(notice.recipient_id)
    return wishes.of([person])[person.pk] if person else None


def _way(row: Delivery, reader: Reach) -> tuple[Channel, Device | None] | None:
    """The channel and device that this delivery is for, if the person still wants it."""
    wanted = [each for each in reader.channels() if each[0] == row.channel]
    return next((way for way in wanted if delivery_id(row.notice_id, *way) == row.pk), None)


def _put_off(row: Delivery, reader: Reach) -> bool:
    """The hours may have changed since, or the worker comes late."""
    until = reader.waits_until(row.notice.haste)
    if until is None:
        return False
    due = unlinking.blurred(until, row.pk)
    Delivery.objects.filter(pk=row.pk).update(due_at=due)
    key = unlinking.job_key(row.pk, due)
    outbox.enqueue(DELIVER, key=key, due_at=due, delivery=str(row.pk))
    return True


def _send(row: Delivery, reader: Reach, device: Device | None) -> None:
    if device is not None:
        push.send(reader, device, row.pk, urgent=row.notice.haste != Notice.Haste.USUAL)
    elif row.channel == Channel.SMS:
        sms.send(reader, row.pk)
    else:
        mail.send(reader, row.notice_id)


def _done(row: Delivery, person: User, device: Device | None) -> None:
    """This one, and those that waited for the same thing: one message is enough for all."""
    soon = clock.now() + unlinking.GRID  # those that waited for the same hour are due within a step
    handles = [vault.handle(person.pk, domain) for domain in Domain.values]
    waiting = Delivery.objects.filter(
        notice__recipient__in=handles, channel=row.channel, done_at=None, due_at__lte=soon
    )
    same: list[uuid.UUID] = [
        pk
        for pk, notice in waiting.values_list("pk", "notice")
        if pk == delivery_id(notice, row.channel, device)
    ]
    _mark([row.pk, *same])


def _mark(done: list[uuid.UUID]) -> None:
    """Only the day is kept: a moment would join the handles, or tell when somebody's shift ended."""
    today = local_time.midnight()
    Delivery.objects.filter(pk__in=done).update(done_at=today, due_at=today)
