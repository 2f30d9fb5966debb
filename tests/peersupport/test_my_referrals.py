"""The officer's pages: two taps, an honest state, the way back."""

import datetime as dt

import pytest
from django.urls import reverse

from agency import clock
from peersupport import actions
from peersupport.models import Pathway, Provider, Referral
from tests.factories import sign_in
from trust import vault


@pytest.fixture
def alice(client, cast):
    return sign_in(client, cast.alice)


@pytest.fixture
def provider():
    return Provider.objects.create(
        name="Harbor Counselling", kind="eap", phone="555-0120", email="a@example.org"
    )


def test_two_taps_and_nothing_else(alice, cast, provider):
    first = alice.get(reverse("referral_ask")).text
    assert f"{reverse('referral_ask')}?kind=eap" in first
    second = alice.get(reverse("referral_ask"), {"kind": "eap"}).text
    assert "checked" not in second.replace("checked on", "")
    page = alice.post(reverse("referral_ask"), {"kind": "eap"}, follow=True).text
    row = Referral.objects.get()
    assert (row.named, row.provider) == (False, provider)
    assert "who sees a number and not your name" in page
    assert "nothing but a number; they call the coordinator" in page


def test_what_they_may_see_is_the_officers_choice(alice, cast, provider):
    said = {"kind": "eap", "named": "on", "name": "on", "phone": "555-0199", "times": ["evenings"]}
    page = alice.post(reverse("referral_ask"), said, follow=True).text
    assert "your name, 555-0199, evenings" in page
    assert "Carol, who sees your name" in page


def test_without_anybody_outside_nothing_is_asked_for_them(alice, cast):
    assert "555" not in alice.get(reverse("referral_ask"), {"kind": "peer"}).text.split("<main")[1]
    assert "The provider may" not in alice.get(reverse("referral_ask"), {"kind": "peer"}).text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "eap", "phone": "call me"}, "Write a phone number"),
        ({"kind": "eap", "email": "x"}, "Write an e-mail address"),
        ({"kind": "eap", "times": ["never"]}, "times"),
    ],
)
def test_what_can_not_be_stays_on_the_page(alice, cast, provider, said, words):
    reply = alice.post(reverse("referral_ask"), said)
    assert reply.status_code == 422
    assert words in reply.text
    assert not Referral.objects.exists()


def test_the_same_wish_twice_gets_a_kind_sentence(alice, cast):
    actions.create_referral(by=cast.alice, kind="peer")
    reply = alice.post(reverse("referral_ask"), {"kind": "peer"})
    assert reply.status_code == 422
    assert "It is on its way." in reply.text


def test_an_unknown_kind_leads_back_to_the_choice(alice, cast):
    assert alice.post(reverse("referral_ask"), {"kind": "lawyer"}).status_code == 302
    assert "Who would you like" in alice.get(reverse("referral_ask"), {"kind": "lawyer"}).text


def test_a_pathway_that_is_off_is_not_offered(alice, cast):
    actions.install_pathways()
    Pathway.objects.filter(kind="financial").update(active=False)
    assert "Money advice" not in alice.get(reverse("referral_ask")).text


def test_the_crisis_pathway_says_to_call_now(alice, cast):
    assert "day and night" in alice.get(reverse("referral_ask"), {"kind": "crisis"}).text


def test_booking_calling_off_and_taking_back(alice, cast, provider):
    row = actions.create_referral(by=cast.alice, kind="eap")
    slot = actions.offer_slot(
        by=cast.carol, provider=provider.pk, starts=clock.now() + dt.timedelta(days=2)
    )
    assert str(slot.pk) in alice.get(reverse("my_referrals")).text
    page = alice.post(reverse("referral_book", args=[row.pk]), {"slot": slot.pk}, follow=True).text
    assert "You have an appointment." in page
    assert "Call the appointment off" in page
    again = alice.post(reverse("referral_book", args=[row.pk]), {"slot": row.pk}, follow=True).text
    assert "was taken a moment ago" in again
    page = alice.post(reverse("referral_call_off", args=[row.pk]), follow=True).text
    assert "You can book another time." in page
    page = alice.post(reverse("referral_take_back", args=[row.pk]), follow=True).text
    assert "This has ended." in page


def test_what_happened_is_told_in_words(alice, cast, provider):
    row = actions.create_referral(by=cast.alice, kind="eap")
    actions.hand_on_referral(by=cast.carol, referral=row.pk)
    assert "The coordinator passed it on." in alice.get(reverse("my_referrals")).text


def test_nothing_under_way_is_fine(alice, cast):
    assert "Nothing is under way." in alice.get(reverse("my_referrals")).text


def test_nobody_else_reaches_them(client, cast):
    row = actions.create_referral(by=cast.alice, kind="peer")
    for name, role in (("frank", "officer"), ("dan", "supervisor"), ("erin", "commander")):
        other = sign_in(client, getattr(cast, name), role)
        for each in ("referral_take_back", "referral_book", "referral_call_off"):
            assert other.post(reverse(each, args=[row.pk])).status_code == 404
        assert other.get(reverse("my_referrals")).context["referrals"] == []


def handed_on(cast, kind, hour):
    """Under way, with everything to show: details, a step that happened, a free time."""
    for name in ("first", "second"):
        second = Provider.objects.create(name=f"{name} {kind}", kind=kind, phone="555-0121")
    row = actions.create_referral(by=cast.alice, kind=kind, shown={"name": True})
    actions.hand_on_referral(by=cast.carol, referral=row.pk, provider=second.pk)
    starts = clock.now() + dt.timedelta(days=2, hours=hour)
    actions.offer_slot(by=cast.carol, provider=second.pk, starts=starts)


def test_as_many_queries_for_twenty_as_for_one(alice, cast, django_assert_max_num_queries):
    handed_on(cast, "eap", 0)
    alice.get(reverse("my_referrals"))
    with django_assert_max_num_queries(24) as few:
        alice.get(reverse("my_referrals"))
    most = len(few)
    for hour, kind in enumerate(("chaplain", "clinician", "family", "financial", "peer"), 1):
        handed_on(cast, kind, hour)
    who = vault.participant(cast.alice, "support")
    for _n in range(14):
        Referral.objects.create(participant=who, kind="eap", state="closed")
    with django_assert_max_num_queries(most):
        page = alice.get(reverse("my_referrals"))
    mine = page.context["referrals"]
    assert len([each for each in mine if each.slots and each.past and each.shown]) == 6
    assert len(mine) == 20
