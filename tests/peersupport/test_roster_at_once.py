"""Two presses at the same moment: one application, one line of the week, one decision."""

import datetime as dt

import pytest

from agency.models import Role
from peersupport import actions
from peersupport.models import Application, Supporter
from tests.factories import act, make_post, make_user
from tests.peersupport.roster import supporter
from tests.peersupport.test_at_once import together
from trust.refusal import Refusal

AT_ONCE = pytest.mark.django_db(transaction=True, databases="__all__")


def quietly(work, refused: list[str]):
    """Run it; a kind *no* is written down instead."""

    def run():
        try:
            work()
        except Refusal as no:
            refused.append(no.code)

    return run


@AT_ONCE
def test_two_presses_make_one_application(cast):
    together(*[lambda: actions.apply_as_supporter(by=cast.alice, kind="peer")] * 3)
    assert Application.objects.get().ballots.count() == 6


@AT_ONCE
def test_two_overlapping_lines_at_once_leave_one(cast):
    row, refused = supporter(cast.bob), []

    def add(end: int):
        return quietly(
            lambda: actions.add_hours(
                by=cast.bob, weekdays=[0], starts=dt.time(6), ends=dt.time(end)
            ),
            refused,
        )

    together(add(10), add(11))
    assert (row.week.count(), refused) == (1, ["twice"])


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
    refused: list[str] = []

    def decide(by, selected):
        return quietly(
            lambda: actions.decide_application(by=by, application=row.pk, selected=selected),
            refused,
        )

    together(decide(cast.carol, True), decide(people["cleo"], False))
    row.refresh_from_db()
    assert refused == ["not_next"]
    assert Supporter.objects.exists() is (row.state == "selected")
