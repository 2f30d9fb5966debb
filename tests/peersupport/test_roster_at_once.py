"""Two presses at the same moment: one application, one line of the week, one decision."""

import datetime as dt
from functools import partial

import pytest

from agency.models import Role
from peersupport import actions
from peersupport.models import Application, Supporter
from tests.at_once import answers
from tests.factories import act, make_post, make_user
from tests.peersupport.roster import supporter

AT_ONCE = pytest.mark.django_db(transaction=True, databases="__all__")


@AT_ONCE
def test_two_presses_make_one_application(cast):
    apply = partial(actions.apply_as_supporter, by=cast.alice, kind="peer")
    assert answers(apply, apply, apply) == ["yes"] * 3
    assert Application.objects.get().ballots.count() == 6


@AT_ONCE
def test_two_overlapping_lines_at_once_leave_one(cast):
    row = supporter(cast.bob)
    add = partial(actions.add_hours, by=cast.bob, weekdays=[0], starts=dt.time(6))
    said = answers(partial(add, ends=dt.time(10)), partial(add, ends=dt.time(11)))
    assert (row.week.count(), said) == (1, ["twice", "yes"])


@AT_ONCE
def test_two_coordinators_decide_at_once_and_one_is_told_kindly(cast, units):
    people = {}
    for name, role in (("ivan", Role.UNION_REVIEWER), ("cleo", Role.WELLNESS_COORDINATOR)):
        people[name] = make_user(name)
        make_post(people[name], role, units.agency)
        act(people[name], role)
    row = actions.apply_as_supporter(by=cast.alice, kind="peer")
    ballot = row.ballots.get(seat="association")
    actions.vote_on_application(by=people["ivan"], ballot=ballot.pk, choice="for")
    actions.note_interview(by=cast.carol, application=row.pk)
    decide = partial(actions.decide_application, application=row.pk)
    said = answers(
        partial(decide, by=cast.carol, selected=True),
        partial(decide, by=people["cleo"], selected=False),
    )
    row.refresh_from_db()
    assert said == ["not_next", "yes"]
    assert Supporter.objects.exists() is (row.state == "selected")
