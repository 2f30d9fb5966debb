"""Hours on the roster, as CSV or JSON: who, from when to when, what kind, and the number in the source.

Headings are forgiving ("Badge No.", "shift_start", "End Time"; ``NAMES`` has them all). A time without an
offset is read in the agency's zone by the rule of ``agency.local_time``. A date may stand in a column of its
own; an end that is only a clock time lies within a day after the start. JSON is a list of objects, or
an object with the list under "shifts". What can't be read becomes a Problem with its line (in JSON, its place).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import BinaryIO
from zoneinfo import ZoneInfo

from agency.local_time import instant
from intake import table
from intake.facts import ParsedShift, Problem
from intake.table import Columns, Row

LONGEST = timedelta(hours=36)
DAY = timedelta(days=1)
NAMES: dict[str, frozenset[str]] = {
    "crew": table.PERSON,
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
COLUMNS = Columns(NAMES, NEEDED, listed="shifts")
Items = Iterator[ParsedShift | Problem]


def read(source: BinaryIO, zone: ZoneInfo, *, is_json: bool, limit: int = table.LIMIT) -> Items:
    """One item per shift. ``zone`` is where times without an offset were written."""
    for row in table.read(source, COLUMNS, is_json=is_json, limit=limit):
        yield row if isinstance(row, Problem) else _shift(row, zone)


def _shift(row: Row, zone: ZoneInfo) -> ParsedShift | Problem:
    line, crew = row.line, row.text("crew")[:40]
    if not crew:
        return Problem(line, "no_crew")
    kind = KINDS.get(table.word(row.raw("kind")) or "regular")
    if kind is None:
        return Problem(line, "shift_kind", row.text("kind")[:40])
    try:
        starts, ends = _span(row, zone)
    except (ValueError, OverflowError):
        return Problem(line, "shift_time")
    if ends <= starts:
        return Problem(line, "shift_order")
    if ends - starts > LONGEST:
        return Problem(line, "shift_long")
    external = row.text("external")[:80] or f"{crew}@{starts:%Y%m%dT%H%MZ}.{kind}"
    return ParsedShift(line, crew, starts, ends, kind, external)


def _span(row: Row, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end in UTC. Raises ValueError for what is no time."""
    start, end = row.text("starts"), MIDNIGHT.sub("00:00", row.text("ends"))
    if CLOCK.fullmatch(start):
        start = f"{re.split('[ T]', row.text('date'))[0]} {start}"
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
