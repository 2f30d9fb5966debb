"""Times that are free are booked once, given back, and lie ahead."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from peersupport import actions
from peersupport.models import Provider, Slot
from tests.peersupport.test_at_once import together
from trust import outbox, vault
from trust.models import Notice
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
    carol = vault.handle(cast.carol.pk, "portal")
    assert Notice.objects.filter(recipient=carol, target="referrals").count() == 2
    again = actions.book_slot(by=cast.alice, referral=referral.pk, slot=slots[0].pk)
    assert again.state == "appointment"


def test_the_coordinator_books_with_them_on_the_phone(cast, referral, slots):
    actions.book_slot(by=cast.carol, referral=referral.pk, slot=slots[1].pk)
    alice = vault.handle(cast.alice.pk, "support")
    assert Notice.objects.filter(recipient=alice, target="my_referrals").count() == 1


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
    rows = [(who, actions.create_referral(by=who, kind="eap")) for who in (cast.alice, cast.frank)]
    won = []

    def book(who, row):
        try:
            actions.book_slot(by=who, referral=row.pk, slot=slot.pk)
        except Refusal:
            return
        won.append(who)

    together(*(lambda who=who, row=row: book(who, row) for who, row in rows))
    slot.refresh_from_db()
    assert len(won) == 1
    assert slot.referral == next(row for who, row in rows if who == won[0])
