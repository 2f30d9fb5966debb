"""Booking with an address or a form that says nothing sensible."""

import pytest
from django.urls import reverse

from peersupport import actions
from peersupport.models import Provider, Slot
from tests.factories import sign_in


@pytest.fixture
def row(cast):
    Provider.objects.create(name="Harbor", kind="eap", phone="555-0120")
    return actions.create_referral(by=cast.alice, kind="eap")


@pytest.mark.parametrize("said", [{}, {"slot": ""}, {"slot": "abc"}])
def test_no_time_at_all_is_a_clear_answer(client, cast, row, said):
    alice = sign_in(client, cast.alice)
    page = alice.post(reverse("referral_book", args=[row.pk]), said, follow=True)
    assert "Here are the ones that are free." in page.text
    assert not Slot.objects.filter(referral=row).exists()
