"""A coordinator's pages with days and numbers that make no sense."""

import pytest
from django.urls import reverse

from agency.models import Role
from peersupport import actions
from peersupport.models import Provider, Referral, Slot
from tests.factories import make_post, make_user, sign_in


@pytest.fixture
def carol(client, cast):
    return sign_in(client, cast.carol, "wellness_coordinator")


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
