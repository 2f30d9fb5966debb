"""Visits follow from a unit's own year, care from an assault. No names, no figures, no wellness data."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from agency import clock, local_time
from agency.models import Role
from peersupport import actions
from peersupport.actions import outreach
from peersupport.models import CareStep, Case, Outreach
from tests.factories import act, make_attendance, make_incident, make_post
from tests.peersupport.conftest import DAY, make_supporter
from trust import vault
from trust.models import Notice
from trust.refusal import Refusal


def hard_calls(user, *days_ago, category="heavy_media"):
    for each in days_ago:
        event = make_incident(
            f"{user}-{each}", occurred_at=clock.now() - each * DAY, category=category
        )
        make_attendance(event, user)


@pytest.fixture
def busy(cast):
    hard_calls(cast.alice, *range(1, 8), *range(100, 104))
    hard_calls(cast.frank, *range(1, 6))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(110, 400), st.integers(3, 100))
def test_a_unit_as_busy_as_ever_never_stands_out(lately, before, percent, least):
    year = lately + before
    found = outreach.is_above(lately, year, percent=percent, least=least)
    assert not (found and lately < least)
    steady = lately * 365 <= year * 30
    assert not (found and steady and lately)


def test_one_task_for_the_unit_above_its_own_baseline(cast, units, busy):
    for _ in range(2):
        outreach.find_outreach()
    row = Outreach.objects.get()
    assert (row.unit, row.month) == (units.squad, local_time.today().replace(day=1))
    told = Notice.objects.filter(recipient=vault.handle(cast.carol.pk, "portal"))
    assert told.filter(target="outreach").count() == 1


def test_calls_count_for_the_unit_of_that_day(cast, units, busy):
    post = cast.alice.posts.get(role=Role.OFFICER)
    post.until = clock.today()
    post.save()
    make_post(cast.alice, Role.OFFICER, units.other, clock.today())
    outreach.find_outreach()
    assert Outreach.objects.get().unit == units.squad


def test_an_older_post_counts_again_when_a_newer_one_has_ended():
    year, month, ended = dt.date(2020, 1, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1)
    posts = [(year, None, "squad"), (month, ended, "dispatch")]
    on = [dt.date(2019, 12, 31), dt.date(2025, 12, 31), month, ended]
    assert [outreach._unit_on(posts, day) for day in on] == [None, "squad", "dispatch", "squad"]


def test_what_was_no_hard_call_counts_nothing(cast):
    hard_calls(cast.alice, *range(1, 20), category="")
    assert outreach.find_outreach() == []


@pytest.fixture
def visit(units):
    return Outreach.objects.create(unit=units.squad, month=dt.date(2026, 11, 1))


def test_planned_told_visited(cast, units, visit):
    lea = make_supporter("lea", units)
    today = local_time.today()
    for _ in range(2):
        actions.plan_visit(by=cast.carol, outreach=visit.pk, supporter=lea.pk, day=today)
    assert Notice.objects.filter(recipient=vault.handle(lea.user_id, "portal")).count() == 1
    for _ in range(2):
        row = actions.close_visit(
            by=act(lea.user, "peer_support"), outreach=visit.pk, state="visited"
        )
    assert row.state == "visited"
    with pytest.raises(Refusal, match="not_now"):
        actions.close_visit(by=cast.carol, outreach=visit.pk, state="open")


def test_let_go_and_taken_up_again(cast, visit):
    actions.close_visit(by=cast.carol, outreach=visit.pk, state="let_go")
    assert actions.close_visit(by=cast.carol, outreach=visit.pk, state="open").state == "open"
    with pytest.raises(Refusal, match="not_now"):
        actions.close_visit(by=cast.carol, outreach=visit.pk, state="visited")
    with pytest.raises(Refusal, match="not_now"):
        actions.close_visit(by=cast.carol, outreach=visit.pk, state="dance")


def test_planned_takes_a_person_and_a_day(cast, visit):
    act(cast.carol, Role.WELLNESS_COORDINATOR)
    with pytest.raises(Refusal, match="not_now"):
        actions.close_visit(by=cast.carol, outreach=visit.pk, state="planned")


def test_whoever_leads_the_unit_does_not_visit_it(cast, units, visit):
    lea, day = make_supporter("lea", units), local_time.today()
    post = make_post(lea.user, Role.COMMANDER, units.division)
    with pytest.raises(Refusal, match="leads_the_unit"):
        actions.plan_visit(by=cast.carol, outreach=visit.pk, supporter=lea.pk, day=day)
    post.until = clock.today() - 100 * DAY
    post.save()
    with pytest.raises(Refusal, match="leads_the_unit"):
        actions.plan_visit(by=cast.carol, outreach=visit.pk, supporter=lea.pk, day=day)


def test_clear_answers(cast, units, visit):
    lea = make_supporter("lea", units)
    yesterday, today = local_time.today() - DAY, local_time.today()
    with pytest.raises(Refusal, match="in_the_past"):
        actions.plan_visit(by=cast.carol, outreach=visit.pk, supporter=lea.pk, day=yesterday)
    with pytest.raises(Refusal, match="unknown_supporter"):
        actions.plan_visit(by=cast.carol, outreach=visit.pk, supporter=visit.pk, day=today)


@pytest.mark.parametrize("who", ["alice", "bob", "dan", "erin", "frank"])
def test_nobody_else_touches_a_visit(cast, visit, who):
    with pytest.raises(Http404):
        actions.close_visit(by=getattr(cast, who), outreach=visit.pk, state="let_go")


def test_the_database_refuses(visit):
    with pytest.raises(IntegrityError, match="a_planned_visit_has"), transaction.atomic():
        Outreach.objects.update(state="planned")
    with pytest.raises(IntegrityError), transaction.atomic():
        Outreach.objects.create(unit=visit.unit, month=visit.month)


# --- after an assault ---------------------------------------------------------------------------


def assault(cast, number="2026-50", days=0, **fields):
    event = make_incident(
        number, occurred_at=clock.now() - days * DAY, category="assault_on_officer"
    )
    make_attendance(event, cast.alice, **fields)
    return actions.consider(incident=event.pk)


def test_an_assault_opens_the_list_once_and_counts_the_earlier_ones(cast):
    assault(cast, "2026-49", days=30, harmed=True)
    case = assault(cast, harmed=True)
    actions.consider(incident=case.incident_id)
    assert case.care_steps.count() == len(CareStep.Step)
    assert outreach.earlier_assaults(case) == 1


def test_harm_alone_opens_it_and_other_incidents_do_not(cast, case):
    assert not case.care_steps.exists()
    event = make_incident("2026-51", category="heavy_media")
    make_attendance(event, cast.alice, harmed=True)
    assert actions.consider(incident=event.pk).care_steps.exists()


def test_nobody_learns_of_it_from_somebody_who_asked_alone(cast):
    event = make_incident("2026-52", category="assault_on_officer", history=True)
    make_attendance(event, cast.alice)
    actions.raise_case(by=cast.alice, source="self", number="2026-52")
    assert Case.objects.get().private
    assert not CareStep.objects.exists()


def test_a_step_is_ticked_and_taken_back(cast):
    step = assault(cast).care_steps.first()
    for _ in range(2):
        row = actions.tick_care_step(by=cast.carol, step=step.pk, done=True)
    assert row.done_by == cast.carol
    assert actions.tick_care_step(by=cast.carol, step=step.pk, done=False).done_at is None
    with pytest.raises(Http404):
        actions.tick_care_step(by=cast.dan, step=step.pk, done=True)
    with pytest.raises(IntegrityError, match="who_and_when"), transaction.atomic():
        CareStep.objects.update(done_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        CareStep.objects.create(case=step.case, step=step.step)
