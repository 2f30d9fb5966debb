"""One place, two people, a waiting list, and a walk that is called off."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404

from agency import clock
from agency.models import Role
from resources import actions
from resources.models import Activity, Opportunity, SignUp
from tests.at_once import together
from tests.factories import act
from tests.notices import told
from trust import access
from trust.refusal import Refusal


def test_the_first_comes_and_the_second_waits(cast, walk):
    assert actions.join(by=cast.alice, activity=walk.pk).waiting is False
    assert actions.join(by=cast.frank, activity=walk.pk).waiting is True


def test_signing_up_twice_is_signing_up_once(cast, walk):
    first = actions.join(by=cast.alice, activity=walk.pk)
    assert actions.join(by=cast.alice, activity=walk.pk) == first
    assert SignUp.objects.count() == 1


def test_whoever_waits_moves_up_and_is_told(cast, walk):
    actions.join(by=cast.alice, activity=walk.pk)
    actions.join(by=cast.frank, activity=walk.pk)
    actions.leave(by=cast.alice, activity=walk.pk)
    assert SignUp.objects.get().user == cast.frank
    assert SignUp.objects.get().waiting is False
    assert told(cast.frank) == 1


def test_leaving_the_waiting_list_moves_nobody(cast, walk):
    for person in (cast.alice, cast.frank, cast.bob):
        actions.join(by=person, activity=walk.pk)
    actions.leave(by=cast.frank, activity=walk.pk)
    assert SignUp.objects.get(user=cast.bob).waiting is True
    assert told(cast.bob) == 0


def test_more_places_let_the_waiting_in(cast, walk):
    for person in (cast.alice, cast.frank, cast.bob):
        actions.join(by=person, activity=walk.pk)
    walk.places = 2
    actions.save_activity(by=act(cast.carol, Role.WELLNESS_COORDINATOR), row=walk)
    assert set(SignUp.objects.filter(waiting=False).values_list("user__username", flat=True)) == {
        "alice",
        "frank",
    }


def test_called_off_tells_everyone_once(cast, walk):
    actions.join(by=cast.alice, activity=walk.pk)
    actions.join(by=cast.frank, activity=walk.pk)
    carol = act(cast.carol, Role.WELLNESS_COORDINATOR)
    for _twice in range(2):
        walk.cancelled = True
        actions.save_activity(by=carol, row=walk)
    assert (told(cast.alice), told(cast.frank)) == (1, 1)
    with pytest.raises(Refusal, match="called_off"):
        actions.join(by=cast.bob, activity=walk.pk)


def test_what_is_over_takes_nobody(cast, walk):
    with clock.at(walk.ends + dt.timedelta(minutes=1)), pytest.raises(Refusal, match="over"):
        actions.join(by=cast.alice, activity=walk.pk)


def test_an_activity_of_another_unit_is_not_listed(cast, units, walk):
    walk.unit = units.other
    walk.save()
    assert walk not in actions.upcoming(cast.alice)
    walk.unit = units.division
    walk.save()
    assert walk in actions.upcoming(cast.alice)


def test_what_comes_first_stands_first(cast, walk):
    sooner = walk.starts - dt.timedelta(hours=5)
    Activity.objects.create(title="Breakfast", starts=sooner, ends=walk.starts)
    assert [row.title for row in actions.upcoming(cast.alice)] == ["Breakfast", "Evening walk"]


def test_nobody_takes_somebody_else_off_the_list(cast, walk):
    actions.join(by=cast.alice, activity=walk.pk)
    with pytest.raises(Http404):
        actions.leave(by=cast.frank, activity=walk.pk)
    assert not access.visible(cast.frank, SignUp).exists()


def test_an_officer_puts_nothing_on_the_board(cast, walk):
    walk.title = "Mine now"
    with pytest.raises(Http404):
        actions.save_activity(by=cast.frank, row=walk)
    assert Activity.objects.get().title == "Evening walk"


@pytest.mark.parametrize("name", ["frank", "dan", "erin"])
def test_who_may_not_add_adds_nothing(cast, walk, name):
    person, later = getattr(cast, name), clock.today() + dt.timedelta(days=9)
    new = Activity(title="Mine", starts=walk.starts, ends=walk.ends)
    course = Opportunity(title="Mine", provider="Me", shown_until=later)
    with pytest.raises(PermissionDenied):
        actions.save_activity(by=person, row=new)
    with pytest.raises(PermissionDenied):
        actions.save_opportunity(by=person, row=course)
    assert (Activity.objects.count(), Opportunity.objects.count()) == (1, 0)


def test_an_activity_ends_after_it_starts():
    now = clock.now()
    with pytest.raises(IntegrityError):
        Activity.objects.create(title="Backwards", starts=now, ends=now)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_at_once_share_one_place(cast, walk):
    both = together(
        lambda: actions.join(by=cast.alice, activity=walk.pk),
        lambda: actions.join(by=cast.frank, activity=walk.pk),
    )
    assert sorted(each.waiting for each in both) == [False, True]
