"""Clearances for duty, as CSV or JSON: whose, fit or restricted or not fit, which duties, since when.

Comes from whoever decides about it (the personnel office, the agency's doctor). No reason, no finding and no
name of an illness is read, whatever else the file holds. Headings are forgiving ("Badge No.", "Duty Status",
"Effective Date"; ``NAMES`` has them all). Restricted duties stand in one cell, with ";" "," or "|" between
them. JSON is a list of objects, or an object with the list under "clearances". What can't be read becomes a
Problem with its line (in JSON, its place).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import BinaryIO

from intake import table
from intake.facts import ParsedClearance, Problem
from intake.table import Columns, Row

NAMES: dict[str, frozenset[str]] = {
    "crew": table.PERSON,
    "status": frozenset(
        "status duty_status clearance clearance_status fitness fitness_for_duty result".split()
    ),
    "duties": frozenset(
        "duties restricted_duties restrictions restriction limits limitations restricted_from".split()
    ),
    "since": frozenset(
        "since date effective effective_date effective_from from start start_date cleared_on".split()
    ),
    "external": frozenset(
        "id external_id external clearance_id clearance_number number record_id uid".split()
    ),
}
COLUMNS = Columns(
    NAMES,
    (("crew", "personnel_number"), ("status", "status"), ("since", "since")),
    listed="clearances",
)
STATUSES: dict[str, str] = {
    word: status
    for status, words in {
        "fit": "fit cleared full full_duty fit_for_duty unrestricted active",
        "restricted": "restricted light light_duty limited limited_duty modified modified_duty"
        " fit_with_restrictions cleared_with_restrictions",
        "not_fit": "not_fit unfit not_cleared off off_duty not_fit_for_duty unfit_for_duty",
    }.items()
    for word in words.split()
}
DUTIES: dict[str, str] = {
    word: duty
    for duty, words in {
        "firearm": "firearm firearms weapon weapons gun carrying_a_firearm armed",
        "driving": "driving drive vehicle emergency_driving lights_and_sirens pursuit",
        "patrol": "patrol street field uniformed_patrol",
        "alone": "alone working_alone single_crewed solo",
        "nights": "nights night night_shift night_shifts",
        "overtime": "overtime ot extra_hours",
        "lifting": "lifting restraint lifting_and_restraint physical use_of_force",
    }.items()
    for word in words.split()
}
FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d.%m.%Y", "%Y/%m/%d")
AT_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$")
EARLIEST = date(1950, 1, 1)


def read(
    source: BinaryIO, today: date, *, is_json: bool, limit: int = table.LIMIT
) -> Iterator[ParsedClearance | Problem]:
    """One item per clearance. ``today``: what begins on a later day is not a fact yet."""
    for row in table.read(source, COLUMNS, is_json=is_json, limit=limit):
        yield row if isinstance(row, Problem) else _clearance(row, today)


def _clearance(row: Row, today: date) -> ParsedClearance | Problem:
    crew, status = row.text("crew")[:40], STATUSES.get(table.word(row.text("status")), "")
    if not crew:
        return Problem(row.line, "no_number")
    if not status:
        return Problem(row.line, "duty_status")
    duties = _duties(row.text("duties"))
    if duties is None or bool(duties) != (status == "restricted"):
        return Problem(row.line, "duties")
    since = _day(row.text("since"))
    if since is None:
        return Problem(row.line, "clearance_date")
    if since > today:
        return Problem(row.line, "clearance_ahead")
    external = row.text("external")[:80] or f"{crew}@{since:%Y%m%d}"
    return ParsedClearance(row.line, crew, status, duties, since, external)


def _duties(text: str) -> tuple[str, ...] | None:
    """Codes in our order; None when one of them is not known: a restriction must not get lost."""
    named = {
        table.word(part) for part in re.split(r"[;,|]", text.strip("[]")) if part.strip(" '\"")
    }
    found = {DUTIES.get(each) for each in named}
    if None in found:
        return None
    return tuple(duty for duty in dict.fromkeys(DUTIES.values()) if duty in found)


def _day(text: str) -> date | None:
    text = AT_MIDNIGHT.sub("", text)
    for form in FORMATS:
        with suppress(ValueError):
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            return found if found >= EARLIEST else None
    return None
