"""My team: plain buttons, no script."""

import pytest
from django.test import Client
from django.urls import reverse

from peersupport.actions import wishes
from tests.factories import sign_in
from tests.peersupport.talk import newcomer, nothing, on_roster

WHERE = "my_team"


@pytest.fixture
def people(cast, units):
    return [on_roster(cast.bob), newcomer("otto", units.other), newcomer("pia", units.division)]


@pytest.fixture
def press(cast):
    client = sign_in(Client(), cast.alice)

    def button(what, supporter):
        data = {"do": what, "supporter": getattr(supporter, "pk", supporter)}
        return client.post(reverse(WHERE), data, follow=True)

    return button


def order(cast, people):
    return [
        people.index(next(p for p in people if p.pk == pk))
        for pk in wishes.my_wishes(cast.alice).team
    ]


def test_add_move_and_take_out(press, cast, people):
    for each in people:
        press("add", each)
    assert order(cast, people) == [0, 1, 2]
    press("up", people[2])
    press("down", people[0])
    assert order(cast, people) == [2, 0, 1]
    press("up", people[2])
    press("down", people[1])
    assert order(cast, people) == [2, 0, 1]
    page = press("remove", people[0]).content.decode()
    assert order(cast, people) == [2, 1]
    assert page.index("Pia") < page.index("Otto")
    assert "Nobody else sees this." in page


def test_rather_not_meet_and_back(press, cast, people):
    press("add", people[0])
    assert "They are never asked for you" in press("block", people[0]).content.decode()
    assert wishes.my_wishes(cast.alice) == wishes.Own((), (people[0].pk,))
    press("unblock", people[0])
    assert wishes.my_wishes(cast.alice) == wishes.Own()


def test_who_takes_a_break_stays_on_the_list_as_a_number(press, cast, people):
    press("add", people[0])
    people[0].move_to("paused")
    people[0].save()
    page = press("add", people[1]).content.decode()
    assert "1 more person on your lists takes a break" in page
    assert len(wishes.my_wishes(cast.alice).team) == 2


def test_buttons_that_are_not_there(press, cast, people):
    assert "Choose one of the buttons." in press("sing", people[0]).content.decode()
    assert "We don’t know one of these people." in press("add", nothing()).content.decode()
    assert press("add", "no-id").status_code == 404
    assert wishes.my_wishes(cast.alice) == wishes.Own()
