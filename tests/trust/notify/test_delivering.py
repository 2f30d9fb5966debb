"""Asked again at the last moment, sent once, put off, or put away."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest

from agency import clock
from tests.trust.channels.people import proved
from trust import channels, notify, outbox, vault
from trust.models import Delivery
from trust.notify.unlinking import GRID

pytestmark = pytest.mark.usefixtures("new_york")
EVENING = dt.datetime(2026, 11, 20, 21, tzinfo=ZoneInfo("America/New_York"))
NIGHT = {"quiet_from": dt.time(22), "quiet_until": dt.time(7)}
HOUR = dt.timedelta(hours=1)
LATEST = 2 * GRID  # by then everything that waited has gone


def tell(user, domain="support", **more):
    return notify.tell(participant=vault.participant(user, domain), event=uuid.uuid4(), **more)


def test_waits_for_the_morning_and_comes_once_for_all(alice, mailoutbox):
    channels.choose(by=alice, mail="account", **NIGHT)
    with clock.at(EVENING + 2 * HOUR):
        tell(alice)
        tell(alice, "wellness")
        outbox.drain()
        assert mailoutbox == []
        assert notify.unseen(alice).count() == 2  # the portal says it at once
    with clock.at(EVENING + 10 * HOUR + LATEST):
        outbox.drain()
        assert len(mailoutbox) == 1
    assert not Delivery.objects.filter(done_at=None)


def test_the_first_that_goes_takes_the_others_along(alice, mailoutbox):
    channels.choose(by=alice, mail="account", **NIGHT)
    with clock.at(EVENING + 2 * HOUR):
        for _each in range(8):  # each waits some minutes of its own
            tell(alice)
        outbox.drain()
    morning = sorted(set(Delivery.objects.values_list("due_at", flat=True)))
    assert len(morning) > 1
    assert morning[0] >= EVENING + 10 * HOUR  # never in the quiet hours
    for due in morning:
        with clock.at(due):
            outbox.drain()
            assert len(mailoutbox) == 1


def test_two_in_the_daytime_are_two(alice, mailoutbox):
    for _each in range(2):
        tell(alice)
        outbox.drain()
    assert len(mailoutbox) == 2


def test_what_was_read_meanwhile_is_not_sent(alice, mailoutbox):
    channels.choose(by=alice, mail="account", **NIGHT)
    with clock.at(EVENING + 2 * HOUR):
        tell(alice)
        outbox.drain()
        notify.saw(by=alice)
    with clock.at(EVENING + 10 * HOUR + LATEST):
        outbox.drain()
    assert mailoutbox == []
    assert Delivery.objects.get().done_at


def test_a_worker_that_comes_late_keeps_the_new_quiet_hours(alice, mailoutbox):
    with clock.at(EVENING):
        tell(alice)
        outbox.run_due(1)  # spread, not delivered
        channels.choose(by=alice, mail="account", **NIGHT)
    with clock.at(EVENING + 2 * HOUR):
        outbox.drain()
        outbox.drain()
    assert mailoutbox == []
    with clock.at(EVENING + 10 * HOUR + LATEST):
        outbox.drain()
    assert len(mailoutbox) == 1


def test_switched_off_meanwhile_is_off(alice, mailoutbox):
    tell(alice)
    outbox.run_due(1)
    channels.choose(by=alice, mail="off")
    outbox.drain()
    assert mailoutbox == []
    assert Delivery.objects.get().done_at


def test_on_duty_wakes_only_who_asked(cast, mailoutbox):
    channels.choose(by=cast.alice, mail="account", wake=False, **NIGHT)
    channels.choose(by=cast.bob, mail="account", wake=True, **NIGHT)
    with clock.at(EVENING + 2 * HOUR):
        tell(cast.alice, urgent=True)
        tell(cast.bob, urgent=True)
        tell(cast.bob)
        outbox.drain()
    assert [mail.to for mail in mailoutbox] == [["bob@example.org"]]


def test_never_to_a_department_mailbox_unless_chosen(alice, mailoutbox):
    alice.email = "alice@riverbend.example"
    alice.save()
    tell(alice)
    outbox.drain()
    assert mailoutbox == []
    channels.choose(by=alice, mail="work")
    tell(alice)
    outbox.drain()
    assert [mail.to for mail in mailoutbox] == [["alice@riverbend.example"]]


def test_a_text_carries_the_sentence_and_no_link(alice, texts):
    proved(alice, "sms", "555-234-0142")
    tell(alice, target="offers")
    outbox.drain()
    to, text, key = texts[-1]
    assert (to, text) == ("+15552340142", "There is something new for you.")
    assert key == str(Delivery.objects.get(channel="sms").pk)
