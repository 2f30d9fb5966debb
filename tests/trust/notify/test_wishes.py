"""Where a person is reached, and when they are not disturbed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency import clock
from agency.models import Shift, User
from tests.factories import make_user
from tests.trust.channels.people import add_device, proved
from trust import channels, vault
from trust.models import Channel, Notice
from trust.notify import wishes
from trust.notify.wishes import Reach, Wishes, address_of, is_departments
from trust.quiet import Hours, ends, is_quiet

NEW_YORK = ZoneInfo("America/New_York")
NIGHT = Hours(dt.time(22), dt.time(7))


def local(*parts: int, fold: int = 0) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=NEW_YORK, fold=fold).astimezone(dt.UTC)


# --- department mailboxes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "theirs"),
    [
        ("a@riverbend.example", True),
        ("a@RIVERBEND.example", True),
        ("a@mail.riverbend.example", True),
        ("a@notriverbend.example", False),
        ("a@example.org", False),
    ],
)
def test_a_domain_and_all_below_it_are_the_departments(settings, address, theirs):
    settings.AGENCY_MAIL_DOMAINS = ["riverbend.example"]
    assert is_departments(address) is theirs


def test_where_nobody_named_the_domains_any_mailbox_may_be_one(settings):
    settings.AGENCY_MAIL_DOMAINS = []
    assert is_departments("a@example.org")


@pytest.mark.parametrize(
    ("mail", "email", "goes_to"),
    [
        ("account", "a@example.org", "a@example.org"),
        ("account", "a@riverbend.example", ""),
        ("work", "a@riverbend.example", "a@riverbend.example"),
        ("private", "a@riverbend.example", "me@home.example"),
        ("off", "a@example.org", ""),
    ],
)
def test_where_mail_goes(mail, email, goes_to):
    assert address_of(User(email=email), Wishes(mail=mail, address="me@home.example")) == goes_to


# --- hours --------------------------------------------------------------------------------------


def test_quiet_hours_end_in_the_morning():
    assert ends(local(2026, 11, 20, 23), NIGHT, NEW_YORK) == local(2026, 11, 21, 7)
    assert ends(local(2026, 11, 21, 3), NIGHT, NEW_YORK) == local(2026, 11, 21, 7)
    assert ends(local(2026, 11, 21, 7), NIGHT, NEW_YORK) is None


def test_on_the_night_of_the_long_hour_and_of_the_missing_one():
    assert ends(local(2026, 10, 31, 23), NIGHT, NEW_YORK) == local(2026, 11, 1, 7)
    late = Hours(dt.time(22), dt.time(1, 30))
    # 01:10 comes twice: within the first and the second the quiet ends at the 01:30 that follows.
    assert ends(local(2026, 11, 1, 1, 10), late, NEW_YORK) == local(2026, 11, 1, 1, 30)
    second = local(2026, 11, 1, 1, 10, fold=1)
    assert ends(second, late, NEW_YORK) == local(2026, 11, 1, 1, 30, fold=1)
    gap = Hours(dt.time(22), dt.time(2, 30))
    assert ends(local(2027, 3, 14, 1, 30), gap, NEW_YORK) == local(2027, 3, 14, 3, 30)


@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31), timezones=st.just(dt.UTC)),  # noqa: DTZ001
    st.times(),
    st.times(),
)
def test_the_end_lies_ahead_within_a_day(now, since, until):
    hours = Hours(since, until)
    end = ends(now, hours, NEW_YORK)
    assert (end is not None) is is_quiet(now.astimezone(NEW_YORK).time(), hours)
    assert end is None or now < end <= now + dt.timedelta(hours=26)


@pytest.mark.parametrize(
    ("wake", "haste", "waits"),
    [(False, "usual", True), (True, "usual", True), (False, "duty", True), (True, "duty", False),
     (False, "now", False)],
)  # fmt: skip
def test_only_who_asked_for_it_is_woken_and_only_on_duty(wake, haste, waits):
    reader = Reach(User(), Wishes(quiet_from="22:00", quiet_until="07:00", wake=wake))
    with clock.at(local(2026, 11, 20, 23)):
        assert (reader.waits_until(Notice.Haste(haste)) is not None) is waits


@pytest.mark.usefixtures("new_york")
def test_after_a_night_shift_it_is_quiet_for_eleven_hours(alice):
    now = local(2026, 11, 20, 9)
    Shift.objects.create(
        user=alice, source="t", external="1", starts=now - dt.timedelta(hours=10),
        ends=now - dt.timedelta(hours=2),
    )  # fmt: skip
    with clock.at(now):
        channels.choose(by=alice, mail="account")
        assert wishes.of([alice])[alice.pk].waits_until("usual") is None
        channels.choose(by=alice, mail="account", rest=True)
        assert wishes.of([alice])[alice.pk].waits_until("usual") == now + dt.timedelta(hours=9)


# --- ways ----------------------------------------------------------------------------------------


def test_every_way_that_is_on_and_no_other(alice, texts, settings):
    assert [way for way, _d in wishes.of([alice])[alice.pk].channels()] == [Channel.MAIL]
    proved(alice, "sms", "555-234-0142")
    add_device(alice)
    add_device(alice)
    ways = [way for way, _d in wishes.of([alice])[alice.pk].channels()]
    assert ways == [Channel.MAIL, Channel.SMS, Channel.PUSH, Channel.PUSH]
    settings.SMS_BACKEND = ""
    assert Channel.SMS not in [way for way, _d in wishes.of([alice])[alice.pk].channels()]


def test_the_same_queries_for_one_and_for_many(django_assert_num_queries):
    people = [make_user(f"p{n}") for n in range(12)]
    for each in people[:8]:
        channels.choose(by=each, mail="off", rest=True)
        add_device(each)
    for some in (people[:1], people):
        with django_assert_num_queries(3):
            wishes.of(some)


def test_a_destroyed_key_names_nobody(cast):
    rows = [vault.participant(each, "support") for each in (cast.alice, cast.bob)]
    vault.destroy(rows[0].pk)
    assert wishes.behind(rows) == {rows[1].pk: cast.bob}
