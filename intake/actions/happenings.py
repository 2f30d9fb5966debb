"""Incidents and encounters into the tables: idempotent, first facts stand, contradictions wait.

A record is known by (source, external id, version). The same facts again are a repeat; other facts under the same
version are a contradiction; a higher version supersedes. A dispatch system owns time, area and call type of
its incidents; a patient care record only adds. Harm and event type are never taken back by a later
row, because an offer of support may already stand on them.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from agency import clock
from agency.models import Incident, User
from intake import bulk, keep
from intake.actions.delivery import Delivery, Summary
from intake.actions.encounters import write_encounters
from intake.actions.quarantine import set_aside, wait_for_roster
from intake.facts import ParsedAttendance, ParsedEncounter, ParsedIncident, Problem, main_category
from intake.models import Record
from trust import outbox

Happening = ParsedIncident | ParsedEncounter


class Roster:
    """Crew number to person, read once per delivery."""

    def __init__(self) -> None:
        named = User.objects.values_list("personnel_number", "pk")
        self.by_number: dict[str, uuid.UUID] = {number: pk for number, pk in named if number}


@dataclass(slots=True)
class Known:
    """An incident as it stands after what was taken in so far. `own`: this source has spoken of it before."""

    id: uuid.UUID
    number: str
    occurred_at: datetime
    area: str = ""
    kind: str = ""
    category: str = ""
    own: bool = False

    def contradicts(self, item: Happening) -> bool:
        if not self.own or not isinstance(item, ParsedIncident):
            return False
        return self.occurred_at != item.occurred_at or bool(
            self.area and item.area and self.area != item.area
        )

    def learn(self, item: Happening, *, newer: bool) -> None:
        self.category = main_category({self.category, item.category})
        if isinstance(item, ParsedIncident):
            if newer or not self.own:
                self.occurred_at = item.occurred_at
                self.area, self.kind = item.area or self.area, item.kind or self.kind
            self.area, self.kind = self.area or item.area, self.kind or item.kind
            self.own = True


class Accepted(NamedTuple):
    mark: str
    digest: str
    item: Happening


@dataclass(slots=True)
class Batch:
    """One batch while it is judged: what is known, what is accepted, what waits."""

    delivery: Delivery
    marks: dict[str, str]
    versions: dict[str, dict[int, str]]
    incidents: dict[str, Known]
    accepted: list[Accepted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    repeated: int = 0

    def judge(self, item: Happening) -> None:
        mark = self.marks[item.external_id]
        versions, facts = self.versions[mark], item.digest()
        number = number_of(item)
        known = self.incidents.get(number)
        newer = bool(versions) and item.version > max(versions)
        if versions.get(item.version) == facts:
            self.repeated += 1
        elif item.version in versions:
            self.problems.append(Problem(item.line, "conflict"))
        elif versions and not newer:
            self.problems.append(Problem(item.line, "older"))
        elif known and not newer and known.contradicts(item):
            self.problems.append(Problem(item.line, "conflict", "incident"))
        else:
            versions[item.version] = facts
            if known is None:
                known = self.incidents[number] = Known(uuid.uuid4(), number, item.occurred_at)
            known.learn(item, newer=newer)
            self.accepted.append(Accepted(mark, facts, item))


def number_of(item: Happening) -> str:
    return item.number if isinstance(item, ParsedIncident) else item.incident[:80]


def crew_of(item: Happening) -> Sequence[ParsedAttendance]:
    return item.attendances if isinstance(item, ParsedIncident) else item.crew


@transaction.atomic
def take_facts(*, delivery: Delivery, items: Sequence[Happening], roster: Roster) -> Summary:
    """One batch. Counts each item once: kept, repeated or quarantined."""
    marks = keep.fingerprints(delivery.source, {item.external_id for item in items})
    batch = Batch(delivery, marks, _versions(delivery, marks), _incidents(delivery, items))
    for item in items:
        batch.judge(item)
    waiting = _write(batch, roster)
    set_aside(delivery=delivery, problems=batch.problems)
    return Summary(
        read=len(items),
        kept=len(batch.accepted),
        repeated=batch.repeated,
        quarantined=len(batch.problems),
        waiting=waiting,
    )


def _versions(delivery: Delivery, marks: dict[str, str]) -> dict[str, dict[int, str]]:
    rows = Record.objects.filter(source=delivery.source, external_id__in=marks.values())
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for mark, version, digest in rows.values_list("external_id", "version", "digest"):
        found[mark][version] = digest
    return found


def _incidents(delivery: Delivery, items: Iterable[Happening]) -> dict[str, Known]:
    spoken = Record.objects.filter(source=delivery.source, incident=OuterRef("pk"))
    rows = Incident.objects.filter(number__in={number_of(item) for item in items})
    columns = ("id", "number", "occurred_at", "area", "kind", "category", "own")
    found = rows.annotate(own=Exists(spoken)).values_list(*columns)
    return {row[1]: Known(*row) for row in found}


def _write(batch: Batch, roster: Roster) -> int:
    """Writes what was accepted; the number of attendances that wait for the roster."""
    if not batch.accepted:
        return 0
    now = clock.now()
    numbers = {number_of(one.item) for one in batch.accepted}
    touched = {number: batch.incidents[number] for number in numbers}
    attending, waiting = _attendances(batch, roster)
    incidents = [
        (k.id, k.number, k.occurred_at, k.area, k.kind, k.category, batch.delivery.history, now)
        for k in touched.values()
    ]
    bulk.write(bulk.Facts(incidents, [], []))
    news = _news(batch, touched)
    told = {number for _line, number, _one in waiting} | set(news) | _with_encounter(batch)
    ids = dict(Incident.objects.filter(number__in=told).values_list("number", "pk"))
    encounters = write_encounters(
        accepted=[(mark, item) for mark, _digest, item in batch.accepted],
        incidents=ids,
        source=batch.delivery.source,
    )
    attendances = [
        (uuid.uuid4(), number, user, a.call_sign, a.harmed, a.secondary, now)
        for (number, user), a in attending.items()
    ]
    bulk.write(bulk.Facts([], attendances, _records(batch, encounters, now)))
    wait_for_roster(delivery=batch.delivery, attendances=waiting, incidents=ids)
    for number, mark in news.items():
        outbox.announce("incident.arrived", key=f"{ids[number]}:{mark}", incident=str(ids[number]))
    return len(waiting)


def _records(
    batch: Batch, encounters: dict[tuple[str, str], uuid.UUID], now: datetime
) -> list[bulk.Row]:
    return [
        (
            uuid.uuid4(),
            number_of(item),
            batch.delivery.source,
            mark,
            item.version,
            digest,
            encounters.get((item.incident[:80], item.response[:80]))
            if isinstance(item, ParsedEncounter)
            else None,
            now,
        )
        for mark, digest, item in batch.accepted
    ]


def _attendances(
    batch: Batch, roster: Roster
) -> tuple[dict[tuple[str, uuid.UUID], ParsedAttendance], list[tuple[int, str, ParsedAttendance]]]:
    """Each person once per incident; harm in any row counts, and having been there outweighs from afar."""
    known: dict[tuple[str, uuid.UUID], ParsedAttendance] = {}
    waiting: list[tuple[int, str, ParsedAttendance]] = []
    for _mark, _digest, item in batch.accepted:
        number = number_of(item)
        for one in crew_of(item):
            user = roster.by_number.get(one.crew)
            if user is None:
                waiting.append((item.line, number, one))
            else:
                known[number, user] = _joined(known.get((number, user)), one)
    return known, waiting


def _joined(before: ParsedAttendance | None, one: ParsedAttendance) -> ParsedAttendance:
    if before is None:
        return one
    return ParsedAttendance(
        crew=one.crew,
        call_sign=before.call_sign or one.call_sign,
        harmed=before.harmed or one.harmed,
        secondary=before.secondary and one.secondary,
    )


def _with_encounter(batch: Batch) -> set[str]:
    return {number_of(one.item) for one in batch.accepted if isinstance(one.item, ParsedEncounter)}


def _news(batch: Batch, touched: dict[str, Known]) -> dict[str, str]:
    """Incidents that call for something, told to the other rooms at once; the rest they pick up as rows."""
    news: dict[str, str] = {}
    for mark, _digest, item in batch.accepted:
        triggers = item.triggers if isinstance(item, ParsedEncounter) else ()
        harmed = any(member.harmed for member in crew_of(item))
        if touched[number_of(item)].category or triggers or harmed:
            news[number_of(item)] = f"{mark}.{item.version}"
    return news
