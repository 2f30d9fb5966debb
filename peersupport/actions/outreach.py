"""Going to people: a visit to a briefing, and care after an assault. From facts of the agency alone.

A unit whose people were at more hard calls in 30 days than it is used to gets one task a month. No
name and no figure is kept with it, and no wellness record is read for it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from agency.models import (
    COMMAND_ROLES,
    Attendance,
    Category,
    Encounter,
    Post,
    Role,
    Unit,
    User,
)
from peersupport.actions.messages import tell_member, tell_team
from peersupport.actions.pack_rules import pack
from peersupport.models import CareStep, Case, Outreach, Supporter
from peersupport.packs import Pack
from trust import access, audit, roles
from trust.refusal import Refusal

State = Outreach.State
LATELY, YEAR = dt.timedelta(days=30), dt.timedelta(days=365)
NOT_NOW = _("This step does not follow from where it is now.")


# --- which unit ---------------------------------------------------------------------------------


@transaction.atomic
def find_outreach() -> list[Outreach]:
    """One open task for each unit above its own baseline, once a month. Safe to run twice.

    Counts attendance at hard calls in the last 30 days against the same unit's own year.
    """
    month = local_time.today().replace(day=1)
    units = Unit.objects.in_bulk(_above_their_own(pack()))
    made = [
        row
        for unit in units.values()
        for row, new in [Outreach.objects.get_or_create(unit=unit, month=month)]
        if new
    ]
    if made:
        tell_team(f"outreach {month} {made[0].pk}", "outreach")
    return made


def _above_their_own(rules: Pack) -> list[uuid.UUID]:
    lately, whole = _attended()
    return [
        unit
        for unit, count in lately.items()
        if is_above(count, whole[unit], percent=rules.outreach_percent, least=rules.outreach_least)
    ]


def is_above(lately: int, year: int, *, percent: int, least: int) -> bool:
    """Whether 30 days stand out from a unit's own year (which holds them too)."""
    usual = year * LATELY.days / YEAR.days
    return lately >= least and lately * 100 >= usual * percent


def _attended() -> tuple[dict[uuid.UUID, int], dict[uuid.UUID, int]]:
    """Attendance at hard calls by the unit in which each officer stood that day: 30 days, and a year."""
    now = clock.now()
    lately: dict[uuid.UUID, int] = defaultdict(int)
    year: dict[uuid.UUID, int] = defaultdict(int)
    stood = _stood(now.date() - YEAR)
    urgent = Encounter.objects.filter(incident=OuterRef("incident"), urgent=True)
    hard = Attendance.objects.filter(
        Exists(urgent) | ~Q(incident__category=""), incident__occurred_at__range=(now - YEAR, now)
    )
    for user, at in hard.values_list("user_id", "incident__occurred_at").iterator():
        unit = _unit_on(stood.get(user, ()), at.date())
        if unit is not None:
            year[unit] += 1
            lately[unit] += at > now - LATELY
    return lately, year


Stood = tuple[dt.date, dt.date | None, uuid.UUID]


def _stood(since: dt.date) -> dict[uuid.UUID, list[Stood]]:
    posts = Post.objects.filter(role__in=(Role.OFFICER, Role.DISPATCHER)).during(since, dt.date.max)
    found: dict[uuid.UUID, list[Stood]] = defaultdict(list)
    for user, first, until, unit in posts.order_by("since").values_list(
        "user_id", "since", "until", "unit_id"
    ):
        found[user].append((first, until, unit))
    return found


def _unit_on(posts: Sequence[Stood], day: dt.date) -> uuid.UUID | None:
    """The newest post that covers the day; ``posts`` by their first day."""
    for first, until, unit in reversed(posts):
        if first <= day and (until is None or day < until):
            return unit
    return None


# --- who goes -----------------------------------------------------------------------------------


