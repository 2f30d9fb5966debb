"""Cases and closed referrals go after their term; what waits, and what is held, stays."""

import datetime as dt

import pytest

from agency import clock
from peersupport import actions
from peersupport.models import Case, Offer, Place, Referral
from tests.factories import make_attendance, make_incident
from trust import retention, vault
from trust.models import LegalHold, PurgeRun

LONG = dt.timedelta(days=1_200)


def at_incident(number: str, when: dt.datetime, *people) -> Case:
    event = make_incident(number, occurred_at=when, category="fatal_collision")
    for each in people:
        make_attendance(event, each)
    with clock.at(when):
        return actions.consider(incident=event.pk)


def clear(code: str) -> PurgeRun:
    assert retention.clear(code, clock.today())
    return PurgeRun.objects.get(data_class=code)


@pytest.fixture
def old_and_new(cast):
    old = at_incident("old", clock.now() - LONG, cast.alice, cast.bob)
    new = at_incident("new", clock.now(), cast.alice)
    return old, new


def test_a_case_goes_as_a_whole_once_its_last_window_is_long_past(old_and_new, cast):
    old, new = old_and_new
    Offer.objects.filter(place__case=old).update(
        opens_at=clock.now() - LONG, closes_at=clock.now() - dt.timedelta(days=731)
    )
    with clock.at(clock.now() - LONG):
        referral = actions.create_referral(by=cast.alice, kind="chaplain", case=old.pk)
    assert clear("cases").removed == 1
    assert Case.objects.get() == new
    assert {each.case for each in Place.objects.all()} == {new}
    assert not Offer.objects.filter(closes_at__lt=clock.now() - dt.timedelta(days=700)).exists()
    referral.refresh_from_db()
    assert referral.case is None


def test_one_window_that_closed_lately_keeps_the_case(old_and_new):
    offers = Offer.objects.filter(place__case=old_and_new[0])
    offers.update(opens_at=clock.now() - LONG, closes_at=clock.now() - dt.timedelta(days=731))
    last = offers.order_by("pk").last()
    Offer.objects.filter(pk=last.pk).update(closes_at=clock.now() - dt.timedelta(days=700))
    assert clear("cases").removed == 0


def test_a_case_whose_crew_is_not_known_yet_stays(cast):
    case = at_incident("empty", clock.now() - LONG)
    Case.objects.update(opened_at=clock.now() - LONG)
    assert clear("cases").removed == 0
    assert Case.objects.get() == case


def test_a_hold_on_one_of_them_keeps_the_case(old_and_new, cast):
    Offer.objects.filter(place__case=old_and_new[0]).update(
        opens_at=clock.now() - LONG, closes_at=clock.now() - dt.timedelta(days=731)
    )
    LegalHold.objects.create(
        participant=vault.participant(cast.bob, "wellness"), reason="litigation",
        asked_by=cast.carol, approved_by=cast.frank, approved_at=clock.now(),
    )  # fmt: skip
    run = clear("cases")
    assert (run.removed, run.held) == (0, 1)


def test_closed_referrals_go_and_open_ones_stay(cast):
    for kind in ("chaplain", "eap"):
        with clock.at(clock.now() - LONG):
            actions.create_referral(by=cast.alice, kind=kind)
    Referral.objects.filter(kind="eap").update(state="closed")
    assert clear("referrals").removed == 1
    assert Referral.objects.get().kind == "chaplain"
