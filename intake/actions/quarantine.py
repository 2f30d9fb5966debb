"""What can't be taken in is written down once, with line and reason, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from django.db import transaction

from agency import clock
from intake.actions.delivery import Delivery
from intake.facts import ParsedAttendance, ParsedShift, Problem
from intake.models import Quarantine


class OfPerson(Protocol):
    """A line about one person, named by the agency's own number."""

    @property
    def line(self) -> int: ...

    @property
    def crew(self) -> str: ...


def key_of(*parts: object) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


@transaction.atomic
def set_aside(*, delivery: Delivery, problems: Iterable[Problem]) -> None:
    """The same problem of the same file stands once; coming again, it waits again."""
    _keep(
        Quarantine(
            key=key_of(delivery.digest, problem.line, problem.code, problem.detail),
            kind=delivery.kind,
            source=delivery.source,
            mapping=delivery.mapping,
            file_digest=delivery.digest,
            line=problem.line,
            code=problem.code,
            detail=problem.detail[:240],
            received_at=clock.now(),
        )
        for problem in problems
    )


@transaction.atomic
def wait_for_roster(
    *,
    delivery: Delivery,
    attendances: Iterable[tuple[int, str, ParsedAttendance]],
    incidents: Mapping[str, UUID],
) -> None:
    """`attendances` are (line, incident number, attendance); `incidents` gives the incident's key by number."""
    _keep(
        Quarantine(
            key=key_of("crew", incidents[number], attendance.crew),
            kind=delivery.kind,
            source=delivery.source,
            file_digest=delivery.digest,
            line=line,
            code="unknown_crew",
            incident_id=incidents[number],
            crew=attendance.crew,
            call_sign=attendance.call_sign,
            harmed=attendance.harmed,
            secondary=attendance.secondary,
            received_at=clock.now(),
        )
        for line, number, attendance in attendances
    )


@transaction.atomic
def wait_for_person(*, delivery: Delivery, items: Iterable[OfPerson]) -> None:
    """What came for people who are not on the roster yet. The delivery is kept and read again for them."""
    _keep(
        _of_person(delivery, item, "unknown_person", key_of(delivery.digest, item.line, "person"))
        for item in items
    )


@transaction.atomic
def report_overlaps(
    *, delivery: Delivery, overlapping: Iterable[ParsedShift], clear: Iterable[str]
) -> None:
    """Shifts that stand beside another one at the same time; those ``clear`` by now are resolved."""
    keys = [key_of("overlap", delivery.source, external) for external in clear]
    Quarantine.objects.waiting().filter(key__in=keys).update(resolved_at=clock.now())
    _keep(
        _of_person(delivery, shift, "overlap", key_of("overlap", delivery.source, shift.external))
        for shift in overlapping
    )


def _of_person(delivery: Delivery, item: OfPerson, code: str, key: str) -> Quarantine:
    return Quarantine(
        key=key,
        kind=delivery.kind,
        source=delivery.source,
        file_digest=delivery.digest,
        line=item.line,
        code=code,
        crew=item.crew,
        received_at=delivery.arrived or clock.now(),
    )


@transaction.atomic
def refuse(*, kind: str, code: str, digest: str = "", detail: str = "") -> None:
    """A delivery that was turned away at the door before it was read (too large)."""
    delivery = Delivery(kind, digest or key_of(kind, code, clock.now()), source=kind)
    set_aside(delivery=delivery, problems=[Problem(0, code, detail)])


def _keep(rows: Iterable[Quarantine]) -> None:
    once = {row.key: row for row in rows}
    Quarantine.objects.bulk_create(
        once.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["resolved_at", "line"],
    )
