import datetime as dt
import re
import uuid
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from trust import notify, outbox, vault
from trust.models import Delivery, Notice, OutboxJob


def told(user, domain="support", **more):
    return notify.tell(participant=vault.participant(user, domain), event=uuid.uuid4(), **more)


def test_told_once_per_event_and_page(alice):
    mine, event = vault.participant(alice, "support"), uuid.uuid4()
    assert notify.tell(participant=mine, event=event)
    assert notify.tell(participant=mine, event=event) is None
    assert Notice.objects.count() == OutboxJob.objects.filter(name="trust.spread").count() == 1


def test_many_are_told_at_once_one_message_each_and_nobody_twice(cast, mailoutbox):
    alice, bob = (vault.participant(each, "support") for each in (cast.alice, cast.bob))
    events = {alice.pk: [uuid.uuid4(), uuid.uuid4()], bob.pk: [uuid.uuid4()]}
    assert notify.tell_all(events) == 2
    assert notify.tell_all(events) == 0
    outbox.drain()
    assert len(mailoutbox) == 2
    assert Notice.objects.count() == 3
    assert notify.unseen(cast.alice).count() == notify.unseen(cast.bob).count() == 1
    assert notify.tell_all({}) == 0


def test_every_mail_says_the_same(cast, mailoutbox):
    told(cast.alice, target="home")
    told(cast.bob, "wellness", target="privacy")
    outbox.drain()
    assert len(mailoutbox) == 2
    assert len({(mail.subject, mail.body) for mail in mailoutbox}) == 1
    assert sorted(mail.to[0] for mail in mailoutbox) == ["alice@example.org", "bob@example.org"]


def test_mail_is_in_the_readers_language_and_not_sent_twice(alice, mailoutbox):
    notice = told(alice)
    outbox.drain()
    for _again in range(2):
        notify.spreading.spread(batch=str(notice.batch))
        notify.delivering.deliver(delivery=str(Delivery.objects.get().pk))
    assert len(mailoutbox) == 1
    assert mailoutbox[0].extra_headers["Message-ID"] == f"<{notice.pk}@argus>"


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_no_address_no_mail(alice, mailoutbox, change):
    type(alice).objects.filter(pk=alice.pk).update(**change)
    told(alice)
    outbox.drain()
    assert mailoutbox == []


def test_mail_server_away_keeps_the_job(alice, monkeypatch, mailoutbox):
    def away(*_: object) -> int:
        raise ConnectionRefusedError

    told(alice)
    monkeypatch.setattr(EmailBackend, "send_messages", away)
    outbox.run_due()
    assert Delivery.objects.get().done_at is None
    waiting = OutboxJob.objects.get(name="trust.deliver")
    assert (waiting.reason, waiting.done_at) == ("ConnectionRefusedError", None)


def test_queue_holds_no_address(alice):
    told(alice)
    outbox.drain()
    for row in OutboxJob.objects.all():
        assert "alice" not in f"{row.args} {row.key}"
        assert str(alice.pk) not in f"{row.args} {row.key}"
        assert not re.search("@", f"{row.args}{row.key}")


def test_unseen_are_mine_under_every_handle(cast):
    told(cast.alice, "support")
    told(cast.alice, "wellness")
    told(cast.frank)
    assert notify.unseen(cast.alice).count() == 2
    assert notify.saw(by=cast.alice) == 2
    assert not notify.unseen(cast.alice)
    assert notify.unseen(cast.frank).count() == 1


@pytest.mark.usefixtures("new_york")
def test_an_older_installation_keeps_the_day_alone(alice):
    """The clocks go back on 1 November: that day has 25 hours."""
    moments = [
        dt.datetime(2026, 11, day, hour, 20, tzinfo=ZoneInfo("America/New_York"))
        for day, hour in ((1, 0), (1, 23), (2, 0))
    ]
    for moment in moments:
        Notice.objects.filter(pk=told(alice).pk).update(made_at=moment)
    migration = import_module("trust.migrations.0005_programme_whole")
    migration.keep_the_day_alone(apps, connection.schema_editor())
    kept = sorted(Notice.objects.values_list("made_at", flat=True))
    assert kept == [moment.replace(hour=0, minute=0) for moment in moments]
