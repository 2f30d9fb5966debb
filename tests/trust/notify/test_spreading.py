"""Many people, few queries; and rows in which nobody can read the two ends."""

import uuid
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from agency import clock
from tests.factories import make_user
from tests.trust.channels.people import add_device, proved
from trust import channels, notify, outbox, vault
from trust.models import Delivery, Notice, OutboxJob, PushDevice
from trust.notify.spreading import delivery_id, spread
from trust.notify.unlinking import event_of


def tell(user, **more):
    mine = vault.participant(user, "wellness")
    return notify.tell(participant=mine, event=uuid.uuid4(), **more)


def test_one_delivery_for_each_way_and_device(alice, texts):
    proved(alice, "sms", "555-234-0142")
    add_device(alice)
    add_device(alice)
    notice = tell(alice)
    spread(batch=str(notice.batch))
    spread(batch=str(notice.batch))
    ways = sorted(Delivery.objects.values_list("channel", flat=True))
    assert ways == ["mail", "push", "push", "sms"]
    assert OutboxJob.objects.filter(name="trust.deliver").count() == 4


def test_nothing_goes_out_for_whoever_has_read_it_or_wants_nothing(cast):
    channels.choose(by=cast.bob, mail="off")
    seen, other = tell(cast.alice), tell(cast.bob)
    notify.saw(by=cast.alice)
    for each in (seen, other):
        spread(batch=str(each.batch))
    assert not Delivery.objects.exists()


@pytest.fixture
def crowd():
    people = [make_user(f"p{n}") for n in range(40)]
    for each in people[:10]:
        add_device(each)
        channels.choose(by=each, mail="off", rest=True)
    return [vault.participant(each, "support").pk for each in people]


def asked(call) -> int:
    with CaptureQueriesContext(connection) as seen:
        call()
    return len(seen)


def test_as_many_queries_for_forty_as_for_four(crowd):
    told, sent = set(), set()
    for handles in (crowd[:4], crowd):
        events = {each: [uuid.uuid4()] for each in handles}
        told.add(asked(partial(notify.tell_all, events)))
        batch = Notice.objects.get(event=event_of(handles[-1], events[handles[-1]][0])).batch
        sent.add(asked(partial(spread, batch=str(batch))))
    assert len(told) == len(sent) == 1
    assert max(told | sent) <= 12


def test_large_crowds_go_in_batches(crowd, monkeypatch):
    monkeypatch.setattr("trust.notify.telling.TOGETHER", 15)
    assert notify.tell_all({each: [uuid.uuid4()] for each in crowd}) == 40
    assert OutboxJob.objects.filter(name="trust.spread").count() == 3
    assert notify.tell_all({}) == 0


def test_a_delivery_names_no_device(alice):
    add_device(alice)
    tell(alice)
    outbox.run_due(1)
    row, device = Delivery.objects.get(channel="push"), PushDevice.objects.get()
    columns = " ".join(str(value) for value in vars(row).values())
    assert device.pk.hex not in columns.replace("-", "")
    unkeyed = (uuid.uuid5(row.notice_id, f"push|{device.pk}"), uuid.uuid5(row.notice_id, "push"))
    assert row.pk not in unkeyed


def test_one_delivery_by_each_channel_whatever_its_key(alice):
    notice = tell(alice)
    row = {"notice": notice, "channel": "mail", "due_at": clock.now()}
    Delivery.objects.create(id=delivery_id(notice.pk, "mail", None), **row)
    with pytest.raises(IntegrityError, match=r"once_by_each_channel|UNIQUE"), transaction.atomic():
        Delivery.objects.create(id=uuid.uuid4(), **row)
