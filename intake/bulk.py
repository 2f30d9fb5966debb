"""Many facts into the tables at once: a staging table, then one statement per table.

PostgreSQL fills the staging table by COPY, SQLite by executemany; the upserts are the same words in
both. Rows meet their incident by its number, so two deliveries at the same moment end in the same rows.
Memory is bounded by the batch. Must not contain any rule about what is taken in.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

Value = str | int | uuid.UUID | datetime | None
Row = Sequence[Value]

INCIDENTS = """
INSERT INTO agency_incident (id, number, occurred_at, area, kind, category, history, received_at)
SELECT id, number, occurred_at, area, kind, category, history, received_at
FROM stage_incident WHERE true
ON CONFLICT (number) DO UPDATE SET occurred_at = excluded.occurred_at, area = excluded.area,
  kind = excluded.kind, category = excluded.category,
  history = (agency_incident.history AND excluded.history)
"""
ATTENDANCES = """
INSERT INTO agency_attendance (id, incident_id, user_id, call_sign, harmed, secondary, received_at)
SELECT s.id, i.id, s.user_id, s.call_sign, s.harmed, s.secondary, s.received_at
FROM stage_attendance s JOIN agency_incident i ON i.number = s.number WHERE true
ON CONFLICT (incident_id, user_id) DO UPDATE SET
  harmed = (agency_attendance.harmed OR excluded.harmed),
  secondary = (agency_attendance.secondary AND excluded.secondary)
"""
RECORDS = """
INSERT INTO intake_record (id, source, external_id, version, digest, incident_id, encounter_id, received_at)
SELECT s.id, s.source, s.external_id, s.version, s.digest, i.id, s.encounter_id, s.received_at
FROM stage_record s JOIN agency_incident i ON i.number = s.number WHERE true
ON CONFLICT (source, external_id, version) DO NOTHING
"""
COLUMNS = {
    "incident": "id number occurred_at area kind category history received_at",
    "attendance": "id number user_id call_sign harmed secondary received_at",
    "record": "id number source external_id version digest encounter_id received_at",
}
# For PostgreSQL only: in SQLite a declared type would turn a UUID of digits into a number.
TYPES = {
    "id": "uuid",
    "user_id": "uuid",
    "encounter_id": "uuid",
    "occurred_at": "timestamptz",
    "received_at": "timestamptz",
    "harmed": "boolean",
    "history": "boolean",
    "secondary": "boolean",
    "version": "bigint",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows in the order of COLUMNS. Each (incident, person) may stand once among the attendances."""

    incidents: Iterable[Row]
    attendances: Iterable[Row]
    records: Iterable[Row]


def write(facts: Facts) -> None:
    """Everything or nothing; call it inside a transaction."""
    with connection.cursor() as cursor:
        for name, rows, statement in (
            ("incident", facts.incidents, INCIDENTS),
            ("attendance", facts.attendances, ATTENDANCES),
            ("record", facts.records, RECORDS),
        ):
            _stage(cursor, name, rows)
            cursor.execute(statement)


def _stage(cursor: CursorWrapper, name: str, rows: Iterable[Row]) -> None:
    names = COLUMNS[name].split()
    typed = connection.vendor == "postgresql"
    columns = ", ".join(f"{n} {TYPES.get(n, 'text')}" if typed else n for n in names)
    cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS stage_{name} ({columns})")
    cursor.execute(f"DELETE FROM stage_{name}")  # noqa: S608 - our own names
    if typed:
        with cursor.copy(f"COPY stage_{name} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(names))
    insert = f"INSERT INTO stage_{name} VALUES ({marks})"  # noqa: S608 - our own names
    cursor.executemany(insert, [[_adapted(value) for value in row] for row in rows])


def _adapted(value: Value) -> str | int | None:
    """SQLite keeps UUIDs and times as text, the way Django writes them."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(connection.ops.adapt_datetimefield_value(value))
    return value
