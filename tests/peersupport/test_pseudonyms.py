"""Pseudonyms: made of words, another for every reader; and the name, for whom the officer gave it to."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from agency.models import Role
from peersupport import actions
from peersupport.models import Ask, PeerRequest
from peersupport.pseudonyms import FIRST, SECOND, pseudonym
from tests.factories import make_post
from tests.peersupport.talk import accepted, again, ask, live
from trust import access, vault
from trust.models import Disclosure, Notice
from trust.refusal import Refusal


@given(st.binary(min_size=8, max_size=40))
def test_two_words_and_a_number_that_fit_their_column(digest):
    name = pseudonym(digest)
    first, second, number = name.split()
    assert (first in FIRST, second in SECOND, len(number)) == (True, True, 3)
    assert len(name) <= Ask._meta.get_field("pseudonym").max_length
    assert pseudonym(digest) == name


def test_too_few_bytes_would_make_names_alike():
    with pytest.raises(ValueError, match="eight bytes"):
        pseudonym(b"1234567")


def test_the_words_are_many_and_each_stands_once():
    assert len({*FIRST, *SECOND}) == len(FIRST) + len(SECOND) > 24


# --- who reads which --------------------------------------------------------------------------------


def test_every_reader_has_a_name_of_their_own_for_the_same_officer(cast, bob, otto):
    row = ask(cast.alice)
    actions.ask_somebody_else(by=cast.alice, request=row.pk)
    names = {row.pseudonym, *Ask.objects.values_list("pseudonym", flat=True)}
    assert len(names) == 3


def test_the_next_request_has_another_name_so_nobody_can_count(cast, bob):
    first = live(ask(cast.alice))
    actions.take_back(by=cast.alice, request=first.request_id)
    second = live(ask(cast.alice))
    assert second.supporter == first.supporter
    assert second.pseudonym != first.pseudonym


# --- the name ---------------------------------------------------------------------------------------


def test_a_name_opens_once_it_is_given_and_the_look_is_written(cast, bob):
    mine = accepted(cast.alice, bob)
    shown = access.fetch(cast.bob, "view", Ask, pk=mine.pk)
    with pytest.raises(PermissionDenied):
        access.reveal(cast.bob, shown, names=True)
    actions.reveal_myself(by=cast.alice, ask=mine.pk)
    shown = access.fetch(cast.bob, "view", Ask, pk=mine.pk)
    assert access.reveal(cast.bob, shown, names=True).person == cast.alice
    looks = Disclosure.objects.using("ledger").order_by("seq").values_list("outcome", "action")
    assert list(looks) == [("stopped", "name"), ("shown", "view")]


def test_a_coordinator_never_opens_the_name_of_a_request(cast):
    row = access.fetch(cast.carol, "view", PeerRequest, pk=ask(cast.alice).pk)
    with pytest.raises(PermissionDenied):
        access.reveal(cast.carol, row, names=True)
    assert Disclosure.objects.using("ledger").get().outcome == "stopped"


def test_a_name_is_given_to_one_supporter_only(cast, bob, otto):
    mine = accepted(cast.alice, bob)
    actions.reveal_myself(by=cast.alice, ask=mine.pk)
    row = actions.ask_somebody_else(by=cast.alice, request=mine.request_id)
    second = actions.accept_request(by=otto.user, ask=live(row).pk)
    assert not second.revealed
    shown = access.fetch(otto.user, "view", Ask, pk=second.pk)
    with pytest.raises(PermissionDenied):
        access.reveal(otto.user, shown, names=True)
    assert not access.visible(cast.bob, Ask).exists()


def test_no_name_before_somebody_said_yes(cast, bob):
    mine = live(ask(cast.alice))
    with pytest.raises(Refusal, match="nobody_accepted"):
        actions.reveal_myself(by=cast.alice, ask=mine.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=mine.pk).update(revealed=True)


def test_no_name_to_somebody_who_came_into_the_chain(cast, units, otto):
    mine = accepted(cast.alice, otto)
    make_post(otto.user, Role.COMMANDER, units.division)
    with pytest.raises(Refusal, match="moved_on"):
        actions.reveal_myself(by=cast.alice, ask=mine.pk)
    assert not again(mine).revealed


def test_giving_the_name_twice_is_once(cast, bob):
    mine = accepted(cast.alice, bob)
    for _turn in range(2):
        assert actions.reveal_myself(by=cast.alice, ask=mine.pk).revealed
    told = Notice.objects.filter(recipient=vault.handle(cast.bob.pk, "portal"))
    assert told.count() == 2  # that somebody asks, and that a name was given
