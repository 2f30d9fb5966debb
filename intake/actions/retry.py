"""Attendances tried again when the roster knows their number."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction

from agency import clock
from agency.models import Attendance, User
from intake.models import Quarantine
from trust import outbox


@transaction.atomic
def retry_crew(*, numbers: Iterable[str] | None = None) -> int:
    """Attendances that waited and now find their person; all of them when no numbers are named."""
    waiting = Quarantine.objects.for_roster().select_related("incident")
    if numbers is not None:
        waiting = waiting.filter(crew__in=list(numbers))
    rows = list(waiting)
    named = User.objects.filter(personnel_number__in={row.crew for row in rows})
    people = dict(named.values_list("personnel_number", "pk"))
    found = [row for row in rows if row.crew in people]
    for row in found:
        _attend(row, people[row.crew])
    Quarantine.objects.filter(pk__in=[row.pk for row in found]).update(resolved_at=clock.now())
    return len(found)


def _attend(row: Quarantine, user: uuid.UUID) -> None:
    incident = row.incident
    if incident is None:  # a constraint says otherwise
        return
    attendance, made = Attendance.objects.get_or_create(
        incident=incident,
        user_id=user,
        defaults={
            "call_sign": row.call_sign,
            "harmed": row.harmed,
            "secondary": row.secondary,
        },
    )
    if not made and row.harmed and not attendance.harmed:
        attendance.harmed = True
        attendance.save(update_fields=["harmed"])
    calls = incident.encounters.exclude(triggers=[]).exists()
    if incident.category or row.harmed or calls:
        outbox.announce(
            "incident.arrived", key=f"{incident.pk}:{attendance.pk}", incident=str(incident.pk)
        )
