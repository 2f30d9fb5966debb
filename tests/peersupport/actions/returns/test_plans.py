"""The officer's own plan: one at a time, at their pace, and no mark of a pause."""

import datetime as dt
from functools import partial

import pytest
from auditlog.models import LogEntry
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from peersupport import actions
from peersupport.models import ReturnPlan, ReturnPlanGrant, ReturnSeat
from tests.at_once import answers, together
from tests.peersupport.returning import (
    course_of,
    plan_of,
    refused,
    with_facilitators,
)
from tests.stored import counts
from trust import access, ledger

# --- beginning and ending ------------------------------------------------------------------------------


def test_a_plan_begins_with_contact_and_is_the_officers_alone(cast, plan):
    assert course_of(cast.alice).stage == "contact"
    assert access.can(cast.alice, "view", plan)
    for who in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank, cast.nobody):
        assert not access.can(who, "view", plan)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "laziness", "stream": "short"}, "unknown_reason"),
        ({"reason": "leave", "stream": ""}, "unknown_stream"),
    ],
)
def test_what_is_not_on_the_list_is_refused(cast, given, code):
    with refused(code):
        actions.start_return_plan(by=cast.alice, **given)


def test_one_open_plan_at_a_time(cast, plan):
    with refused("already_open"):
        actions.start_return_plan(by=cast.alice, reason="leave", stream="long")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnPlan.objects.create(participant=plan.participant, course={})
    actions.close_return_plan(by=cast.alice)
    again = actions.start_return_plan(by=cast.alice, reason="leave", stream="long")
    assert again.pk != plan.pk


def test_closing_ends_every_look_and_deleting_leaves_nothing(cast, walked, gus):
    with refused("still_open"):
        actions.delete_return_plan(by=cast.alice, plan=walked.pk)
    actions.close_return_plan(by=cast.alice)
    assert not access.can(gus.user, "view", walked)
    assert not ReturnPlanGrant.objects.exists()
    assert not ReturnSeat.objects.exists()
    actions.delete_return_plan(by=cast.alice, plan=walked.pk)
    assert not ReturnPlan.objects.exists()


def test_without_a_plan_everything_says_what_to_do(cast, gus):
    for act_on in (
        lambda: actions.move_return_plan(by=cast.alice, stage="kit"),
        lambda: actions.pause_return_plan(by=cast.alice),
        lambda: actions.close_return_plan(by=cast.alice),
        lambda: actions.ask_for_facilitators(by=cast.alice),
        lambda: actions.name_facilitator(by=cast.alice, supporter=gus.pk),
        lambda: actions.name_on_return_plan(by=cast.alice, person="bob"),
    ):
        with refused("no_plan"):
            act_on()


# --- the pace ------------------------------------------------------------------------------------------


def test_nobody_goes_on_from_contact_without_two_facilitators(cast, plan, gus, mia):
    with_facilitators(cast.alice, gus)
    with refused("two_facilitators"):
        actions.move_return_plan(by=cast.alice, stage="kit")
    with_facilitators(cast.alice, mia)
    actions.move_return_plan(by=cast.alice, stage="kit")
    assert course_of(cast.alice).stage == "kit"


@pytest.mark.parametrize("stage", ["range", "full", "nowhere", ""])
def test_no_stage_is_skipped(cast, walked, stage):
    with refused("one_step"):
        actions.move_return_plan(by=cast.alice, stage=stage)
    assert course_of(cast.alice).stage == "kit"


def test_a_second_press_of_the_button_stays_where_it_is(cast, walked):
    for _press in range(2):
        actions.move_return_plan(by=cast.alice, stage="vehicle")
    assert course_of(cast.alice).stage == "vehicle"


def test_a_pause_and_a_step_back_leave_no_mark_anywhere(cast, walked):
    before, lines = counts(), LogEntry.objects.count()
    actions.pause_return_plan(by=cast.alice)
    actions.move_return_plan(by=cast.alice, stage="contact")
    actions.move_return_plan(by=cast.alice, stage="kit")
    assert counts() == before
    assert LogEntry.objects.count() == lines
    assert not course_of(cast.alice).paused


