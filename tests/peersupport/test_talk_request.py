"""Asking for somebody: the wish, then the notice."""

import pytest
from django.test import Client
from django.urls import reverse

from peersupport import actions
from peersupport.models import PeerRequest
from tests.factories import sign_in
from tests.peersupport.talk import ask, newcomer, nothing, on_roster

WHERE = "talk_request"


@pytest.fixture
def alice(cast) -> Client:
    return sign_in(Client(), cast.alice)


@pytest.fixture
def bob(cast):
    return on_roster(cast.bob)


def post(client, **fields):
    return client.post(reverse(WHERE), fields)


def test_nothing_is_chosen_beforehand(alice):
    page = alice.get(reverse(WHERE)).content.decode()
    assert "checked" not in page
    assert "never your name" in page


def test_the_kind_is_needed_and_nothing_else(alice, bob):
    answer = post(alice)
    assert answer.status_code == 422
    assert "Still to do: Who would you like to talk to?" in answer.content.decode()
    assert post(alice, kind="peer").status_code == 200


def test_the_notice_is_a_decision_of_its_own(alice, cast, bob):
    page = post(alice, kind="peer", language="en", other_unit="").content.decode()
    assert not PeerRequest.objects.exists()
    for said in (
        "with a plan or the means" not in page,
        "Thoughts alone",
        "34 U.S.C. 50901",
        "Not now",
    ):
        assert said is True or said in page
    assert 'name="language" value="en"' in page
    answer = post(alice, kind="peer", language="en", notice="us-2026-1")
    row = PeerRequest.objects.get()
    assert answer.url == reverse("talk_progress", args=[row.pk])
    assert (row.language, row.notice) == ("en", "us-2026-1")


def test_a_notice_of_another_day_is_shown_once_more(alice, bob):
    answer = post(alice, kind="peer", notice="us-1999-1")
    assert answer.status_code == 422
    assert "Please read what stays between the two of you" in answer.content.decode()


@pytest.mark.parametrize(("pack", "law"), [("UK", "duty of confidence"), ("CA", "8669.4")])
def test_the_notice_is_that_of_the_jurisdiction(alice, bob, settings, pack, law):
    settings.POLICY_PACK = pack
    assert law in post(alice, supporter=str(bob.pk)).content.decode()


@pytest.mark.parametrize("field", ["language", "background", "speciality", "kind"])
def test_an_unknown_code_is_asked_again(alice, bob, field):
    assert post(alice, **({"kind": "peer"} | {field: "tlh"})).status_code == 422


def test_a_named_person_leads_straight_to_the_notice(alice, cast, bob):
    page = alice.get(reverse(WHERE), {"supporter": bob.pk}).content.decode()
    assert "You are asking Bob" in page
    assert "checked" not in page
    post(alice, supporter=str(bob.pk), notice="us-2026-1")
    assert PeerRequest.objects.get().asks.get().supporter == bob


def test_a_named_person_who_can_not_be_asked_is_said_on_their_page(alice, cast, bob):
    dan = on_roster(cast.dan)
    answer = post(alice, supporter=str(dan.pk), notice="us-2026-1")
    assert answer.url == reverse("talk_person", args=[dan.pk])
    assert "chain of command" in alice.get(answer.url).content.decode()


@pytest.mark.parametrize("pk", [nothing(), "no-id"])
def test_a_made_up_person_is_not_there(alice, bob, pk):
    assert alice.get(reverse(WHERE), {"supporter": pk}).status_code == 404


def test_asking_for_something_else_meanwhile_says_what_to_do(alice, cast, bob):
    ask(cast.alice)
    answer = post(alice, kind="peer", language="en", notice="us-2026-1")
    assert answer.status_code == 422
    assert "Take that request back first" in answer.content.decode()


def test_a_double_click_comes_to_the_same_page(alice, bob):
    first, second = (post(alice, kind="peer", notice="us-2026-1") for _turn in range(2))
    assert first.url == second.url


def test_the_words_of_a_chaplain(alice, cast, units):
    jo = newcomer("jo", kind="chaplain")
    assert "confession" in alice.get(reverse(WHERE), {"supporter": jo.pk}).content.decode()
    actions.set_blocked(by=cast.alice, blocked=[jo.pk])
    answer = post(alice, supporter=str(jo.pk), notice="us-2026-1")
    assert answer.url == reverse("talk_person", args=[jo.pk])
