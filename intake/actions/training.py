"""Training records into the table: known by person, course and day; the first facts stand.

The same facts again are a repeat, other facts are a contradiction and wait for somebody to look. A course
that the catalogue does not know is added to it, not shown to officers until the team says so.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from agency.models import Course, TrainingRecord
from intake.actions.delivery import Delivery, Summary
from intake.actions.happenings import Roster
from intake.actions.quarantine import set_aside, wait_for_person
from intake.facts import ParsedTraining, Problem
from trust.fields import many

BATCH = 1_000
#: More turns than this can only mean that somebody deletes what we write.
TURNS = 5
Key = tuple[uuid.UUID, uuid.UUID, date]


class Facts(NamedTuple):
    """What a record says besides whose, which course and when."""

    hours: Decimal
    expires: date | None
    provider: str
    external: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A record whose person and course are known, and the row that it would become."""

    item: ParsedTraining
    row: TrainingRecord

    @property
    def key(self) -> Key:
        return self.row.user_id, self.row.course_id, self.row.issued

    @property
    def facts(self) -> Facts:
        return Facts(self.row.hours, self.row.expires, self.row.provider, self.row.external)


@transaction.atomic
def take_training(
    *, delivery: Delivery, items: Sequence[ParsedTraining], roster: Roster
) -> Summary:
    """One batch. What another delivery wrote at the same moment is judged as if it came before."""
    known = [item for item in items if item.crew in roster.by_number]
    strangers = [item for item in items if item.crew not in roster.by_number]
    courses = Courses(known)
    left = [Taken(item, _row(delivery, item, roster, courses)) for item in known]
    kept, problems = 0, []
    for _turn in range(TURNS):
        fresh, odd = _judge(left)
        problems += odd
        written = _write(fresh)
        kept += len(written)
        left = [each for each in fresh if each.row.pk not in written]
        if not left:
            break
    set_aside(delivery=delivery, problems=problems)
    wait_for_person(delivery=delivery, items=strangers)
    return Summary(
        read=len(items),
        kept=kept,
        repeated=len(known) - kept - len(problems),
        quarantined=len(problems) + len(strangers),
        waiting=len(strangers),
    )


def _row(
    delivery: Delivery, item: ParsedTraining, roster: Roster, courses: Courses
) -> TrainingRecord:
    course = courses.of(item)
    return TrainingRecord(
        user_id=roster.by_number[item.crew],
        course=course,
        provider=item.provider,
        hours=course.hours if item.hours is None else item.hours,
        issued=item.issued,
        expires=item.expires or course.runs_out(item.issued),
        source=delivery.source,
        external=item.external,
    )


def _judge(taken: Sequence[Taken]) -> tuple[list[Taken], list[Problem]]:
    """What is new, and what contradicts a row that stands or one earlier in the file."""
    stands = _standing(taken)
    numbers = {facts.external: key for key, facts in stands.items() if facts.external}
    fresh, problems = [], []
    for each in taken:
        before, external = stands.get(each.key), each.item.external
        if external and numbers.get(external, each.key) != each.key:
            problems.append(Problem(each.item.line, "certificate"))
        elif before is None:
            fresh.append(each)
            stands[each.key] = each.facts
            numbers |= {external: each.key} if external else {}
        elif other := _differs(each.item, before):
            problems.append(Problem(each.item.line, "conflict", other))
    return fresh, problems


def _standing(taken: Sequence[Taken]) -> dict[Key, Facts]:
    """What stands for these people, courses and days, and under these certificate numbers."""
    if not taken:
        return {}
    days = [each.row.issued for each in taken]
    same = TrainingRecord.objects.filter(
        user__id__among=many({each.row.user_id for each in taken}),
        course__in={each.row.course_id for each in taken},
        issued__range=(min(days), max(days)),
    )
    found = [*_facts(same)]
    numbers = list({each.item.external for each in taken if each.item.external})
    for start in range(0, len(numbers), BATCH):
        part = numbers[start : start + BATCH]
        found += _facts(
            TrainingRecord.objects.filter(source=taken[0].row.source, external__in=part)
        )
    return dict(found)


def _facts(rows: QuerySet[TrainingRecord]) -> Iterator[tuple[Key, Facts]]:
    """Plain values: whole rows would cost ten times as much for a table that comes every night."""
    names = ("user_id", "course_id", "issued", *Facts._fields)
    for user, course, issued, *facts in rows.order_by().values_list(*names):
        yield (user, course, issued), Facts(*facts)


def _differs(item: ParsedTraining, before: Facts) -> str:
    """The first fact that says something else; what the record leaves out contradicts nothing."""
    said = {"hours": item.hours, "expires": item.expires, "provider": item.provider or None}
    return next(
        (name for name, now in said.items() if now is not None and now != getattr(before, name)),
        "",
    )


def _write(fresh: Sequence[Taken]) -> set[uuid.UUID]:
    """The keys of the rows that went in; the others met a row of the same moment."""
    rows = [each.row for each in fresh]
    if not rows:
        return set()
    TrainingRecord.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    written = TrainingRecord.objects.filter(pk__among=many(row.pk for row in rows))
    return set(written.order_by().values_list("pk", flat=True))


class Courses:
    """The catalogue by code and by title, with what the batch adds to it. Two queries, or four."""

    def __init__(self, items: Iterable[ParsedTraining]) -> None:
        self._read()
        new = {code_of(item): item for item in items if self._find(item) is None}
        if new:
            Course.objects.bulk_create(
                (
                    Course(
                        code=code,
                        title=item.title or item.code,
                        provider=item.provider,
                        hours=item.hours or 0,
                        offered=False,
                    )
                    for code, item in new.items()
                ),
                ignore_conflicts=True,
            )
            self._read()

    def of(self, item: ParsedTraining) -> Course:
        found = self._find(item)
        if found is None:
            raise LookupError("The catalogue lost a course while it was written.")
        return found

    def _read(self) -> None:
        courses = list(Course.objects.order_by("-title", "-id"))
        self._by_code = {each.code.casefold(): each for each in courses}
        self._by_title = {each.title.casefold(): each for each in courses}

    def _find(self, item: ParsedTraining) -> Course | None:
        by_code = self._by_code.get(item.code.casefold()) or self._by_code.get(code_of(item))
        return by_code or (None if item.code else self._by_title.get(item.title.casefold()))


def code_of(item: ParsedTraining) -> str:
    """A code for the catalogue; from letters that have no place in one, a mark that stays the same."""
    name = item.code or item.title
    return slugify(name)[:60] or f"course-{sha256(name.encode()).hexdigest()[:12]}"
