"""Talk and its pages, as the officer sees them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import Ask, PeerRequest
from tests.factories import make_post, sign_in
from tests.peersupport.talk import again, ask, live, newcomer, on_roster
from trust.models import Disclosure


@pytest.fixture
def alice(cast) -> Client:
    return sign_in(Client(), cast.alice)


@pytest.fixture
def bob(cast):
    return on_roster(
        cast.bob,
        languages=["en", "es"],
        backgrounds=["military"],
        introduction="Twenty years here.",
    )


def text(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def press(client, row, what):
    return client.post(
        reverse("talk_progress", args=[row.pk]), {"do": what}, follow=True
    ).content.decode()


def test_numbers_stand_first_and_nothing_yet_is_fine(alice):
    page = text(alice, "talk")
    main = page[page.index("<main") :]
    assert main.index("tel:988") < main.index("Find somebody for me")
    assert "What you have asked for" not in page


def test_progress_is_honest(alice, cast, bob, units):
    newcomer("otto", units.other)
    row = ask(cast.alice)
    first = str(live(row).supporter.user)
    assert f"We asked one supporter. {first} has 15 minutes left to answer." in text(alice, "talk")
    with clock.at(clock.now() + dt.timedelta(minutes=6)):
        assert f"{first} has 9 minutes left" in text(alice, "talk_progress", row.pk)
    with clock.at(clock.now() + dt.timedelta(minutes=21)):
        page = text(alice, "talk_progress", row.pk)
        second = str(live(row).supporter.user)
        assert f"We asked 2 supporters. {second} has 15 minutes left to answer." in page
        assert first != second
    with clock.at(clock.now() + dt.timedelta(minutes=50)):
        page = text(alice, "talk_progress", row.pk)
        assert "We asked 2 supporters. Nobody could answer so far." in page
        assert page.count("tel:988") >= 2


def test_nobody_who_fits_is_said_with_other_ways(alice, cast):
    row = ask(cast.alice, language="so")
    page = text(alice, "talk_progress", row.pk)
    assert "Nobody who fits can be asked at the moment." in page
    assert reverse("talk_people") in page


def test_from_yes_to_the_name_to_the_end(alice, cast, bob):
    mine = live(ask(cast.alice))
    actions.accept_request(by=cast.bob, ask=mine.pk)
    page = text(alice, "talk_progress", mine.request_id)
    assert "Bob said yes." in page
    assert mine.pseudonym in page
    assert "mailto:bob@example.org" in page
    assert "Bob can read your name." in press(alice, mine.request, "reveal")
    assert "You can ask again at any time." in press(alice, mine.request, "end")
    assert again(mine).state == "ended"


@pytest.mark.parametrize("what", ["", "reveal", "end", "made-up"])
def test_a_button_that_does_not_fit_says_so(alice, cast, bob, what):
    row = ask(cast.alice)
    assert "can’t be done now" in press(alice, row, what)
    assert again(row).state == "waiting"


def test_take_back_and_somebody_else(alice, cast, bob, units):
    newcomer("otto", units.other)
    row = ask(cast.alice)
    assert "We are asking somebody else. Nobody is told why." in press(alice, row, "somebody_else")
    assert Ask.objects.count() == 2
    assert "Taken back." in press(alice, row, "take_back")
    assert "This request is over." in press(alice, row, "somebody_else")


def test_a_promotion_shows_on_the_next_look(alice, cast, units):
    otto = newcomer("otto", units.other)
    mine = live(ask(cast.alice))
    actions.accept_request(by=otto.user, ask=mine.pk)
    on_roster(cast.bob)
    make_post(otto.user, Role.COMMANDER, units.division)
    page = text(alice, "talk_progress", mine.request_id)
    assert "Bob has 15 minutes left to answer." in page
    assert "Otto said yes" not in page


def test_the_request_of_somebody_else_is_not_there_and_they_read_it(cast, bob):
    row = ask(cast.alice)
    for who in (cast.frank, cast.dan, cast.carol):
        client = sign_in(Client(), who)
        where = reverse("talk_progress", args=[row.pk])
        assert (client.get(where).status_code, client.post(where, {"do": "end"}).status_code) == (
            404,
            404,
        )
    assert Disclosure.objects.using("ledger").filter(outcome="stopped").count() == 6


def test_the_list_shows_who_can_be_asked_and_why(alice, cast, bob, units):
    on_roster(cast.dan)
    newcomer("otto", units.other, languages=["es"], kind="chaplain")
    page = text(alice, "talk_people")
    assert ("Bob" in page, "Otto" in page, ">Dan<" in page) == (True, True, False)
    page = text(alice, "talk_people", kind="peer", language="es", background="military")
    assert "Speaks Spanish, Military service, your own unit, 0 open contacts" in page
    assert "Otto" not in page
    assert "Nobody on the list fits" in text(alice, "talk_people", other_unit="on", kind="peer")


def test_an_address_that_somebody_typed_shows_the_list(alice, bob):
    assert "Bob" in text(alice, "talk_people", **{"kind": "tlh", "language": "xx", "from": "-1"})
    assert "Bob" not in text(alice, "talk_people", **{"from": "20"})


def test_the_list_in_pages_with_a_constant_number_of_queries(
    alice, cast, units, django_assert_max_num_queries
):
    for number in range(3):
        newcomer(f"s{number:03}", units.other)
    text(alice, "talk_people")
    with django_assert_max_num_queries(32) as few:
        text(alice, "talk_people")
    for number in range(3, 25):
        newcomer(f"s{number:03}", units.other)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = text(alice, "talk_people")
    assert "from=20" in page


def test_talk_itself_asks_few_questions(alice, cast, bob, units, django_assert_max_num_queries):
    for number in range(3):
        newcomer(f"s{number}", units.other)

    def over(times):
        """Requests that several were asked and that were taken back, and one that is open."""
        for _turn in range(times):
            row = ask(cast.alice)
            for _supporter in range(times):
                mine = live(row)
                actions.pass_request(by=mine.supporter.user, ask=mine.pk)
            actions.take_back(by=cast.alice, request=row.pk)
        ask(cast.alice)
        return text(alice, "talk")

    actions.create_referral(by=cast.alice, kind="eap")
    over(1)
    with django_assert_max_num_queries(26) as few:
        text(alice, "talk")
    most = len(few)
    actions.take_back(by=cast.alice, request=PeerRequest.objects.waiting().get().pk)
    for kind in ("chaplain", "clinician", "family"):
        actions.create_referral(by=cast.alice, kind=kind)
    assert "We asked one supporter." in over(3)
    assert (PeerRequest.objects.count(), Ask.objects.count()) == (6, 16)
    with django_assert_max_num_queries(most):
        text(alice, "talk")


def test_a_person_in_their_own_words(alice, bob):
    page = text(alice, "talk_person", bob.pk)
    for said in ("Twenty years here.", "English, Spanish", "Military service", "Ask Bob"):
        assert said in page


def test_ones_own_page_has_no_button_to_ask(cast, bob):
    page = text(sign_in(Client(), cast.bob), "talk_person", bob.pk)
    assert "Ask Bob" not in page


def test_nobody_waits_on_a_page_without_a_request(alice):
    assert not PeerRequest.objects.exists()
    assert "Nobody yet" in text(alice, "my_team")
