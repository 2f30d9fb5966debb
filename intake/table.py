"""Tables from outside, as CSV or JSON: forgiving headings, one row at a time, each with its line.

Headings are read without regard to capitals, dots and blanks ("Badge No." is "badge_no"). A reader names its
columns as ``{our name: their words}``. What can't be read becomes a Problem with its line (in JSON, its place).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from intake.facts import Problem
from intake.tree import items, load, node

LIMIT = 64 * 1024 * 1024
#: What systems call a personnel number.
PERSON = frozenset(
    "personnel_number personnel_no employee_number employee_no employee_id employee emp_no emp_id"
    " badge badge_number badge_no officer officer_id crew person id_number".split()
)


@dataclass(frozen=True, slots=True)
class Columns:
    """What a reader looks for: ``names`` by meaning, ``needed`` as (meaning, how we write it).

    ``listed``: the key under which a JSON object holds its list.
    """

    names: Mapping[str, frozenset[str]]
    needed: tuple[tuple[str, str], ...]
    listed: str


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: Mapping[str, str]

    def text(self, name: str) -> str:
        """A cell without control characters, which some tables refuse; '' when it is not there."""
        return "".join(each for each in self.cells.get(name, "") if each.isprintable()).strip()

    def raw(self, name: str) -> str:
        return self.cells.get(name, "")


Rows = Iterator[Row | Problem]


def read(source: BinaryIO, columns: Columns, *, is_json: bool, limit: int = LIMIT) -> Rows:
    """One item per row. Never raises for the content of a file."""
    return _json(source, columns, min(limit, LIMIT)) if is_json else _csv(source, columns)


def word(text: str) -> str:
    """A heading or a code as one word of small letters."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


def _json(source: BinaryIO, columns: Columns, limit: int) -> Rows:
    document = load(source, limit)
    if isinstance(document, Problem):
        yield document
        return
    listed = document if isinstance(document, list) else items(node(document).get(columns.listed))
    if not listed:
        yield Problem(0, "empty" if isinstance(document, list) else "other_kind", columns.listed)
    for place, one in enumerate(listed, 1):
        row = {str(name): "" if value is None else str(value) for name, value in node(one).items()}
        yield Row(place, _named(row, columns))


def _csv(source: BinaryIO, columns: Columns) -> Rows:
    source.seek(0)
    head = source.readline().decode("utf-8", "replace")
    source.seek(0)
    text = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(text, strict=True, restval="", restkey="", delimiter=delimiter)
    try:
        yield from _rows(rows, columns)
    except UnicodeDecodeError:
        yield Problem(rows.line_num + 1, "not_text")
    except csv.Error:
        yield Problem(rows.line_num, "format", "CSV")
    finally:
        text.detach()


def _rows(rows: csv.DictReader[str], columns: Columns) -> Rows:
    known = _named({name: name for name in rows.fieldnames or []}, columns)
    missing = [shown for name, shown in columns.needed if name not in known]
    if missing:
        yield Problem(1, "no_column", ", ".join(missing))
        return
    line = rows.line_num + 1
    for row in rows:
        cells = {name: str(row[heading] or "") for name, heading in known.items()}
        if any(cells.values()):
            yield Row(line, cells)
        line = rows.line_num + 1


def _named(row: Mapping[str, str], columns: Columns) -> dict[str, str]:
    """The same cells under our own names; the first column of a meaning counts."""
    named: dict[str, str] = {}
    for heading, value in row.items():
        said = word(heading)
        for name, words in columns.names.items():
            if said in words:
                named.setdefault(name, value)
    return named
