"""The roster as CSV: people, where they stand in the unit tree, and what they do there.

Headings: personnel_number, name, email, username, then either `unit` ("Agency/Bureau/…") or the five
columns agency, bureau, division, district, squad; role, from, until (year-month-day, until may be empty).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from intake.facts import ParsedPerson, ParsedUnit, Problem

LEVELS = ("agency", "bureau", "division", "district", "squad")
REQUIRED = ("personnel_number", "name", "role", "from")
ROLES = frozenset(
    (
        "officer supervisor peer_support wellness_coordinator commander chief wellness_admin chaplain"
        " clinician crisis_coordinator dispatcher union_reviewer integration"
    ).split()
)


def read(source: BinaryIO) -> Iterator[ParsedPerson | Problem]:
    source.seek(0)
    text = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    rows = csv.DictReader(text, strict=True, restval="")
    try:
        missing = [name for name in REQUIRED if name not in (rows.fieldnames or [])]
        if missing:
            yield Problem(1, "no_column", ", ".join(missing))
            return
        line = rows.line_num + 1
        for row in rows:
            yield _person(row, line)
            line = rows.line_num + 1
    except UnicodeDecodeError:
        yield Problem(rows.line_num + 1, "not_text")
    except csv.Error:
        yield Problem(rows.line_num, "format", "CSV")
    finally:
        text.detach()


def _person(row: Mapping[str, str], line: int) -> ParsedPerson | Problem:
    number, name = _cell(row, "personnel_number"), _cell(row, "name")
    if not number or not name:
        return Problem(line, "no_person")
    role = _cell(row, "role").casefold().replace(" ", "_").replace("-", "_")
    if role not in ROLES:
        return Problem(line, "role")
    units = unit_path(row)
    if not 0 < len(units) <= len(LEVELS):
        return Problem(line, "unit")
    try:
        since = date.fromisoformat(_cell(row, "from"))
        until = date.fromisoformat(end) if (end := _cell(row, "until")) else None
    except ValueError:
        return Problem(line, "date")
    if until and until < since:
        return Problem(line, "date")
    return ParsedPerson(
        line=line,
        personnel_number=number[:40],
        username=(_cell(row, "username") or number)[:150],
        name=name[:150],
        email=_cell(row, "email")[:254],
        unit=units,
        role=role,
        since=since,
        until=until,
    )


def unit_path(row: Mapping[str, str]) -> tuple[ParsedUnit, ...]:
    """Names with their kind, root first. Columns may skip a level; one `unit` column may not."""
    whole = _cell(row, "unit")
    if whole:
        names = [name.strip() for name in whole.split("/") if name.strip()]
        kinds = (*LEVELS, *["squad"] * max(0, len(names) - len(LEVELS)))
        return tuple(ParsedUnit(name[:120], kind) for name, kind in zip(names, kinds, strict=False))
    return tuple(ParsedUnit(name[:120], kind) for kind in LEVELS if (name := _cell(row, kind)))


def _cell(row: Mapping[str, str], name: str) -> str:
    return (row.get(name) or "").strip()
