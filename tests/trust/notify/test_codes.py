"""Six digits that stand nowhere, come by the queue, and are good for ten minutes."""

import re
import uuid

from tests.adversary.test_dump import encodings
from tests.stored import values as tables
from trust import channels, outbox
from trust.models import NoticeCode, OutboxJob
from trust.notify import codes


def test_six_digits_for_every_nonce():
    found = {codes.digits(uuid.uuid4()) for _each in range(200)}
    assert all(re.fullmatch(r"\d{6}", each) for each in found)
    assert len(found) > 190


def test_the_code_goes_to_the_address_that_waits_for_it(alice, mailoutbox):
    row = channels.ask_code(by=alice, channel="mail", to="me@home.example")
    outbox.drain()
    assert mailoutbox[0].to == ["me@home.example"]
    assert codes.digits(row.nonce) in mailoutbox[0].body
    assert codes.digits(row.nonce) not in mailoutbox[0].subject


def test_a_newer_code_takes_its_place(alice, texts):
    first = channels.ask_code(by=alice, channel="sms", to="555-234-0142").nonce
    second = channels.ask_code(by=alice, channel="sms", to="555-234-0143").nonce
    outbox.drain()
    assert [(to, codes.digits(second) in text) for to, text, _key in texts] == [
        ("+15552340143", True)
    ]
    assert first != second


def test_an_old_code_is_not_sent_any_more(alice, mailoutbox):
    row = channels.ask_code(by=alice, channel="mail", to="me@home.example")
    NoticeCode.objects.update(made_at=row.made_at - codes.GOOD_FOR)
    outbox.drain()
    assert mailoutbox == []


def test_neither_digits_nor_address_stand_in_any_table(alice):
    row = channels.ask_code(by=alice, channel="mail", to="canary-me@home.example")
    outbox.drain()
    stored = b"\n".join(raw for _table, raw in tables())
    for word in ("canary-me@home.example", codes.digits(row.nonce)):
        assert not any(code in stored for code in encodings(word) if len(code) > 5)
    assert OutboxJob.objects.get().args == {"nonce": str(row.nonce)}