def test_what_is_stored_says_neither_stage_nor_reason_nor_day(cast, walked):
    stored = ReturnPlan.objects.filter(pk=walked.pk).values_list()[0]
    said = " ".join(str(getattr(each, "raw", each)) for each in stored)
    assert not any(word in said for word in ("kit", "incident", "short", str(clock.today())))


def test_the_change_log_knows_nothing_of_plans_and_seats(cast, walked):
    kinds = set(LogEntry.objects.values_list("content_type__model", flat=True))
    assert not kinds & {"returnplan", "returnseat"}


# --- items and suggestions -----------------------------------------------------------------------------


def test_facilitators_tick_what_they_arrange_and_nothing_else(cast, walked, gus):
    actions.tick_return_item(by=gus.user, plan=walked.pk, item="weapon_replaced")
    assert "weapon_replaced" in course_of(cast.alice).done
    with refused("only_the_officer"):
        actions.tick_return_item(by=gus.user, plan=walked.pk, item="drive_done")
    actions.tick_return_item(by=cast.alice, plan=walked.pk, item="drive_done")
    actions.tick_return_item(by=cast.alice, plan=walked.pk, item="weapon_replaced", done=False)
    assert course_of(cast.alice).done.keys() == {"drive_done"}


def test_an_item_keeps_the_time_of_its_first_tick(cast, plan):
    with clock.at(clock.now() - dt.timedelta(days=2)):
        actions.tick_return_item(by=cast.alice, plan=plan.pk, item="kit_complete")
    first = course_of(cast.alice).done
    actions.tick_return_item(by=cast.alice, plan=plan.pk, item="kit_complete")
    assert course_of(cast.alice).done == first
    with refused("unknown_item"):
        actions.tick_return_item(by=cast.alice, plan=plan.pk, item="medal")


def test_a_suggestion_moves_nothing_and_goes_with_the_next_step(cast, walked, mia):
    actions.suggest_next_stage(by=mia.user, plan=walked.pk)
    assert (course_of(cast.alice).ready, course_of(cast.alice).stage) == (True, "kit")
    actions.move_return_plan(by=cast.alice, stage="vehicle")
    assert not course_of(cast.alice).ready


def test_only_facilitators_suggest_and_nobody_else_ticks(cast, walked):
    for who in (cast.alice, cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        with pytest.raises(Http404):
            actions.suggest_next_stage(by=who, plan=walked.pk)
    for who in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        with pytest.raises(Http404):
            actions.tick_return_item(by=who, plan=walked.pk, item="kit_complete")


def test_each_look_of_somebody_else_is_in_the_officers_log_and_none_of_her_own(cast, walked, gus):
    before = ledger.mine(cast.alice).count()
    access.reveal(cast.alice, plan_of(cast.alice))
    assert ledger.mine(cast.alice).count() == before
    access.reveal(gus.user, plan_of(cast.alice))
    last = ledger.mine(cast.alice).order_by("-seq").first()
    assert (last.viewer, last.kind, last.outcome) == (
        gus.user.pk,
        "peersupport.returnplan",
        "shown",
    )


# --- to take along -------------------------------------------------------------------------------------


def test_the_officer_takes_everything_along_and_nobody_else_anything(cast, walked, gus):
    (mine,) = actions.my_return_plans(cast.alice)
    assert (mine["stage"], mine["reason"], mine["state"]) == ("kit", "incident", "open")
    assert {each["name"] for each in mine["people"]} == {"Gus", "Mia"}
    assert actions.my_return_plans(gus.user) == []
    assert actions.my_return_plans(cast.frank) == []


# --- two at once ---------------------------------------------------------------------------------------

TWO = pytest.mark.django_db(transaction=True, databases="__all__")


@TWO
def test_two_beginnings_at_once_make_one_plan(cast):
    begin = partial(actions.start_return_plan, by=cast.alice, reason="leave", stream="long")
    assert answers(begin, begin) == ["already_open", "yes"]
    assert ReturnPlan.objects.count() == 1


@TWO
def test_two_ticks_at_once_are_both_kept(cast, walked, gus):
    kit = partial(actions.tick_return_item, by=gus.user, plan=walked.pk, item="kit_complete")
    card = partial(actions.tick_return_item, by=cast.alice, plan=walked.pk, item="access_works")
    together(kit, card)
    assert course_of(cast.alice).done.keys() == {"kit_complete", "access_works"}
