"""Hours on the roster, as CSV or JSON: who, from when to when, what kind, and the number in the source.

Headings are forgiving ("Badge No.", "shift_start", "End Time"; ``NAMES`` has them all). A time without an
offset is read in the agency's zone by the rule of ``agency.local_time``. A date may stand in a column of its
own; an end that is only a clock time lies within a day after the start. JSON is a list of objects, or
an object with the list under "shifts". What can't be read becomes a Problem with its line (in JSON, its place).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import BinaryIO
from zoneinfo import ZoneInfo

from agency.local_time import instant
from intake.facts import ParsedShift, Problem
from intake.tree import items, load, node

LIMIT = 64 * 1024 * 1024
LONGEST = timedelta(hours=36)
DAY = timedelta(days=1)
NAMES: dict[str, frozenset[str]] = {
    "crew": frozenset(
        "personnel_number personnel_no employee_number employee_no employee_id employee emp_no emp_id"
        " badge badge_number badge_no officer officer_id crew person id_number".split()
    ),
    "starts": frozenset(
        "starts start starts_at start_time start_datetime shift_start from begin begins begin_time time_in"
        " on_duty".split()
    ),
    "ends": frozenset(
        "ends end ends_at end_time end_datetime shift_end to until finish finish_time time_out off_duty".split()
    ),
    "date": frozenset("date day shift_date work_date duty_date start_date".split()),
    "kind": frozenset(
        "kind type shift_type shift_kind code pay_code duty_type category activity".split()
    ),
    "external": frozenset(
        "id external_id external shift_id shift_number number record_id assignment_id uid".split()
    ),
}
KINDS: dict[str, str] = {
    word: kind
    for kind, words in {
        "regular": "regular reg shift duty normal scheduled patrol work straight on_duty r",
        "overtime": "overtime ot o_t extra extra_shift holdover hold_over mandatory_overtime",
        "call_back": "call_back callback cb recall call_out callout called_in",
        "court": "court court_time testimony subpoena grand_jury",
        "detail": "detail paid_detail extra_duty off_duty_detail special_detail special_event detail_work",
        "training": "training train in_service inservice academy range course",
    }.items()
    for word in words.split()
}
CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?|\d{3,4}", re.IGNORECASE)
MIDNIGHT = re.compile(r"^24:?00(:00)?$")
FORMATS = tuple(
    f"{day} {time}"
    for day in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d.%m.%Y", "%Y/%m/%d")
    for time in ("%H:%M", "%H:%M:%S", "%H%M", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p")
)
NEEDED = (("crew", "personnel_number"), ("starts", "starts"), ("ends", "ends"))
Items = Iterator[ParsedShift | Problem]
Row = Mapping[str, str]


def read(source: BinaryIO, zone: ZoneInfo, *, is_json: bool, limit: int = LIMIT) -> Items:
    """One item per shift. ``zone`` is where times without an offset were written."""
    return _json(source, zone, min(limit, LIMIT)) if is_json else _csv(source, zone)


def _json(source: BinaryIO, zone: ZoneInfo, limit: int) -> Items:
    document = load(source, limit)
    if isinstance(document, Problem):
        yield document
        return
    listed = document if isinstance(document, list) else items(node(document).get("shifts"))
    if not listed:
        yield Problem(0, "empty" if isinstance(document, list) else "other_kind", "shifts")
    for place, one in enumerate(listed, 1):
        row = {str(name): "" if value is None else str(value) for name, value in node(one).items()}
        yield _shift(_named(row), place, zone)


def _csv(source: BinaryIO, zone: ZoneInfo) -> Items:
    source.seek(0)
    head = source.readline().decode("utf-8", "replace")
    source.seek(0)
    text = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(text, strict=True, restval="", restkey="", delimiter=delimiter)
    try:
        yield from _rows(rows, zone)
    except UnicodeDecodeError:
        yield Problem(rows.line_num + 1, "not_text")
    except csv.Error:
        yield Problem(rows.line_num, "format", "CSV")
    finally:
        text.detach()


def _rows(rows: csv.DictReader[str], zone: ZoneInfo) -> Items:
    known = _named({name: name for name in rows.fieldnames or []})
    missing = [shown for name, shown in NEEDED if name not in known]
    if missing:
        yield Problem(1, "no_column", ", ".join(missing))
        return
    line = rows.line_num + 1
    for row in rows:
        cells = {name: str(row[heading] or "") for name, heading in known.items()}
        if any(cells.values()):
            yield _shift(cells, line, zone)
        line = rows.line_num + 1


def _named(row: Mapping[str, str]) -> dict[str, str]:
    """The same cells under our own names; the first column of a meaning counts."""
    named: dict[str, str] = {}
    for heading, value in row.items():
        word = _word(heading)
        for name, words in NAMES.items():
            if word in words:
                named.setdefault(name, value)
    return named


def _word(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


def _shift(row: Row, line: int, zone: ZoneInfo) -> ParsedShift | Problem:
    crew = _text(row, "crew")[:40]
    if not crew:
        return Problem(line, "no_crew")
    kind = KINDS.get(_word(row.get("kind", "")) or "regular")
    if kind is None:
        return Problem(line, "shift_kind", _text(row, "kind")[:40])
    try:
        starts, ends = _span(row, zone)
    except (ValueError, OverflowError):
        return Problem(line, "shift_time")
    if ends <= starts:
        return Problem(line, "shift_order")
    if ends - starts > LONGEST:
        return Problem(line, "shift_long")
    external = _text(row, "external")[:80] or f"{crew}@{starts:%Y%m%dT%H%MZ}.{kind}"
    return ParsedShift(line, crew, starts, ends, kind, external)


def _span(row: Row, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end in UTC. Raises ValueError for what is no time."""
    start, end = _text(row, "starts"), MIDNIGHT.sub("00:00", _text(row, "ends"))
    if CLOCK.fullmatch(start):
        start = f"{re.split('[ T]', _text(row, 'date'))[0]} {start}"
    begun = _moment(start)
    if CLOCK.fullmatch(end):
        ended = _moment(f"{begun:%Y-%m-%d} {end}").replace(tzinfo=begun.tzinfo)
        ended += DAY if ended <= begun else timedelta()
    else:
        ended = _moment(end)
    starts = begun.astimezone(UTC) if begun.tzinfo else instant(begun, zone)
    return starts, ended.astimezone(UTC) if ended.tzinfo else instant(ended, zone, after=starts)


def _moment(text: str) -> datetime:
    if len(text) > len("2026-11-22"):  # a day alone says no time
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    for form in FORMATS:
        with suppress(ValueError):
            return datetime.strptime(text.upper(), form)  # noqa: DTZ007 - the zone is the agency's
    raise ValueError


def _text(row: Row, name: str) -> str:
    """Without control characters, which some tables refuse."""
    return "".join(each for each in row.get(name, "") if each.isprintable()).strip()
