"""Clearances into the table: known by source and number, and the newest by its day counts.

The same facts again are a repeat; other facts under the same number are a contradiction and wait for
somebody to look. What stood before stays, but counts no longer: leaders see the one that counts.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction

from agency.models import DutyStatus, User
from intake.actions.delivery import Delivery, Summary
from intake.actions.happenings import Roster
from intake.actions.quarantine import set_aside, wait_for_person
from intake.facts import ParsedClearance, Problem
from trust.fields import many

BATCH = 1_000


@transaction.atomic
def take_clearances(
    *, delivery: Delivery, items: Sequence[ParsedClearance], roster: Roster
) -> Summary:
    """One batch. Two deliveries about the same people wait for each other."""
    known = [item for item in items if item.crew in roster.by_number]
    strangers = [item for item in items if item.crew not in roster.by_number]
    people = {roster.by_number[item.crew] for item in known}
    _one_at_a_time(people)
    fresh, problems = _judge(delivery, known, roster)
    if fresh:
        DutyStatus.objects.bulk_create(fresh, batch_size=BATCH)
        _let_the_newest_count({row.user_id for row in fresh})
    set_aside(delivery=delivery, problems=problems)
    wait_for_person(delivery=delivery, items=strangers)
    return Summary(
        read=len(items),
        kept=len(fresh),
        repeated=len(known) - len(fresh) - len(problems),
        quarantined=len(problems) + len(strangers),
        waiting=len(strangers),
    )


def _one_at_a_time(people: Iterable[uuid.UUID]) -> None:
    rows = User.objects.select_for_update().filter(pk__among=many(people)).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _judge(
    delivery: Delivery, known: Sequence[ParsedClearance], roster: Roster
) -> tuple[list[DutyStatus], list[Problem]]:
    """What is new, and what contradicts a row that stands or one earlier in the file."""
    names = list({item.external for item in known})
    stands: dict[str, DutyStatus] = {}
    for start in range(0, len(names), BATCH):
        rows = DutyStatus.objects.filter(
            source=delivery.source, external__in=names[start : start + BATCH]
        )
        stands |= {row.external: row for row in rows}
    fresh, problems = [], []
    for item in known:
        row = _row(delivery, item, roster.by_number[item.crew])
        before = stands.setdefault(item.external, row)
        if before is row:
            fresh.append(row)
        elif _facts(before) != _facts(row):
            problems.append(Problem(item.line, "conflict"))
    return fresh, problems


def _row(delivery: Delivery, item: ParsedClearance, user: uuid.UUID) -> DutyStatus:
    return DutyStatus(
        user_id=user,
        status=item.status,
        duties=list(item.duties),
        since=item.since,
        source=delivery.source,
        external=item.external,
        current=False,
    )


def _facts(row: DutyStatus) -> tuple[object, ...]:
    return row.user_id, row.status, row.duties, row.since


def _let_the_newest_count(people: set[uuid.UUID]) -> None:
    """The newest by its day; of one day, what came last, and of one moment what is stricter."""
    theirs = DutyStatus.objects.filter(user__pk__among=many(people))
    newest: dict[uuid.UUID, DutyStatus] = {}
    for row in sorted(theirs, key=_rank):
        newest[row.user_id] = row
    theirs.filter(current=True).update(current=False)
    DutyStatus.objects.filter(pk__among=many(row.pk for row in newest.values())).update(
        current=True
    )


STRICTER = {DutyStatus.Status.FIT: 0, DutyStatus.Status.RESTRICTED: 1, DutyStatus.Status.NOT_FIT: 2}


def _rank(row: DutyStatus) -> tuple[object, ...]:
    return row.since, row.received_at, STRICTER[DutyStatus.Status(row.status)], row.pk
