"""Dispatch exports as CSV, read through a mapping file (TOML) that says what each column means.

Kept are number, time, coarse area (township, division), call type, event type, crew numbers and whether one of
the crew was hurt. Street address and coordinates never leave this module: where a file has no number of its
own, they enter only a keyed fingerprint that tells two calls apart and can't be turned back.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from intake.facts import ParsedAttendance, ParsedIncident, Problem
from intake.mapping import Column, Mapping, MappingBroken

LONGEST_FIELD = 64 * 1024
LONGEST_LINE = 1024 * 1024


def read(
    source: BinaryIO, mapping: Mapping, *, pepper: bytes
) -> Iterator[ParsedIncident | Problem]:
    """One item per row. `pepper` keys the fingerprint of rows that carry no number of their own."""
    source.seek(0)
    csv.field_size_limit(LONGEST_FIELD)
    text = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    rows = csv.reader(text, delimiter=mapping.delimiter, strict=True)
    try:
        yield from _rows(rows, mapping, pepper)
    except UnicodeDecodeError:
        yield Problem(rows.line_num + 1, "not_text")
    except csv.Error:
        yield Problem(rows.line_num, "format", "CSV")
    finally:
        text.detach()


def _rows(
    rows: Iterator[list[str]], mapping: Mapping, pepper: bytes
) -> Iterator[ParsedIncident | Problem]:
    line = 1
    if mapping.header:
        header = next(rows, [])
        try:
            mapping = mapping.placed(header)
        except MappingBroken as broken:
            yield Problem(1, "no_column", str(broken))
            return
        line = rows.line_num + 1  # type: ignore[attr-defined]
    for row in rows:
        if row:
            yield _incident(row, line, mapping, pepper)
        line = rows.line_num + 1  # type: ignore[attr-defined]


def _incident(
    row: Sequence[str], line: int, mapping: Mapping, pepper: bytes
) -> ParsedIncident | Problem:
    if len(row) <= mapping.last_column:
        return Problem(line, "short_row")
    if not any(_cell(row, c) for c in (mapping.number, *mapping.id, *mapping.told_apart_by)):
        return Problem(line, "no_incident")
    occurred_at = moment(row, mapping)
    if isinstance(occurred_at, str):
        return Problem(line, occurred_at, mapping.time_name)
    kind = _kind(_cell(row, mapping.kind), mapping)
    own_id = "-".join(filter(None, (_cell(row, column) for column in mapping.id)))
    mark = fingerprint(row, mapping, pepper) if mapping.told_apart_by else ""
    number = _cell(row, mapping.number) or own_id or mark
    return ParsedIncident(
        line=line,
        external_id=own_id or "-".join(dict.fromkeys(filter(None, (number, mark)))),
        number=(mapping.prefix + number)[:80],
        occurred_at=occurred_at,
        area=_cell(row, mapping.area)[:80],
        kind=kind[:120],
        category=_category(row, kind, mapping),
        attendances=_attendances(row, mapping),
    )


def moment(row: Sequence[str], mapping: Mapping) -> datetime | str:
    """UTC, or the reason code. A local time in the autumn's repeated hour is taken as the first of the two."""
    text = " ".join(filter(None, (_cell(row, column) for column in mapping.time)))
    try:
        naive = datetime.strptime(text, mapping.time_format)  # noqa: DTZ007 - the zone is in the mapping
    except ValueError:
        return "no_time"
    if naive.tzinfo:
        return naive.astimezone(UTC)
    at = naive.replace(tzinfo=mapping.zone).astimezone(UTC)
    return at if at.astimezone(mapping.zone).replace(tzinfo=None) == naive else "time_zone"


def fingerprint(row: Sequence[str], mapping: Mapping, pepper: bytes) -> str:
    key = hashlib.blake2b(pepper, digest_size=32).digest()
    text = "\x1f".join(_cell(row, column) for column in mapping.told_apart_by)
    return hashlib.blake2b(text.encode(), key=key, digest_size=8).hexdigest()


def _attendances(row: Sequence[str], mapping: Mapping) -> tuple[ParsedAttendance, ...]:
    harmed = _cell(row, mapping.harmed).casefold() in mapping.harmed_values
    call_sign = _cell(row, mapping.call_sign)[:40]
    cells = [_cell(row, column) for column in mapping.crew]
    split = mapping.crew_split
    numbers = [n.strip() for cell in cells for n in (cell.split(split) if split else [cell])]
    return tuple(
        ParsedAttendance(crew=number[:50], call_sign=call_sign, harmed=harmed)
        for number in dict.fromkeys(filter(None, numbers))
    )


def _kind(text: str, mapping: Mapping) -> str:
    """The call type without the constant prefix ("EMS: FALL VICTIM") and trailing dashes."""
    if mapping.kind_split and mapping.kind_split in text:
        text = text.split(mapping.kind_split, 1)[1]
    return text.strip(" -")


def _category(row: Sequence[str], kind: str, mapping: Mapping) -> str:
    if kind.casefold() in mapping.types:
        return mapping.types[kind.casefold()]
    return next((rule.code for rule in mapping.rules if rule.holds(_cell(row, rule.column))), "")


def _cell(row: Sequence[str], column: Column | None) -> str:
    if not isinstance(column, int) or column >= len(row):
        return ""
    text = row[column].strip()
    return "" if text.upper() == "NULL" else text
