"""An address proves itself: six digits, ten minutes, five tries, three codes an hour."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from agency import clock
from tests.trust.channels.people import proved
from tests.trust.channels.test_choosing import refused
from trust import channels, outbox, vault
from trust.models import NoticeCode
from trust.notify import codes, wishes
from trust.refusal import Refusal

MAIL = {"channel": "mail", "to": "me@home.example"}


def test_used_only_after_its_digits_came_back(alice):
    row = channels.ask_code(by=alice, **MAIL)
    mine = channels.mine(by=alice)
    assert (mine.wishes.address, mine.waiting) == ("", {"mail": "me@home.example"})
    digits = codes.digits(row.nonce)
    channels.confirm(by=alice, channel="mail", code=f" {digits[:3]} {digits[3:]} ")
    mine = channels.mine(by=alice)
    assert (mine.wishes.address, mine.wishes.mail, mine.waiting) == (
        "me@home.example",
        "private",
        {},
    )
    spent = NoticeCode.objects.get()
    assert wishes.opened(spent) == {"to": ""}
    again = {"by": alice, "channel": "mail"}
    for each in (digits, codes.digits(spent.nonce)):
        assert refused(channels.confirm, **again, code=each) == ("code", "no_code")


def test_a_number_is_switched_on_when_it_is_proved(alice, texts):
    assert proved(alice, "sms", "(555) 234-0142").sms
    assert channels.mine(by=alice).wishes.number == "+15552340142"


def wrong(row: NoticeCode) -> str:
    return f"{(int(codes.digits(row.nonce)) + 1) % 1_000_000:06d}"


def test_five_tries_and_then_none(alice):
    row = channels.ask_code(by=alice, **MAIL)
    given = {"by": alice, "channel": "mail"}
    for _try in range(5):
        assert refused(channels.confirm, **given, code=wrong(row)) == ("code", "code")
    assert refused(channels.confirm, **given, code=codes.digits(row.nonce)) == ("code", "no_code")


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "0" * 400])
def test_whatever_is_typed_is_only_not_the_code(alice, code):
    channels.ask_code(by=alice, **MAIL)
    assert refused(channels.confirm, by=alice, channel="mail", code=code) == ("code", "code")


def test_after_ten_minutes_it_is_over(alice):
    row = channels.ask_code(by=alice, **MAIL)
    later = {"by": alice, "channel": "mail", "code": codes.digits(row.nonce)}
    with clock.at(row.made_at + codes.GOOD_FOR):
        assert refused(channels.confirm, **later) == ("code", "no_code")
        assert channels.mine(by=alice).waiting == {}


def test_a_code_of_somebody_else_is_none(cast):
    row = channels.ask_code(by=cast.alice, **MAIL)
    given = {"by": cast.frank, "channel": "mail", "code": codes.digits(row.nonce)}
    assert refused(channels.confirm, **given) == ("code", "no_code")


def test_three_codes_an_hour_whoever_they_go_to(alice):
    for n in range(3):
        row = channels.ask_code(by=alice, channel="mail", to=f"other{n}@home.example")
    assert refused(channels.ask_code, by=alice, **MAIL) == ("to", "too_many_codes")
    with clock.at(row.since + dt.timedelta(hours=1)):
        assert channels.ask_code(by=alice, **MAIL).sends == 1


def sent(call, **given) -> bool:
    try:
        return bool(call(**given))
    except Refusal:
        return False


def test_deleting_earns_no_more_codes(alice, texts):
    stranger = {"by": alice, "channel": "sms", "to": "555-234-0199"}
    for _round in range(6):
        sent(channels.ask_code, **stranger)
        channels.forget(by=alice, channel="sms")
    outbox.drain()
    assert NoticeCode.objects.get().sends == 3
    assert texts == []  # deleted before the queue came to it: not sent at all
    assert channels.mine(by=alice).waiting == {}
    assert channels.kept(by=alice)["waiting_for_a_code"] == {}
    later = NoticeCode.objects.get().since + dt.timedelta(hours=1)
    with clock.at(later):
        assert channels.ask_code(**stranger).sends == 1


def test_at_most_three_texts_reach_a_stranger(alice, texts):
    for _round in range(6):
        sent(channels.ask_code, by=alice, channel="sms", to="555-234-0199")
        outbox.drain()
        channels.forget(by=alice, channel="sms")
    assert len(texts) == 3


def test_a_proof_of_my_own_earns_no_more_codes(alice, texts):
    proved(alice, "sms", "555-234-0142")
    asked = [sent(channels.ask_code, by=alice, channel="sms", to="555-234-0199") for _n in range(4)]
    assert asked == [True, True, False, False]


@pytest.mark.parametrize("to", ["", "me", "me@", "a b@home.example", "me@home.example\nBcc: x@y.example",
                                "m" * 300 + "@home.example"])  # fmt: skip
def test_what_is_no_address(alice, to):
    assert refused(channels.ask_code, by=alice, channel="mail", to=to) == ("to", "address")


def test_a_work_mailbox_is_no_private_address(alice):
    to = "alice@mail.riverbend.example"
    assert refused(channels.ask_code, by=alice, channel="mail", to=to) == ("to", "work_mailbox")


def test_numbers(alice, settings, texts):
    assert refused(channels.ask_code, by=alice, channel="sms", to="911") == ("to", "number")
    settings.SMS_BACKEND = ""
    given = {"channel": "sms", "to": "555-234-0142"}
    assert refused(channels.ask_code, by=alice, **given) == ("to", "not_offered")


def code_row(user, **more):
    mine = vault.participant(user, "portal")
    return NoticeCode(**{"participant": mine, "channel": "mail", "content": b"x"} | more)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"tries": 6}, "five_tries_for_a_code"),
        ({"sends": 4}, "three_codes_an_hour"),
        ({"channel": "push"}, "codes_go_by_mail_or_text"),
    ],
)
def test_the_database_counts_too(alice, more, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        code_row(alice, **more).save()


def test_one_open_code_a_channel(alice):
    code_row(alice).save()
    with pytest.raises(IntegrityError, match=r"one_code_a_channel|UNIQUE"), transaction.atomic():
        code_row(alice).save()
