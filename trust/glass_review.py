"""What follows an emergency opening: what was looked at, whether it was right, how many there were.

The third person reviews; the officer reads the finding; anybody may read the count of each year.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust import access, audit
from trust.break_glass import locked, outside_command
from trust.models import BreakGlass, Disclosure
from trust.refusal import Refusal
from trust.rules.moments import GLASS

State = BreakGlass.State


def looks(rows: Sequence[BreakGlass]) -> dict[uuid.UUID, list[Disclosure]]:
    """By request: what was looked at in its hour, kinds and times, oldest first. No content.

    ``rows`` were agreed to. One query, whatever their number.
    """
    hours = Q(pk__in=[])
    for row in rows:
        hours |= Q(
            subject=row.participant_id,
            viewer=row.asked_by_id,
            at__gte=row.decided_at,
            at__lte=row.open_until,
        )
    seen = Disclosure.objects.using("ledger").filter(hours, permission__startswith=GLASS)
    known = list(seen.order_by("seq"))
    return {row.pk: [look for look in known if _in_its_hour(look, row)] for row in rows}


def _in_its_hour(look: Disclosure, row: BreakGlass) -> bool:
    if (look.subject, look.viewer) != (row.participant_id, row.asked_by_id):
        return False
    return bool(row.decided_at and row.open_until and row.decided_at <= look.at <= row.open_until)


def review(*, by: User, glass: uuid.UUID | str, finding: str) -> BreakGlass:
    """The union reviewer, a third person, says whether it was right. The officer reads the finding.

    Refuses ``unknown_finding``, ``took_part``, ``holds_command``.
    """
    with transaction.atomic(), audit.acting(by):
        row = locked(access.fetch(by, "review", BreakGlass, pk=glass))
        if finding not in BreakGlass.Finding.values:
            raise Refusal("finding", "unknown_finding", _("Choose one of the two answers."))
        if by.pk in {row.asked_by_id, row.decided_by_id}:
            message = _("You had a part in this. Another reviewer has to look at it.")
            raise Refusal("", "took_part", message)
        outside_command(by)
        if row.state != State.OPEN:
            raise Refusal("", "ended", _("This was decided already. There is nothing to do."))
        row.move_to(State.REVIEWED)
        row.reviewed_by, row.reviewed_at, row.finding = by, clock.now(), finding
        row.save()
    return row


@dataclass(frozen=True)
class Year:
    """One year of openings, as anybody may read it."""

    year: int
    opened: int
    reviewed: int


def by_year() -> list[Year]:
    """Openings that their officers know of. The figure moves when they are told, never before."""
    told = BreakGlass.objects.opened().filter(told_at__isnull=False).order_by()
    rows = told.annotate(year=ExtractYear("told_at")).values("year")
    counted = rows.annotate(opened=Count("pk"), done=Count("pk", filter=Q(state=State.REVIEWED)))
    return [Year(each["year"], each["opened"], each["done"]) for each in counted.order_by("-year")]
