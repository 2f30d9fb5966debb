"""Times that are free are booked once, given back, and lie ahead."""

import datetime as dt
from functools import partial

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from peersupport import actions
from peersupport.models import Provider, ProviderLink, Slot
from tests.at_once import each_answer
from tests.notices import told
from trust import outbox
from trust.refusal import Refusal

DAY = dt.timedelta(days=1)


@pytest.fixture
def provider():
    return Provider.objects.create(name="Harbor", kind="eap", email="a@example.org", place=1)


@pytest.fixture
def slots(cast, provider):
    starts = clock.now() + DAY
    return [
        actions.offer_slot(by=cast.carol, provider=provider.pk, starts=starts + n * DAY / 12)
        for n in range(3)
    ]


@pytest.fixture
def referral(cast, slots):
    return actions.create_referral(by=cast.alice, kind="eap")


def test_the_officer_books_from_the_phone(cast, referral, slots):
    row = actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    assert (row.state, row.appointment_at) == ("appointment", slots[0].starts_at)
    assert row.limit_at == slots[0].starts_at + DAY
    assert told(cast.carol, "referrals", "portal") == 2
    again = actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    assert again.state == "appointment"


def test_the_link_outlives_a_time_that_is_booked(cast, referral, provider):
    starts = clock.now() + 40 * DAY
    slot = actions.offer_slot(by=cast.carol, provider=provider.pk, starts=starts)
    actions.book_slot(by=cast.alice, referral=referral.pk, slot=slot.pk)
    assert ProviderLink.objects.get(ended_at=None).expires_at > slot.starts_at


@pytest.mark.parametrize(
    ("state", "mails"), [("contacted", 1), ("closed", 1), ("declined", 1), ("unreachable", 1)]
)
def test_the_officer_hears_that_the_appointment_is_off(cast, referral, slots, state, mails):
    actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    outbox.drain()
    mail.outbox.clear()
    actions.move_referral(by=cast.carol, referral=referral.pk, state=state)
    assert told(cast.alice, "my_referrals", "support") == 1
    outbox.drain()
    assert len([each for each in mail.outbox if each.to == ["a@example.org"]]) == mails


def test_that_it_took_place_is_no_news_for_the_officer(cast, referral, slots):
    actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    actions.move_referral(by=cast.carol, referral=referral.pk, state="attended")
    assert told(cast.alice, "my_referrals", "support") == 0


def test_taken_back_the_provider_does_not_wait_for_nobody(cast, referral, slots):
    actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    outbox.drain()
    mail.outbox.clear()
    actions.take_back_referral(by=cast.alice, referral=referral.pk)
    outbox.drain()
    (letter,) = [each for each in mail.outbox if each.to == ["a@example.org"]]
    assert referral.reference in letter.body
    assert "Alice" not in letter.body
    assert "/p" not in letter.body
    assert told(cast.alice, "my_referrals", "support") == 0


def test_without_an_appointment_taking_back_needs_no_mail(cast, referral):
    outbox.drain()
    mail.outbox.clear()
    actions.take_back_referral(by=cast.alice, referral=referral.pk)
    outbox.drain()
    assert [each for each in mail.outbox if each.to == ["a@example.org"]] == []


def test_the_coordinator_books_with_them_on_the_phone(cast, referral, slots):
    actions.book_slot(by=cast.carol, referral=referral.pk, slot=slots[1].pk)
    assert told(cast.alice, "my_referrals", "support") == 1


def test_another_time_gives_the_first_one_back(cast, referral, slots):
    for slot in slots[:2]:
        actions.book_slot(by=cast.alice, referral=referral.pk, slot=slot.pk)
    assert list(Slot.objects.order_by("starts_at").values_list("state", flat=True)) == [
        "free", "booked", "free",
    ]  # fmt: skip


def test_called_off_twice_it_is_free_once(cast, referral, slots):
    actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    for _turn in range(2):
        row = actions.cancel_appointment(by=cast.alice, referral=referral.pk)
    assert (row.state, row.appointment_at) == ("contacted", None)
    assert Slot.objects.free().count() == 3


def test_the_provider_hears_that_there_is_something_new(cast, referral, slots):
    outbox.drain()
    actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    outbox.drain()
    assert len([each for each in mail.outbox if each.to == ["a@example.org"]]) == 2


def test_a_time_is_taken_by_one(cast, referral, slots):
    other = actions.create_referral(by=cast.frank, kind="eap")
    actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    with pytest.raises(Refusal, match="taken"):
        actions.book_slot(by=cast.frank, referral=other.pk, slot=slots[0].pk)


def test_a_time_of_another_provider_or_in_the_past_is_not_taken(cast, referral, slots, provider):
    mill = Provider.objects.create(name="Mill", kind="eap", phone="1")
    theirs = actions.offer_slot(by=cast.carol, provider=mill.pk, starts=clock.now() + DAY)
    with pytest.raises(Refusal, match="taken"):
        actions.book_slot(by=cast.alice, referral=referral.pk, slot=theirs.pk)
    with clock.at(slots[0].ends_at), pytest.raises(Refusal, match="past"):
        actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)


@pytest.mark.parametrize("name", ["bob", "dan", "erin", "frank"])
def test_nobody_else_books_or_calls_off(cast, referral, slots, name):
    who = getattr(cast, name)
    with pytest.raises(Http404):
        actions.book_slot(by=who, referral=referral.pk, slot=slots[0].pk)
    with pytest.raises(Http404):
        actions.cancel_appointment(by=who, referral=referral.pk)
    with pytest.raises(Http404):
        actions.offer_slot(by=who, provider=slots[0].provider_id, starts=clock.now() + 3 * DAY)


def test_times_do_not_overlap(cast, slots, provider):
    near = slots[0].starts_at + dt.timedelta(minutes=20)
    with pytest.raises(Refusal, match="overlaps"):
        actions.offer_slot(by=cast.carol, provider=provider.pk, starts=near)
    assert (
        actions.offer_slot(by=cast.carol, provider=provider.pk, starts=slots[0].starts_at) is None
    )


def test_handed_on_the_time_is_free_again(cast, referral, slots):
    actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    actions.hand_on_referral(by=cast.carol, referral=referral.pk)
    assert Slot.objects.free().count() == 3


def test_the_database_books_a_time_once(cast, referral, slots, provider):
    actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    at = slots[0].starts_at
    for wrong in (
        {"starts_at": at, "ends_at": at + DAY},
        {"starts_at": at + 9 * DAY, "ends_at": at + 8 * DAY},
        {"starts_at": at + 9 * DAY, "ends_at": at + 10 * DAY, "state": "booked"},
        {"starts_at": at + 9 * DAY, "ends_at": at + 10 * DAY, "referral": referral, "state": "booked"},
        {"starts_at": at + 9 * DAY, "ends_at": at + 10 * DAY, "referral": referral, "state": "free"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Slot.objects.create(provider=provider, **wrong)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_at_once_exactly_one_has_it(cast, provider):
    slot = actions.offer_slot(by=cast.carol, provider=provider.pk, starts=clock.now() + DAY)
    both = (cast.alice, cast.frank)
    rows = [actions.create_referral(by=who, kind="eap") for who in both]
    said = each_answer(
        *(
            partial(actions.book_slot, by=who, referral=row.pk, slot=slot.pk)
            for who, row in zip(both, rows, strict=True)
        )
    )
    slot.refresh_from_db()
    assert sorted(said) == ["taken", "yes"]
    assert slot.referral == rows[said.index("yes")]
