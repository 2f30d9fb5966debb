"""A coordinator's pages: names only where they were given, handing on, days and numbers that make no sense."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agency.models import Role
from peersupport import actions
from peersupport.models import Provider, Referral, Slot
from tests.factories import make_post, make_user
from tests.peersupport.conftest import coordinator
from trust import access, ledger


def test_a_number_stands_where_the_officer_did_not_give_the_name(carol, cast):
    row = actions.create_referral(by=cast.alice, kind="eap", named=False)
    page = carol.get(reverse("referrals")).text
    assert row.reference in page
    assert "Alice" not in page
    assert "Alice" not in carol.get(reverse("referral_detail", args=[row.pk])).text
    actions.create_referral(by=cast.alice, kind="family")
    assert "Alice" in carol.get(reverse("referrals")).text


def test_what_was_taken_back_stands_there_without_a_name(carol, cast):
    row = actions.create_referral(by=cast.alice, kind="chaplain")
    assert "Alice" in carol.get(reverse("referrals")).text
    actions.take_back_referral(by=cast.alice, referral=row.pk)
    page = carol.get(reverse("referrals"), {"state": "closed"}).text
    assert row.reference in page
    assert "Alice" not in page
    assert not access.can(cast.carol, "name", row)


def test_one_state_at_a_time(carol, cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    actions.take_back_referral(by=cast.alice, referral=row.pk)
    assert row.reference not in carol.get(reverse("referrals")).text
    assert row.reference in carol.get(reverse("referrals"), {"state": "closed"}).text


def test_handing_on_by_page_and_two_at_once(carol, cast):
    mill = Provider.objects.create(name="Mill", kind="eap", phone="1")
    row = actions.create_referral(by=cast.alice, kind="eap")
    actions.hand_on_referral(by=cast.carol, referral=row.pk)
    where = reverse("referral_detail", args=[row.pk])
    assert "Handed on by the coordinator" in carol.get(where).text
    said = {"provider": mill.pk, "owner": cast.carol.pk, "round": 0}
    stale = carol.post(where, said)
    assert stale.status_code == 422
    assert "moved on a moment ago" in stale.text
    assert carol.post(where, said | {"round": 1}).status_code == 302
    assert carol.post(where, {"owner": "nobody"}).status_code == 422
    row.refresh_from_db()
    assert row.provider == mill


def test_colleagues_referrals_by_number_only(carol, cast, units):
    gina = coordinator("gina", units)
    row = actions.create_referral(by=cast.alice, kind="eap")
    Referral.objects.update(owner=gina)
    page = carol.get(reverse("referrals")).text
    assert row.reference in page
    assert "Alice" not in page
    assert carol.get(reverse("referral_detail", args=[row.pk])).status_code == 404
    taken = carol.post(reverse("referral_take_over", args=[row.pk]), {"round": "0"}, follow=True)
    assert "You look after it now." in taken.text
    assert "Alice" in taken.text


def test_the_page_asks_as_often_for_forty_as_for_one(carol, django_assert_max_num_queries):
    there = reverse("referrals")
    actions.create_referral(by=make_user("u0"), kind="eap")
    with CaptureQueriesContext(connection) as one:
        assert "U0" in carol.get(there).text
    for n in range(1, 40):
        actions.create_referral(by=make_user(f"u{n}"), kind="eap")
    with django_assert_max_num_queries(len(one)):
        assert "U3" in carol.get(there).text


def test_one_look_per_name(carol, cast):
    actions.create_referral(by=cast.alice, kind="eap")
    carol.get(reverse("referrals"))
    assert ledger.mine(cast.alice).filter(kind="peersupport.referral", outcome="shown").count() == 1


# --- what makes no sense ----------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_time_past_the_end_of_the_calendar_is_no_time(carol, day):
    provider = Provider.objects.create(name="Harbor", kind="eap", phone="555-0120")
    there = reverse("provider_time", args=[provider.pk])
    page = carol.post(there, {"day": day, "time": "23:59"}, follow=True)
    assert "Choose a day and a time." in page.text
    assert not Slot.objects.exists()


@pytest.mark.parametrize("seen", ["9" * 5_000, "-1", "x"])
def test_an_odd_round_is_never_the_one_of_now(carol, cast, units, seen):
    gina = make_user("gina")
    make_post(gina, Role.WELLNESS_COORDINATOR, units.agency)
    row = actions.create_referral(by=cast.alice, kind="eap")
    Referral.objects.update(owner=gina)
    there = reverse("referral_take_over", args=[row.pk])
    assert carol.post(there, {"round": seen}).status_code == 302
    row.refresh_from_db()
    assert row.owner == gina
