"""The officer's pages: offers, three answers that look the same, and what waits on the home page."""

import pytest
from django.urls import reverse

from peersupport import actions
from peersupport.models import Offer
from peersupport.views import home_cards
from tests.peersupport.conftest import offer_of, plain
from trust import vault
from trust.models import Disclosure

OFFICERS = ("offers", "talk", "ask_for_support")


@pytest.mark.parametrize("name", OFFICERS)
@pytest.mark.parametrize("who", ["alice", "frank", "bob"])
def test_every_officer_has_these_pages(browse, case, name, who):
    assert browse(who).get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "name", [*OFFICERS, "incidents", "referrals", "offers_in_time", "raise_case"]
)
def test_nobody_is_asked_to_sign_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_offers_show_windows_and_three_answers_of_equal_size(browse, cast, case):
    page = browse("alice").get(reverse("offers")).content.decode()
    assert "2026-77" in page
    assert "10 hours left" in page
    page = (
        browse("alice")
        .get(reverse("offer_detail", args=[offer_of(cast.alice).pk]))
        .content.decode()
    )
    assert page.count('<button class="btn quiet" name="answer"') == 3


@pytest.mark.parametrize("answer", ["accept", "schedule", "decline"])
def test_every_answer_looks_the_same_from_outside(browse, cast, case, answer):
    row = offer_of(cast.alice)
    reply = browse("alice").post(reverse("answer_offer", args=[row.pk]), {"answer": answer})
    assert (reply.status_code, reply.headers["Location"]) == (302, reverse("offers"))
    assert len(reply.content) == 0
    assert actions.answers(cast.alice, [Offer.objects.get(pk=row.pk)]) == {row.pk: answer}


def test_a_no_changes_only_the_sealed_column_and_shows_to_the_officer(browse, cast, case):
    before = plain(Offer)
    row = offer_of(cast.alice)
    alice = browse("alice")
    page = alice.post(reverse("answer_offer", args=[row.pk]), {"answer": "decline"}, follow=True)
    assert "You said: not now" in page.content.decode()
    assert plain(Offer) == before


def test_an_answer_that_is_none_keeps_the_page(browse, cast, case):
    url = reverse("answer_offer", args=[offer_of(cast.alice).pk])
    reply = browse("alice").post(url, {"answer": "maybe"})
    assert reply.status_code == 422
    assert "Choose one of the three answers." in reply.content.decode()


@pytest.mark.parametrize("who", ["frank", "bob"])
def test_a_stranger_meets_404_and_stands_in_the_log(browse, cast, case, who):
    url = reverse("offer_detail", args=[offer_of(cast.alice).pk])
    assert browse(who).get(url).status_code == 404
    look = Disclosure.objects.using("ledger").get()
    assert (look.outcome, look.subject) == ("stopped", vault.handle(cast.alice.pk, "support"))


# --- home ---------------------------------------------------------------------------------------


def test_home_shows_what_waits_in_two_queries(cast, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        (card,) = home_cards(cast.alice)
    assert "5 offers" in card.text
    for service in ("demobilisation", "defusing", "one_to_one", "family", "pastoral"):
        actions.answer_offer(
            by=cast.alice, offer=offer_of(cast.alice, service).pk, answer="decline"
        )
    assert home_cards(cast.alice) == []


def test_home_of_the_others(cast, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        assert home_cards(cast.carol)[0].text == "Nothing urgent is open."
        assert home_cards(cast.erin) == []
