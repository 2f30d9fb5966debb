"""The limits of a pathway as they are set here, and the one way a referral goes a step further."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from agency import clock, local_time
from peersupport.models import Pathway, PathwayStep, Referral
from peersupport.pathways import DEFAULTS, Step

State = Referral.State
Limits = Mapping[tuple[str, str], Step]
# An appointment is asked about on the day after it.
AFTERWARDS = dt.timedelta(days=1)


@transaction.atomic
def install_pathways() -> int:
    """Write down the pathways that are shipped, so that they can be changed; those here stay as they are.

    Gives the number that were new. Until then the shipped numbers count, from ``limits``.
    """
    here = set(Pathway.objects.values_list("kind", flat=True))
    missing = [kind for kind in DEFAULTS if kind not in here]
    for kind in missing:
        row, made = Pathway.objects.get_or_create(kind=kind)
        if made:
            PathwayStep.objects.bulk_create(
                PathwayStep(pathway=row, position=n, **vars(step))
                for n, step in enumerate(DEFAULTS[kind], start=1)
            )
    return len(missing)


def limits() -> Limits:
    """(kind, state) -> step, as set here, else as shipped. One query."""
    shipped = {(str(kind), step.state): step for kind, steps in DEFAULTS.items() for step in steps}
    rows = PathwayStep.objects.values_list("pathway__kind", "state", "owner", "hours")
    return shipped | {(kind, state): Step(state, owner, h) for kind, state, owner, h in rows}


def offered_kinds() -> list[str]:
    """The kinds of help that officers are offered here, in the programme's order."""
    off = set(Pathway.objects.filter(active=False).values_list("kind", flat=True))
    return [str(kind) for kind in DEFAULTS if kind not in off]


def day_of(moment: dt.datetime) -> dt.date:
    """The day on the agency's own calendar."""
    return moment.astimezone(local_time.zone()).date()


def set_state(row: Referral, state: str, *, appointment: dt.datetime | None = None) -> None:
    """Move a locked referral, with its limit and next date; ``ValueError`` for a step it can't take."""
    if state != row.state or state != State.APPOINTMENT:  # an appointment may be moved
        row.move_to(state)
    row.moved_at = clock.now()
    row.limit_at = row.next_on = None
    if state != State.ATTENDED:
        row.appointment_at = appointment if state == State.APPOINTMENT else None
    row.first_appointment_at = row.first_appointment_at or row.appointment_at
    if row.is_open:
        hours = limits()[row.kind, state].hours
        row.limit_at = (
            appointment + AFTERWARDS if appointment else clock.now() + dt.timedelta(hours=hours)
        )
        row.next_on = day_of(appointment or row.limit_at)
    row.save(
        update_fields=[
            "state",
            "moved_at",
            "limit_at",
            "next_on",
            "appointment_at",
            "first_appointment_at",
        ]
    )
