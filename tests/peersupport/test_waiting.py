import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from agency.models import Role
from peersupport import actions
from peersupport.actions import waiting
from peersupport.models import Ask
from tests.factories import act, make_post, make_user, sign_in
from tests.peersupport.talk import again, ask, asked, live, newcomer, nothing, on_roster
from trust import access
from trust.models import Disclosure
from trust.refusal import Refusal


@pytest.fixture
def two(cast, units):
    return on_roster(cast.bob), newcomer("otto", units.other)


def put(cast, row, supporter, turn):
    return actions.ask_supporter(by=cast.carol, request=row.pk, supporter=supporter.pk, turn=turn)


def test_a_coordinator_reads_wishes_and_a_pseudonym(cast, two):
    row = ask(cast.alice, language="en", other_unit=True)
    (listed,) = waiting.waiting(cast.carol)
    assert (listed.pseudonym, listed.language, listed.turn) == (row.pseudonym, "en", 1)


def test_what_somebody_said_yes_to_is_no_longer_listed(cast, two):
    mine = live(ask(cast.alice))
    actions.accept_request(by=mine.supporter.user, ask=mine.pk)
    assert not waiting.waiting(cast.carol).exists()
    assert not access.visible(cast.carol, Ask).exists()


def test_whoever_is_named_is_asked_instead(cast, two):
    row = ask(cast.alice)
    first = live(row)
    other = next(each for each in two if each != first.supporter)
    put(cast, row, other, 1)
    assert (again(first).state, asked(row)) == ("taken_back", other.user.username)


def test_naming_whoever_is_asked_already_changes_nothing(cast, two):
    row = ask(cast.alice)
    put(cast, row, live(row).supporter, 1)
    assert Ask.objects.count() == 1


def test_who_was_silent_can_be_named_again(cast, units):
    bob = on_roster(cast.bob)
    row = ask(cast.frank)
    actions.pass_request(by=cast.bob, ask=live(row).pk)
    assert again(row).state == "unanswered"
    put(cast, row, bob, 1)
    assert (again(row).state, asked(row)) == ("waiting", "bob")


def test_two_coordinators_the_second_is_told_kindly(cast, two):
    row = ask(cast.alice)
    other = next(each for each in two if each != live(row).supporter)
    put(cast, row, other, 1)
    with pytest.raises(Refusal, match="faster"):
        put(cast, row, two[0], 1)
    mine = live(row)
    actions.accept_request(by=mine.supporter.user, ask=mine.pk)
    with pytest.raises(Refusal, match="answered"):
        put(cast, row, two[0], 2)


def test_naming_the_officers_supervisor_asks_somebody_else_and_says_nothing(cast, two):
    """The coordinator can't find out by trying in whose unit the officer works."""
    dan = on_roster(cast.dan)
    row = ask(cast.alice)
    first = asked(row)
    answer = put(cast, row, dan, 1)
    assert answer.pk == row.pk
    assert asked(row) not in ("", "dan", first)
    assert not Ask.objects.filter(supporter=dan).exists()


def test_nor_whom_the_officer_left_out(cast, two):
    actions.set_blocked(by=cast.alice, blocked=[two[0].pk])
    row = ask(cast.alice)
    put(cast, row, two[0], 1)
    assert not Ask.objects.filter(supporter=two[0]).exists()


def test_nor_against_the_wish_for_another_unit(cast, units, two):
    row = ask(cast.alice, other_unit=True)
    assert asked(row) == "otto"
    put(cast, row, two[0], 1)
    assert not Ask.objects.filter(supporter=two[0]).exists()


def test_nobody_looks_after_their_own_request(cast, two):
    row = ask(cast.carol)
    assert not waiting.waiting(cast.carol).exists()
    with pytest.raises(Refusal, match="your_own"):
        put(cast, row, two[0], 1)


@pytest.mark.parametrize("pk", [nothing(), "no-id"])
def test_made_up_ids_are_not_there(cast, two, pk):
    row = ask(cast.alice)
    with pytest.raises(Http404):
        actions.ask_supporter(by=cast.carol, request=pk, supporter=two[0].pk, turn=1)
    with pytest.raises((Http404, Refusal)):
        actions.ask_supporter(by=cast.carol, request=row.pk, supporter=pk, turn=1)


