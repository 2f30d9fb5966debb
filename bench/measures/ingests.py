"""5. A large dispatch export: the writing alone, and the whole way from bytes to tables."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from agency.models import Attendance, Incident, User
from bench import feeds, plain_writing, seeds
from bench.lines import Line
from bench.sizes import Sizes
from bench.timing import timed
from intake import bulk
from intake.actions.deliveries import BATCH
from intake.models import Record
from trust.models import OutboxJob

CREW = 3
NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
Found = dict[str, float]


def measure(sizes: Sizes) -> list[Line]:
    crew = seeds.agency(max(CREW, sizes.incidents // 50), "crew").officers
    seeds.settle()
    ours, plain = _writing(sizes, crew)
    whole = _whole(sizes, [str(each.personnel_number) for each in crew])
    taken, by_hand = whole[False], whole[True]
    rows = sizes.incidents * (1 + CREW)
    how = "COPY" if connection.vendor == "postgresql" else "executemany"
    return [
        Line("ingest", f"writing {rows:,} rows and their records: staging by {how}, upsert",
             plain / ours, "×", "bulk_create (speed)", 2, least=True, took=ours, base=plain),
        Line("ingest", f"whole way: {sizes.incidents:,} incidents, {rows - sizes.incidents:,} attendances",
             by_hand["seconds"] / taken["seconds"], "×", "the same way with bulk_create (speed)",
             took=taken["seconds"], base=by_hand["seconds"]),
        Line("ingest", "peak memory of the whole way", taken["megabytes"], "MB", aim=300),
        Line("ingest", "of which before the first row", taken["before"], "MB"),
    ]  # fmt: skip


# --- the writing alone ----------------------------------------------------------------------------


def _writing(sizes: Sizes, crew: list[User]) -> tuple[float, float]:
    """Best seconds of (ours, bulk_create), in the intake's own batches, each its own transaction."""
    taken: dict[Callable[[bulk.Facts], None], list[float]] = {
        bulk.write: [],
        plain_writing.write: [],
    }
    for _ in range(sizes.rounds_of_writing):
        for write, times in taken.items():
            facts = list(_facts(sizes.incidents, crew))
            times.append(timed(lambda write=write, facts=facts: _write_all(write, facts)))  # type: ignore[misc]
            _empty()
    ours, plain = ([*times] for times in taken.values())
    return sorted(ours)[len(ours) // 2], sorted(plain)[len(plain) // 2]


def _write_all(write: Callable[[bulk.Facts], None], batches: list[bulk.Facts]) -> None:
    for facts in batches:
        with transaction.atomic():
            write(facts)


def _facts(incidents: int, crew: list[User]) -> Iterator[bulk.Facts]:
    numbers = iter(range(incidents))
    while batch := list(islice(numbers, BATCH)):
        there = [(n, crew[(n * CREW + at) % len(crew)]) for n in batch for at in range(CREW)]
        yield bulk.Facts(
            [_row("incident", n) for n in batch],
            [_row("attendance", n, user_id=user.pk) for n, user in there],
            [_row("record", n) for n in batch],
        )


def _row(name: str, number: int, **known: object) -> bulk.Row:
    """A row in the order that the intake has just now; columns it gains must be named here."""
    values = {
        "id": uuid.uuid4(), "number": f"B-{number}", "occurred_at": NOW, "received_at": NOW,
        "area": "North", "kind": "WELFARE CHECK", "category": "", "history": False, "call_sign": "U1",
        "harmed": False, "secondary": False, "source": "cad", "external_id": f"{number:032d}",
        "version": 1, "digest": "0" * 64, "encounter_id": None, **known,
    }  # fmt: skip
    return tuple(values[column] for column in bulk.COLUMNS[name].split())


def _empty() -> None:
    tables = [model._meta.db_table for model in (Record, Attendance, Incident, OutboxJob)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        else:
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")


# --- the whole way --------------------------------------------------------------------------------


def _whole(sizes: Sizes, crew: list[str]) -> dict[bool, Found]:
    """By ``plain``: seconds and megabytes of a delivery, taken in by a process of its own."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        file = feeds.write(Path(folder) / "cad.csv", sizes.incidents, crew)
        for plain in (False, True):
            found[plain] = _taken_in(file, plain=plain)
            if found[plain]["kept"] != sizes.incidents:
                raise AssertionError(f"Not everything was taken in: {found[plain]}")
            _empty()
    return found


def _taken_in(file: Path, *, plain: bool) -> Found:
    command = [sys.executable, "-m", "bench.taking", str(file), *(["--plain"] if plain else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found