@transaction.atomic
def plan_visit(
    *, by: User, outreach: uuid.UUID | str, supporter: uuid.UUID | str, day: dt.date
) -> Outreach:
    """A coordinator asks a supporter to go to the briefing on a day. Again changes who and when.

    Refuses ``in_the_past``, ``unknown_supporter``, ``leads_the_unit`` and ``not_now``.
    """
    row = _locked(access.fetch(by, "change", Outreach, pk=outreach))
    goes = access.visible(by, Supporter).filter(pk=supporter, status="active").first()
    if day < local_time.today():
        raise Refusal("day", "in_the_past", _("Choose today or a later day."))
    if goes is None:
        raise Refusal("supporter", "unknown_supporter", _("Choose somebody from the list."))
    if leads(goes.user, row.unit):
        said = _("They lead this unit, or did in the last 12 months. Please ask somebody else.")
        raise Refusal("supporter", "leads_the_unit", said)
    with audit.acting(by):
        _move(row, State.PLANNED)
        row.supporter, row.day = goes, day
        row.save()
        tell_member(goes.user, f"visit {row.pk} {day}", "outreach")
    return row


def leads(user: User, unit: Unit) -> bool:
    """Whether somebody leads the unit or one above it, now or in the last 12 months."""
    since, until = clock.today() - roles.CHAIN_LOOKS_BACK, clock.today() + dt.timedelta(days=1)
    posts = Post.objects.filter(user=user, role__in=COMMAND_ROLES).during(since, until)
    return posts.filter(unit__in=Unit.objects.above(unit)).exists()


@transaction.atomic
def close_visit(*, by: User, outreach: uuid.UUID | str, state: str) -> Outreach:
    """``visited`` (by whoever went, or a coordinator), ``let_go`` or ``open`` again (a coordinator).

    Twice changes nothing. Refuses ``not_now`` for a step that does not follow.
    """
    action = "visit" if state == State.VISITED else "change"
    row = _locked(access.fetch(by, action, Outreach, pk=outreach))
    if row.state == state:
        return row
    if state == State.PLANNED:  # that takes a person and a day: ``plan_visit``
        raise Refusal("state", "not_now", NOT_NOW)
    with audit.acting(by):
        _move(row, state)
        if state == State.OPEN:
            row.supporter = row.day = None
        row.save()
    return row


def _move(row: Outreach, state: str) -> None:
    if state not in Outreach.MOVES[row.state]:
        raise Refusal("state", "not_now", NOT_NOW)
    row.move_to(state)


def _locked(row: Outreach) -> Outreach:
    rows = Outreach.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=row.pk)


# --- after an assault on an officer ---------------------------------------------------------------


def open_care_steps(*, case: Case) -> None:
    """The list of care, once somebody was assaulted or came to harm. Twice changes nothing."""
    event = case.incident
    harmed = Attendance.objects.filter(incident=event, harmed=True).exists()
    if not harmed and event.category != Category.ASSAULT_ON_OFFICER:
        return
    rows = [CareStep(case=case, step=step) for step in CareStep.Step.values]
    CareStep.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def tick_care_step(*, by: User, step: uuid.UUID | str, done: bool) -> CareStep:
    """A coordinator ticks a step, or takes the tick back. The first to tick it stays."""
    row = access.hold(by, "change", CareStep, pk=step)
    if done != (row.done_at is not None):
        row.done_by, row.done_at = (by, clock.now()) if done else (None, None)
        with audit.acting(by):
            row.save()
    return row


def earlier_assaults(case: Case) -> int:
    """How often, in the 12 months before, somebody who came to harm here had come to harm already."""
    hurt = Attendance.objects.filter(incident=case.incident, harmed=True).values("user")
    at = case.incident.occurred_at
    before = Attendance.objects.filter(
        user__in=hurt, harmed=True, incident__occurred_at__range=(at - YEAR, at)
    ).exclude(incident=case.incident)
    return before.aggregate(n=Count("pk"))["n"]
