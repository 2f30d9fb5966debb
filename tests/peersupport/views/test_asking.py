"""Asking for support after an incident: for oneself in three taps, or for everybody who was there."""

import pytest
from django.urls import reverse

from peersupport import actions
from peersupport.models import Case
from tests.factories import make_attendance, make_incident

# --- for oneself ------------------------------------------------------------------------------------


def test_asking_is_three_taps(browse, cast, incident):
    alice = browse("alice")
    assert incident.number in alice.get(reverse("ask_for_support")).content.decode()
    reply = alice.post(reverse("ask_for_support"), {"number": "else"})
    assert reply.headers["Location"] == reverse("offers")
    assert Case.objects.get().private


@pytest.mark.parametrize("number", ["", "2026-404"])
def test_asking_says_what_is_missing(browse, incident, number):
    reply = browse("bob").post(reverse("ask_for_support"), {"number": number})
    assert reply.status_code == 422
    assert not Case.objects.exists()


# --- for everybody ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "role"), [("bob", "peer_support"), ("dan", "supervisor")])
def test_raising_by_number(browse, cast, who, role):
    event = make_incident("2026-5")
    make_attendance(event, cast.alice)
    page = browse(who, role).post(reverse("raise_case"), {"number": "2026-5"}, follow=True)
    assert "Everyone who was there is offered support." in page.content.decode()
    assert Case.objects.get().incident == event


def test_raising_an_unknown_number_keeps_what_was_typed(browse):
    reply = browse("bob", "peer_support").post(reverse("raise_case"), {"number": "2026-404"})
    assert reply.status_code == 422
    assert 'value="2026-404"' in reply.content.decode()


def test_raising_says_the_same_when_an_officer_had_asked_alone(browse, cast, incident):
    dan = browse("dan", "supervisor")
    first = dan.post(reverse("raise_case"), {"number": incident.number}, follow=True).content
    Case.objects.all().delete()
    actions.raise_case(by=cast.alice, source="self", number=incident.number)
    again = dan.post(reverse("raise_case"), {"number": incident.number}, follow=True).content
    assert len(first) == len(again)
