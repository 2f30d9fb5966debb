"""Hours on the roster into the table: known by (source, number in the source), the newest facts stand.

A roster changes up to the last minute, so a shift that comes again with other hours replaces what stood.
A delivery that is read again later never overwrites what came after it. Shifts of one person at the same
time are kept and reported: which of them is right only the scheduling system can say.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from agency import clock
from agency.models import Shift
from intake.actions.delivery import Delivery, Summary
from intake.actions.happenings import Roster
from intake.actions.quarantine import report_overlaps, wait_for_person
from intake.facts import ParsedShift
from intake.shifts import LONGEST
from trust import outbox

COLUMNS = ("user_id", "kind", "starts", "ends")
Known = tuple[ParsedShift, uuid.UUID]


@transaction.atomic
def take_shifts(*, delivery: Delivery, items: Sequence[ParsedShift], roster: Roster) -> Summary:
    """One batch. Whoever watches over hours is told once that something changed (``shifts.arrived``)."""
    known = [(item, user) for item in items if (user := roster.by_number.get(item.crew))]
    strangers = [item for item in items if item.crew not in roster.by_number]
    changed, replaced = _changed(delivery, known)
    if changed:
        _write(delivery, changed)
    overlapping = _overlaps(delivery, known, replaced) if known else []
    wait_for_person(delivery=delivery, items=strangers)
    return Summary(
        read=len(items),
        kept=len(changed),
        repeated=len(known) - len(changed),
        quarantined=len(strangers),
        waiting=len(strangers),
        overlapping=len(overlapping),
    )


def _changed(delivery: Delivery, known: Iterable[Known]) -> tuple[list[Shift], list[Shift]]:
    """Shifts that are new or say something else than before, as they came; and what they replace."""
    names = {item.external for item, _user in known}
    rows = Shift.objects.filter(source=delivery.source, external__in=names)
    stands = {row.external: row for row in rows}
    changed: list[Shift] = []
    replaced: list[Shift] = []
    for item, user in known:
        row = Shift(
            source=delivery.source, external=item.external, user_id=user, kind=item.kind,
            starts=item.starts, ends=item.ends,
        )  # fmt: skip
        before = stands.get(item.external)
        if _news(row, before, delivery.arrived):
            replaced += [before] if before else []
            stands[item.external] = row
            changed.append(row)
    return changed, replaced


def _news(row: Shift, before: Shift | None, arrived: datetime | None) -> bool:
    if before is None:
        return True
    if arrived and before.received_at and before.received_at > arrived:
        return False
    return any(getattr(row, name) != getattr(before, name) for name in COLUMNS)


def _write(delivery: Delivery, changed: Iterable[Shift]) -> None:
    last = {row.external: row for row in changed}
    Shift.objects.bulk_create(
        last.values(),
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=("source", "external"),
        update_fields=COLUMNS,
    )
    now = clock.now()
    Shift.objects.filter(source=delivery.source, external__in=last).update(received_at=now)
    outbox.announce("shifts.arrived", key=uuid.uuid4().hex, received=now.isoformat())


def _overlaps(
    delivery: Delivery, known: Sequence[Known], replaced: Sequence[Shift]
) -> list[ParsedShift]:
    """Report what now stands at the same time as another shift, and resolve what no longer does."""
    newest = {item.external: item for item, _user in known}
    moved: list[ParsedShift | Shift] = [*(item for item, _user in known), *replaced]
    first, last = min(each.starts for each in moved), max(each.ends for each in moved)
    near = Shift.objects.filter(
        user__in={user for _item, user in known} | {each.user_id for each in replaced},
        source=delivery.source,
        # Whoever overlaps a shift at the edge lies within twice the longest shift outside it.
        starts__lt=last + 2 * LONGEST,
        ends__gt=first - 2 * LONGEST,
    ).order_by("user_id", "starts", "ends")
    double = {
        external
        for _user, own in groupby(near, key=lambda row: row.user_id)
        for external in _at_once(list(own))
    }
    judged = {r.external for r in near if r.starts < last + LONGEST and r.ends > first - LONGEST}
    overlapping = [item for name, item in newest.items() if name in double]
    report_overlaps(delivery=delivery, overlapping=overlapping, clear=judged - double)
    return overlapping


def _at_once(own: Sequence[Shift]) -> set[str]:
    """One person's shifts, by start, that share a moment with another one. Ends are outside."""
    found: set[str] = set()
    longest = own[0]
    for row in own[1:]:
        if row.starts < longest.ends:
            found |= {row.external, longest.external}
        longest = max(longest, row, key=lambda each: each.ends)
    return found
