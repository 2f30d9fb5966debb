"""Choices count at once, are nobody else's business, and a slip gets a plain answer."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.http import Http404

from tests.adversary.test_dump import encodings
from tests.stored import values as tables
from tests.trust.channels.people import add_device, proved
from trust import access, channels
from trust.models import NoticeChoice, PushDevice
from trust.refusal import Refusal

TEN, SEVEN = dt.time(22), dt.time(7)


def refused(call, **given):
    with pytest.raises(Refusal) as no:
        call(**given)
    return no.value.field, no.value.code


def test_as_it_stands_for_somebody_who_chose_nothing(alice):
    mine = channels.mine(by=alice)
    assert (mine.wishes.mail, mine.wishes.sms, mine.wishes.hours) == ("account", False, None)
    assert not NoticeChoice.objects.exists()  # looking writes nothing


def test_chosen_and_read_again(alice, django_assert_num_queries):
    channels.choose(by=alice, mail="off", quiet_from=TEN, quiet_until=SEVEN, rest=True, wake=True)
    with django_assert_num_queries(3):
        wishes = channels.mine(by=alice).wishes
    assert (wishes.mail, wishes.quiet_from, wishes.rest, wishes.wake) == (
        "off",
        "22:00",
        True,
        True,
    )
    channels.choose(by=alice, mail="account")
    assert channels.mine(by=alice).wishes.hours is None
    assert NoticeChoice.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"mail": "pigeon"}, ("mail", "unknown_choice")),
        ({"mail": "private"}, ("mail", "no_address")),
        ({"mail": "off", "sms": True}, ("sms", "no_number")),
        ({"mail": "off", "quiet_from": TEN}, ("quiet_until", "half_hours")),
        ({"mail": "off", "quiet_until": TEN}, ("quiet_from", "half_hours")),
        (
            {"mail": "off", "quiet_from": TEN, "quiet_until": dt.time(21)},
            ("quiet_until", "too_long"),
        ),
    ],
)
def test_what_is_still_to_do(alice, given, answer):
    assert refused(channels.choose, by=alice, **given) == answer
    assert channels.mine(by=alice).wishes.mail == "account"


def test_the_same_time_twice_is_no_quiet_hours(alice):
    assert channels.choose(by=alice, mail="off", quiet_from=TEN, quiet_until=TEN).hours is None


def test_a_work_mailbox_asks_for_a_clear_word(alice):
    alice.email = "alice@riverbend.example"
    assert channels.mine(by=alice).mail_goes_nowhere
    assert refused(channels.choose, by=alice, mail="account") == ("mail", "work_mailbox")
    assert channels.choose(by=alice, mail="work").mail == "work"
    assert not channels.mine(by=alice).mail_goes_nowhere


def test_an_account_without_an_address(alice):
    alice.email = ""
    assert refused(channels.choose, by=alice, mail="work") == ("mail", "no_address")


def test_forgotten_means_gone(alice, texts):
    proved(alice, "sms", "555-234-0142")
    proved(alice, "mail", "me@home.example")
    channels.ask_code(by=alice, channel="mail", to="other@home.example")
    channels.forget(by=alice, channel="mail")
    channels.forget(by=alice, channel="sms")
    mine = channels.mine(by=alice)
    assert (mine.wishes.mail, mine.wishes.address, mine.wishes.number) == ("off", "", "")
    assert mine.waiting == {}
    assert not mine.wishes.sms


def test_everything_to_take_along(alice, texts):
    proved(alice, "sms", "555-234-0142")
    add_device(alice)
    found = channels.kept(by=alice)
    assert found["number"] == "+15552340142"
    assert len(found["devices"]) == 1


@pytest.mark.parametrize(
    ("whole", "shown"),
    [("me@home.example", "m…@home.example"), ("+15552340142", "… 42"), ("", "")],
)
def test_shown_so_that_only_its_owner_knows_it(whole, shown):
    assert channels.masked(whole) == shown


def test_nobody_else_finds_the_rows(cast):
    channels.choose(by=cast.alice, mail="off")
    add_device(cast.alice)
    for model in (NoticeChoice, PushDevice):
        for other in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank, cast.nobody):
            assert not access.visible(other, model).exists()
        assert access.visible(cast.alice, model).count() == 1
    with pytest.raises(Http404):
        channels.remove_device(by=cast.frank, device=PushDevice.objects.get().pk)


def test_neither_address_nor_number_stands_in_any_table(alice, texts):
    proved(alice, "sms", "555-234-0142")
    proved(alice, "mail", "canary-me@home.example")
    channels.choose(by=alice, mail="private", sms=True, quiet_from=TEN, quiet_until=SEVEN)
    add_device(alice, "https://fcm.googleapis.com/fcm/send/canary-device")
    stored = b"\n".join(raw for _table, raw in tables())
    for word in ("canary-me@home.example", "+15552340142", "canary-device", '"22:00"'):
        assert not any(code in stored for code in encodings(word))
    said = LogEntry.objects.values_list("object_repr", "changes", "additional_data", "actor")
    assert "canary" not in str(list(said))