def test_nobody_but_a_coordinator_assigns_and_tries_are_written(cast, two, units):
    hana = make_user("hana")
    make_post(hana, Role.WELLNESS_ADMIN, units.agency)
    row = ask(cast.alice)
    for who in (cast.bob, cast.dan, cast.erin, cast.frank, act(hana, Role.WELLNESS_ADMIN)):
        with pytest.raises(Http404):
            actions.ask_supporter(by=who, request=row.pk, supporter=two[1].pk, turn=1)
    assert Disclosure.objects.using("ledger").filter(outcome="stopped").count() == 5


# --- the pages --------------------------------------------------------------------------------------


@pytest.fixture
def carol(cast) -> Client:
    return sign_in(Client(), cast.carol, "wellness_coordinator")


def test_the_list_shows_no_name_and_nobody_who_is_asked(carol, cast, two):
    assert "Nobody is waiting." in carol.get(reverse("waiting_requests")).content.decode()
    row = ask(cast.alice, language="en")
    page = carol.get(reverse("waiting_requests")).content.decode()
    for said in (row.pseudonym, "Peer supporter, English", "1 supporter was asked."):
        assert said in page
    for name in ("alice", "bob", "otto"):
        assert name not in page.lower()


def test_asking_somebody_from_the_page(carol, cast, two):
    row = ask(cast.alice)
    where = reverse("waiting_request", args=[row.pk])
    page = carol.get(where).content.decode()
    assert ("Bob" in page, "Otto" in page, "alice" in page.lower()) == (True, True, False)
    other = next(each for each in two if each != live(row).supporter)
    answer = carol.post(where, {"supporter": other.pk, "turn": "1"}, follow=True).content.decode()
    assert "Passed on." in answer
    assert asked(row) == other.user.username
    answer = carol.post(where, {"supporter": other.pk, "turn": "1"}, follow=True).content.decode()
    assert "a moment ago" in answer


def test_what_was_answered_meanwhile_leads_back_to_the_list(carol, cast, two):
    mine = live(ask(cast.alice))
    actions.accept_request(by=mine.supporter.user, ask=mine.pk)
    where = reverse("waiting_request", args=[mine.request_id])
    assert "Somebody has said yes" in carol.get(where, follow=True).content.decode()
    assert not Disclosure.objects.using("ledger").exists()


@pytest.mark.parametrize("turn", ["", "x", "-1", "9" * 9])
def test_a_turn_that_nobody_took_is_refused(carol, cast, two, turn):
    row = ask(cast.alice)
    data = {"supporter": two[0].pk, "turn": turn}
    page = carol.post(reverse("waiting_request", args=[row.pk]), data, follow=True)
    assert "a moment ago" in page.content.decode()


def test_the_pages_are_the_coordinators(cast, two):
    row = ask(cast.alice)
    for who, role in (
        (cast.bob, "peer_support"),
        (cast.dan, "supervisor"),
        (cast.frank, "officer"),
    ):
        client = sign_in(Client(), who, role)
        assert client.get(reverse("waiting_requests")).status_code == 403
        assert client.get(reverse("waiting_request", args=[row.pk])).status_code == 404
        data = {"supporter": two[0].pk, "turn": "1"}
        assert client.post(reverse("waiting_request", args=[row.pk]), data).status_code == 404
    assert Disclosure.objects.using("ledger").filter(outcome="stopped").count() == 6


def test_the_list_asks_as_many_questions_for_thirty_as_for_one(
    carol, cast, two, units, django_assert_max_num_queries
):
    ask(cast.alice)
    carol.get(reverse("waiting_requests"))
    with django_assert_max_num_queries(20) as few:
        carol.get(reverse("waiting_requests"))
    for number in range(30):
        ask(act(make_user(f"o{number}"), Role.OFFICER))
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = carol.get(reverse("waiting_requests")).content.decode()
    assert "?from=25" in page
    rest = carol.get(reverse("waiting_requests"), {"from": "25"}).context
    assert (len(rest["lines"]), rest["next"]) == (6, 0)
