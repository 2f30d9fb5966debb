"""Training records of training management, as CSV or JSON: who took which course, when, and until when it counts.

Headings are forgiving ("Badge No.", "Course Title", "Completion Date"; ``NAMES`` has them all). A course is named by
code or title. Dates are written year-month-day, month/day/year or day.month.year. JSON is a list of objects, or an
object with the list under "training". What can't be read becomes a Problem with its line (in JSON, its place).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from intake import table
from intake.facts import ParsedTraining, Problem
from intake.table import Columns, Row

NAMES: dict[str, frozenset[str]] = {
    "crew": table.PERSON,
    "code": frozenset(
        "course_code code course_id course_no course_number class_code class_id class_number".split()
    ),
    "title": frozenset(
        "course_title title course course_name class class_name class_title training training_title"
        " training_name description".split()
    ),
    "provider": frozenset(
        "provider given_by vendor school academy agency institution organisation organization".split()
    ),
    "hours": frozenset(
        "hours credit_hours hrs training_hours duration_hours credits contact_hours".split()
    ),
    "issued": frozenset(
        "issued issue_date issued_on date completed completed_on completion_date date_completed"
        " date_issued course_date end_date class_date".split()
    ),
    "expires": frozenset(
        "expires expiry expires_on expiry_date expiration expiration_date valid_until valid_to"
        " date_expires".split()
    ),
    "external": frozenset(
        "id external_id external record_id certificate certificate_no certificate_number number uid".split()
    ),
}
COLUMNS = Columns(NAMES, (("crew", "personnel_number"), ("issued", "issued")), listed="training")
FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y")
AT_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$")
EARLIEST = date(1950, 1, 1)
LATEST = date(2200, 1, 1)
MOST_HOURS = Decimal(9_999)
TENTH = Decimal("0.1")


def read(
    source: BinaryIO, today: date, *, is_json: bool, limit: int = table.LIMIT
) -> Iterator[ParsedTraining | Problem]:
    """One item per record. ``today``: a certificate of a later day is odd."""
    for row in table.read(source, COLUMNS, is_json=is_json, limit=limit):
        yield row if isinstance(row, Problem) else _record(row, today)


class Odd(Exception):
    """What keeps a row out; its text is the reason code."""


def _record(row: Row, today: date) -> ParsedTraining | Problem:
    try:
        return _parsed(row, today)
    except Odd as odd:
        return Problem(row.line, str(odd))


def _parsed(row: Row, today: date) -> ParsedTraining:
    crew, code, title = row.text("crew")[:40], row.text("code")[:60], row.text("title")[:150]
    if not crew:
        raise Odd("no_number")
    if not (code or title):
        raise Odd("no_course")
    issued, expires = _day(row.text("issued")), _day(row.text("expires"))
    if issued is None or issued > today:
        raise Odd("training_date")
    if expires and expires <= issued:
        raise Odd("training_order")
    return ParsedTraining(
        line=row.line,
        crew=crew,
        code=code,
        title=title,
        issued=issued,
        expires=expires,
        hours=_hours(row.text("hours")),
        provider=row.text("provider")[:120],
        external=row.text("external")[:80],
    )


def _day(text: str) -> date | None:
    """A date in one of the three forms; None for nothing."""
    text = AT_MIDNIGHT.sub("", text)
    if not text:
        return None
    for form in FORMATS:
        with suppress(ValueError):
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            if EARLIEST <= found < LATEST:
                return found
    raise Odd("training_date")


def _hours(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        hours = Decimal(text.replace(",", "."))
    except InvalidOperation as odd:
        raise Odd("training_hours") from odd
    if hours.is_nan() or not 0 <= hours <= MOST_HOURS:
        raise Odd("training_hours")
    return hours.quantize(TENTH)
