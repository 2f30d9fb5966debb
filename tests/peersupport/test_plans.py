"""Two presses at once on a plan for coming back: the second is told, and changes nothing."""

import pytest
from django.http import Http404

from agency import local_time
from peersupport import actions
from peersupport.models import ReturnPlan
from tests.meanwhile import meanwhile
from tests.peersupport.returning import supporter, with_facilitators
from trust import vault
from trust.refusal import Refusal


@pytest.fixture
def plan(cast) -> ReturnPlan:
    return actions.start_return_plan(by=cast.alice, reason="incident", stream="short")


def closed() -> None:
    ReturnPlan.objects.update(state="closed", closed_on=local_time.today())


def gone() -> None:
    ReturnPlan.objects.all().delete()


@pytest.mark.parametrize("deed", [closed, gone])
@pytest.mark.parametrize(
    ("action", "given"),
    [
        (actions.close_return_plan, {}), (actions.pause_return_plan, {}),
        (actions.move_return_plan, {"stage": "kit"}), (actions.ask_for_facilitators, {}),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)  # fmt: skip
def test_a_plan_that_was_closed_meanwhile_is_open_no_longer(cast, plan, deed, action, given):
    before = vault.open_row(plan)["course"]
    with meanwhile(ReturnPlan, deed), pytest.raises(Refusal, match="no_plan"):
        action(by=cast.alice, **given)
    for row in ReturnPlan.objects.all():
        assert vault.open_row(row)["course"] == before


@pytest.mark.parametrize(
    ("action", "given"),
    [(actions.delete_return_plan, {}), (actions.tick_return_item, {"item": "kit"})],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_plan_that_was_deleted_meanwhile_is_not_there(cast, plan, action, given):
    closed()
    with meanwhile(ReturnPlan, gone), pytest.raises(Http404):
        action(by=cast.alice, plan=plan.pk, **given)


def test_the_day_it_begins_and_ends_is_the_one_on_the_wall(cast, units, evening):
    row = actions.start_return_plan(by=cast.alice, reason="incident", stream="short")
    assert vault.open_row(row)["course"]["started_on"] == evening.isoformat()
    assert actions.close_return_plan(by=cast.alice).closed_on == evening


def test_a_facilitator_who_was_taken_off_meanwhile_is_told(cast, units, plan):
    gus = supporter("gus", units.agency)
    with_facilitators(cast.alice, gus)
    off = plan.seats.all().delete
    with meanwhile(ReturnPlan, off), pytest.raises(Refusal, match="moved_on"):
        actions.step_down(by=gus.user, plan=plan.pk)
