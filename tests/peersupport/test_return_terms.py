"""A closed return goes after two years with all that hangs on it; an open one stays."""

import datetime as dt

import pytest

from agency import clock
from agency.models import DutyStatus, Role
from peersupport import actions
from peersupport.models import ReturnPlan, ReturnPlanGrant
from tests.factories import act, make_post, make_user
from trust import holds, retention
from trust.refusal import Refusal


def closed(user, days_ago: int) -> ReturnPlan:
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        actions.start_return_plan(by=user, reason="leave", stream="long")
        return actions.close_return_plan(by=user)


def test_a_closed_plan_goes_two_years_after_it_was_closed(cast):
    closed(cast.alice, 732)
    kept = closed(cast.alice, 700)
    with clock.at(clock.now() - dt.timedelta(days=690)):
        still_open = actions.start_return_plan(by=cast.alice, reason="leave", stream="long")
        actions.name_on_return_plan(by=cast.alice, person="frank")
    retention.clear("return_plans", clock.today())
    assert set(ReturnPlan.objects.values_list("pk", flat=True)) == {kept.pk, still_open.pk}
    assert ReturnPlanGrant.objects.count() == 1


def test_a_legal_hold_keeps_it_also_from_the_officer(cast, units):
    plan = closed(cast.alice, 800)
    hana, ivan = make_user("hana"), make_user("ivan")
    for who, role in ((hana, Role.WELLNESS_ADMIN), (ivan, Role.UNION_REVIEWER)):
        make_post(who, role, units.agency)
        act(who, role)
    hold = holds.ask(by=hana, username="alice", reason="court_order")
    holds.approve(by=ivan, hold=hold.pk)
    retention.clear("return_plans", clock.today())
    with pytest.raises(Refusal, match=r"^held$"):
        actions.delete_return_plan(by=cast.alice, plan=plan.pk)
    assert ReturnPlan.objects.filter(pk=plan.pk).exists()


def test_what_was_said_of_duty_before_goes_and_what_counts_stays(cast):
    for number, current in enumerate((False, True)):
        DutyStatus.objects.create(
            user=cast.alice, status="fit", since=clock.today(), source="clearances",
            external=str(number), current=current,
        )  # fmt: skip
    DutyStatus.objects.update(received_at=clock.now() - dt.timedelta(days=800))
    retention.clear("duty_statuses", clock.today())
    assert DutyStatus.objects.get().current
