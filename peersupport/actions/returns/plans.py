"""The plan itself: begin, go on, step back, pause, tick, close. Only the officer moves it.

Each change takes the place of what stood before, and the change log knows nothing of it.
"""

from __future__ import annotations

import dataclasses
import uuid

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from agency.models import User
from peersupport.actions.second_presses import nothing_left
from peersupport.models import ReturnPlan, ReturnPlanGrant, ReturnSeat
from peersupport.return_stages import (
    FACILITATORS,
    ITEMS,
    Course,
    NotNext,
    Reason,
    Step,
    Stream,
)
from trust import access, audit, grants, holds, ledger, roles, vault
from trust.policy.terms import SUPPORTERS
from trust.refusal import Refusal
from trust.written import as_id

OPEN_ALREADY = _("You have a plan that is open. Go on with it, or close it first.")
NO_PLAN = _("You have no open plan. You can begin one at any time, or talk to a peer supporter.")
ONE_STEP = _("One stage at a time: on to the next one, or back to the one before.")
NEED_TWO = _(
    "Two facilitators walk with you from here on. Name them on the page “People”, or ask a "
    "wellness coordinator to find them."
)
ONLY_LOGISTICS = _("This one is for the officer to tick. You can tick what you arranged.")
MOVED_ON = _(
    "This has moved on to somebody else, or was taken back. Nothing is left to do. Thank you."
)
STILL_OPEN = _("Close the plan first. Then you can delete it.")


@transaction.atomic
def start_return_plan(*, by: User, reason: str, stream: str) -> ReturnPlan:
    """The officer begins. Refuses ``unknown_reason``, ``unknown_stream``, ``already_open``."""
    if reason not in Reason.values:
        raise Refusal("reason", "unknown_reason", _("Choose what you come back from."))
    if stream not in Stream.values:
        raise Refusal("stream", "unknown_stream", _("Choose the short or the long way."))
    course = Course(reason=reason, stream=stream, started_on=local_time.today().isoformat())
    with audit.acting(by):
        who = vault.participant(by, "support")
        try:
            with transaction.atomic():
                row = ReturnPlan.objects.create(participant=who, course=_content(course))
        except IntegrityError as twice:
            raise Refusal("", "already_open", OPEN_ALREADY) from twice
        return access.require(by, "add", row)


def _content(course: Course) -> dict[str, object]:
    return dataclasses.asdict(course)


def course_of(by: User, row: ReturnPlan) -> Course:
    """Where the officer is. Somebody else's look is written to the ledger first."""
    return Course(**access.reveal(by, row).content["course"])  # type: ignore[arg-type]


def own_plan(by: User) -> ReturnPlan:
    """The officer's open plan, locked. Refuses ``no_plan``."""
    mine = access.visible(by, ReturnPlan, "change").filter(state=ReturnPlan.State.OPEN).first()
    row = ReturnPlan.objects.select_for_update().filter(pk=mine.pk).first() if mine else None
    if row is None or row.state != ReturnPlan.State.OPEN:  # closed or deleted while we waited
        raise Refusal("", "no_plan", NO_PLAN)
    return row


def _keep(row: ReturnPlan, course: Course) -> ReturnPlan:
    row.course = _content(course)
    row.save(update_fields=["course"])
    return row


# --- the officer ----------------------------------------------------------------------------------


@transaction.atomic
def move_return_plan(*, by: User, stage: str) -> ReturnPlan:
    """To the next stage or the one before; the stage of now again changes nothing but a pause.

    Refuses ``no_plan``, ``one_step``, and ``two_facilitators`` on the first way out of *contact*.
    """
    row = own_plan(by)
    course = course_of(by, row)
    try:
        moved = course.moved(stage)
    except NotNext as skipped:
        raise Refusal("stage", "one_step", ONE_STEP) from skipped
    if course.stage == Step.CONTACT and moved.stage != Step.CONTACT and not _has_two(row):
        raise Refusal("stage", "two_facilitators", NEED_TWO)
    return _keep(row, moved)


def _has_two(row: ReturnPlan) -> bool:
    taken = ReturnSeat.objects.filter(plan=row, state=ReturnSeat.State.TAKEN)
    return taken.count() >= FACILITATORS


@transaction.atomic
def pause_return_plan(*, by: User, paused: bool = True) -> ReturnPlan:
    """Pause, or go on where it stands. Nobody is told."""
    row = own_plan(by)
    return _keep(row, dataclasses.replace(course_of(by, row), paused=paused))


