import pytest

from peersupport import actions
from peersupport.models import Ask, Wishes
from tests.peersupport.talk import again, ask, asked, live, newcomer, on_roster
from trust.models import Notice


@pytest.fixture
def two(cast, units):
    return on_roster(cast.bob), newcomer("otto", units.other)


@pytest.mark.parametrize("first", [0, 1])
def test_the_first_of_the_team_is_asked_first(cast, two, first):
    actions.set_my_team(by=cast.alice, team=[two[first].pk, two[1 - first].pk])
    row = ask(cast.alice)
    assert asked(row) == two[first].user.username
    actions.ask_somebody_else(by=cast.alice, request=row.pk)
    assert asked(row) == two[1 - first].user.username


def test_whoever_is_left_out_is_never_asked(cast, two):
    actions.set_blocked(by=cast.alice, blocked=[each.pk for each in two])
    row = ask(cast.alice)
    assert (row.state, Ask.objects.count()) == ("unanswered", 0)


def test_leaving_out_whoever_is_asked_moves_the_question_on_in_silence(cast, two):
    row = ask(cast.alice)
    first = live(row)
    actions.set_blocked(by=cast.alice, blocked=[first.supporter_id])
    assert again(first).state == "taken_back"
    assert asked(row) not in ("", first.supporter.user.username)
    assert Notice.objects.filter(target="asked_of_me").count() == 2  # one each: nobody is told why


def test_leaving_out_whoever_keeps_the_contact_ends_it(cast, two):
    mine = live(ask(cast.alice))
    actions.accept_request(by=mine.supporter.user, ask=mine.pk)
    actions.set_blocked(by=cast.alice, blocked=[mine.supporter_id])
    assert (again(mine).state, again(mine.request).state) == ("ended", "ended")
    assert Ask.objects.count() == 1


def test_lists_and_contacts_change_together_or_not_at_all(cast, two):
    mine = live(ask(cast.alice))
    actions.set_blocked(by=cast.alice, blocked=[two[0].pk])
    assert Wishes.objects.count() == 1
    assert asked(mine.request) == "otto"
