"""Encounters: one row per response. Two patients of one response share it, and nothing is lowered by the second."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from agency import clock
from agency.models import Encounter
from intake.facts import ParsedEncounter, ParsedIncident
from intake.models import Record

Key = tuple[str, str]


def write_encounters(
    *,
    accepted: Iterable[tuple[str, ParsedIncident | ParsedEncounter]],
    incidents: Mapping[str, uuid.UUID],
    source: str,
) -> dict[Key, uuid.UUID]:
    """Encounter ids by (incident number, response). Runs inside the batch's transaction."""
    written: dict[Key, uuid.UUID] = {}
    for mark, item in accepted:
        if isinstance(item, ParsedEncounter):
            key = (item.incident[:80], item.response[:80])
            written[key] = _write(item, incidents[key[0]], mark, source, fresh=key not in written)
    return written


def _write(
    item: ParsedEncounter, incident: uuid.UUID, mark: str, source: str, *, fresh: bool
) -> uuid.UUID:
    row = Encounter.objects.filter(incident_id=incident, response=item.response[:80]).first()
    if row is None:
        row = Encounter(incident_id=incident, response=item.response[:80])
    elif fresh and _only_own(row, mark, source):
        row.triggers, row.because = [], []
        row.urgent = row.check_in = row.scores_differ = False
        row.received_at = clock.now()
    row.triggers = _joined(row.triggers, item.triggers)
    row.because = _joined(row.because, item.because)
    row.urgent = row.urgent or item.urgent
    row.check_in = row.check_in or item.check_in
    row.scores_differ = row.scores_differ or item.scores_differ
    row.save()
    return row.pk


def _only_own(row: Encounter, mark: str, source: str) -> bool:
    """True when every record behind the row is an older version of this one, which it supersedes."""
    others = Record.objects.filter(encounter=row).exclude(source=source, external_id=mark)
    return not others.exists()


def _joined(before: Iterable[str], added: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*before, *added]))