@transaction.atomic
def close_return_plan(*, by: User) -> ReturnPlan:
    """The plan is over, at whatever stage; from now on only the officer sees it."""
    with audit.acting(by):
        row = own_plan(by)
        row.seats.all().delete()
        for grant in ReturnPlanGrant.objects.filter(content_object=row):
            grants.take_back(grant=grant)
        row.move_to(ReturnPlan.State.CLOSED)
        row.save(update_fields=["state", "closed_on"])
    return row


@transaction.atomic
def delete_return_plan(*, by: User, plan: uuid.UUID | str) -> None:
    """A closed plan, for good. Refuses ``still_open``, and ``held`` under a legal hold."""
    with audit.acting(by):
        row = access.hold(by, "delete", ReturnPlan, pk=plan)
        if row.state == ReturnPlan.State.OPEN:
            raise Refusal("", "still_open", STILL_OPEN)
        holds.let_go_or_refuse(vault.handle(by.pk, "wellness"))
        row.delete()


# --- the officer and the facilitators -------------------------------------------------------------


def beside(by: User, action: str, plan: uuid.UUID | str) -> ReturnPlan:
    """The plan, held, for the officer or a facilitator.

    Refuses ``moved_on``, without a line in the officer's log, for a supporter whose part in it is over.
    """
    others = ReturnPlan.objects.exclude(participant=vault.handle(by.pk, "support"))
    closed = others.filter(state=ReturnPlan.State.CLOSED)
    if nothing_left(by, SUPPORTERS, closed, plan) or _was_beside(by, action, others, plan):
        raise Refusal("", "moved_on", MOVED_ON)
    return access.hold(by, action, ReturnPlan, pk=plan)


def _was_beside(by: User, action: str, others: QuerySet[ReturnPlan], plan: uuid.UUID | str) -> bool:
    """They gave the seat back, or were taken off: the officer's own log still knows that they saw it."""
    row = others.filter(pk=as_id(plan)).first() if roles.active(by) & {*SUPPORTERS} else None
    if row is None or access.can(by, action, row):
        return False
    return ledger.has_looked(by, row.participant_id, row._meta.label_lower)


@transaction.atomic
def tick_return_item(
    *, by: User, plan: uuid.UUID | str, item: str, done: bool = True
) -> ReturnPlan:
    """Tick a practical thing with the time of now; ticked again, the first time stays.

    Facilitators tick what they arrange. Refuses ``unknown_item``, ``only_the_officer``, ``moved_on``.
    """
    row = beside(by, "arrange", plan)
    if item not in ITEMS:
        raise Refusal("item", "unknown_item", _("Choose something from the list."))
    if not ITEMS[item].logistics and row.participant_id != vault.handle(by.pk, "support"):
        raise Refusal("item", "only_the_officer", ONLY_LOGISTICS)
    at = clock.now().isoformat(timespec="minutes") if done else ""
    return _keep(row, course_of(by, row).with_item(item, at))


@transaction.atomic
def suggest_next_stage(*, by: User, plan: uuid.UUID | str, ready: bool = True) -> ReturnPlan:
    """A facilitator thinks the next stage could come: a sentence on the officer's page, no more.

    Refuses ``moved_on``.
    """
    row = beside(by, "facilitate", plan)
    return _keep(row, dataclasses.replace(course_of(by, row), ready=ready))


# --- to take along ----------------------------------------------------------------------------------


def my_return_plans(by: User) -> list[dict[str, object]]:
    """The officer's own plans in plain code, with the people named on them."""
    mine = access.visible(by, ReturnPlan, "change")
    named = access.visible(by, ReturnPlanGrant, "delete").select_related("user")
    people: dict[uuid.UUID, list[dict[str, str]]] = {}
    for grant in named.filter(content_object__in=mine.values("pk")):
        told = {
            "name": str(grant.user),
            "reason": grant.reason,
            "until": grant.expires_at.isoformat(timespec="seconds"),
        }
        people.setdefault(grant.content_object_id, []).append(told)
    return [
        {
            "state": each.row.state,  # type: ignore[attr-defined]
            "closed_on": str(each.row.closed_on or ""),  # type: ignore[attr-defined]
            "people": people.get(each.row.pk, []),
            **dict(each.content["course"]),  # type: ignore[call-overload]
        }
        for each in access.reveal_all(by, mine)
    ]
