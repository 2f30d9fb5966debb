"""One delivery, from its bytes to the tables, batch by batch in flat memory.

Each batch is one transaction. A delivery that is cut off can simply be sent again: what is
in counts as repeated, and the sum read = kept + repeated + quarantined holds for every run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from agency import clock, local_time
from agency.models import User
from intake import cad, clearances, eido, fhir, keep, mapping, nemsis, roster, shifts, training
from intake.actions.clearances import take_clearances
from intake.actions.delivery import Delivery, Summary
from intake.actions.happenings import Roster, take_facts
from intake.actions.people import take_people
from intake.actions.quarantine import set_aside
from intake.actions.shifts import take_shifts
from intake.actions.training import take_training
from intake.facts import (
    Item,
    Items,
    ParsedClearance,
    ParsedEncounter,
    ParsedIncident,
    ParsedPerson,
    ParsedShift,
    ParsedTraining,
    Problem,
)
from intake.models import Quarantine
from trust import audit

BATCH = 5_000
LIMIT = 512 * 1024 * 1024
JSON_STARTS = (b"{", b"[")
#: Feeds that are a table, as CSV or JSON.
TABLES: dict[str, Callable[..., Items]] = {
    "shifts": lambda file, **how: shifts.read(file, local_time.zone(), **how),
    "training": lambda file, **how: training.read(file, local_time.today(), **how),
    "clearances": lambda file, **how: clearances.read(file, local_time.today(), **how),
}


def open_items(
    *, kind: str, file: BinaryIO, mapping_name: str = "", limit: int = LIMIT
) -> tuple[str, Items]:
    """The feed's own name and its items. The format is told by the first characters, not by a name."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in JSON_STARTS
    if kind == "roster":
        return "roster", roster.read(file)
    if kind in TABLES:
        return kind, TABLES[kind](file, is_json=is_json, limit=limit)
    if kind == "epcr" and is_json:
        return "fhir", fhir.read(file, limit=min(limit, fhir.LIMIT), pepper=keep.pepper())
    if kind == "epcr":
        return "nemsis", nemsis.read(file, xsd_dir=settings.NEMSIS_XSD_DIR, limit=limit)
    if is_json:
        return "eido", eido.read(file, limit=min(limit, eido.LIMIT))
    return _columns(file, head, mapping_name)


def _columns(file: BinaryIO, head: bytes, name: str) -> tuple[str, Items]:
    line = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip()
    try:
        name = name or mapping.guess(line) or _guess_by_row(line)
        if not name:
            return "cad", iter([Problem(1, "no_mapping")])
        feed = mapping.load(name)
    except mapping.MappingBroken as broken:
        return "cad", iter([Problem(0, "mapping", str(broken))])
    return feed.source, cad.read(file, feed, pepper=keep.pepper())


def _guess_by_row(line: str) -> str:
    """The mapping without headings that makes sense of the file's first row, '' when none does."""
    for name in sorted(mapping.shipped()):
        feed = mapping.load(name)
        if not feed.header and line.count(feed.delimiter) >= feed.last_column:
            first = next(cad.read(BytesIO(line.encode()), feed, pepper=b"first row"), None)
            if isinstance(first, ParsedIncident):
                return name
    return ""


def take_in(
    *,
    kind: str,
    file: BinaryIO,
    by: User | None = None,
    mapping_name: str = "",
    limit: int = LIMIT,
    progress: Callable[[int], None] | None = None,
    history: bool = False,
    arrived: dt.datetime | None = None,
) -> Summary:
    """Take a whole delivery in. `by` is the machine's account, or None on the command line.

    `history`: an archive whose incidents were looked after long ago; no case is opened for them.
    `arrived`: when a delivery that is read again first came.
    """
    digest = keep.digest_of(file)
    source, items = open_items(kind=kind, file=file, mapping_name=mapping_name, limit=limit)
    delivery = Delivery(kind, digest, mapping_name, source, history, arrived)
    people, whole = Roster(), Summary()
    with audit.acting(by):
        for batch in _batches(items):
            with transaction.atomic():
                whole.add(_take_batch(delivery, batch, people))
            if progress:
                progress(len(batch))
    if whole.quarantined:
        keep.put(file, digest)
    return whole


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(items, BATCH)):
        yield batch


def _take_batch(delivery: Delivery, batch: list[Item], people: Roster) -> Summary:
    problems = [item for item in batch if isinstance(item, Problem)]
    persons = [item for item in batch if isinstance(item, ParsedPerson)]
    facts = [item for item in batch if isinstance(item, ParsedIncident | ParsedEncounter)]
    result = Summary(read=len(problems), quarantined=len(problems))
    set_aside(delivery=delivery, problems=problems)
    if persons:
        result.add(take_people(delivery=delivery, people=persons))
        _files_that_waited([person.personnel_number for person in persons])
    if facts:
        result.add(take_facts(delivery=delivery, items=facts, roster=people))
    hours = [item for item in batch if isinstance(item, ParsedShift)]
    if hours:
        result.add(take_shifts(delivery=delivery, items=hours, roster=people))
    taught = [item for item in batch if isinstance(item, ParsedTraining)]
    if taught:
        result.add(take_training(delivery=delivery, items=taught, roster=people))
    cleared = [item for item in batch if isinstance(item, ParsedClearance)]
    if cleared:
        result.add(take_clearances(delivery=delivery, items=cleared, roster=people))
    return result


def _files_that_waited(numbers: Sequence[str]) -> None:
    """Deliveries with lines for people who are on the roster from now on, read again."""
    waiting = Quarantine.objects.for_file().filter(code="unknown_person", crew__in=numbers)
    rows = waiting.order_by("-received_at")
    for row in {
        row.file_digest: row for row in rows if keep.path(row.file_digest).exists()
    }.values():
        retry_file(row=row)


@transaction.atomic
def retry_file(*, row: Quarantine) -> Summary:
    """Read a kept file again. What does not come back is resolved; a file with nothing left goes away."""
    waiting = Quarantine.objects.for_file().filter(file_digest=row.file_digest)
    with keep.take(row.file_digest) as file:
        waiting.update(resolved_at=clock.now())
        result = take_in(
            kind=row.kind, file=file, mapping_name=row.mapping, arrived=row.received_at
        )
    if not waiting.all().exists():
        transaction.on_commit(lambda: keep.drop(row.file_digest))
    return result
