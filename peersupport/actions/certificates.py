"""Courses of supporters: what they hold, what runs out, and being told in time. Once for each step."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from agency import local_time
from agency.models import Course, TrainingRecord, User
from peersupport import certification
from peersupport.actions.messages import EVENTS, tell_team
from peersupport.certification import Certificate, Line
from peersupport.models import Supporter
from trust import audit, notify, vault


@dataclass(frozen=True)
class Held:
    """A course as its holder reads it. ``needed``: without it one is off the list."""

    course: Course
    line: Line
    needed: bool


def my_certificates(supporter: Supporter) -> list[Held]:
    """Needed courses first, then whatever else was taken: two queries."""
    today = local_time.today()
    records = TrainingRecord.objects.filter(user=supporter.user_id)
    held = [Certificate(*each) for each in records.values_list("course_id", "issued", "expires")]
    taken = {each.course for each in held}
    found = [
        Held(course, certification.line(course.pk, held, today), supporter.kind in course.needed_by)
        for course in Course.objects.all()
        if supporter.kind in course.needed_by or course.pk in taken
    ]
    return sorted(found, key=lambda each: (not each.needed, str(each.course)))


@transaction.atomic
def remind() -> int:
    """Tell supporters 60, 30 and 7 days before a certificate runs out; how many heard of something new.

    A renewed certificate is no longer near its end, so nothing follows. Coordinators get one notice a
    day, whatever the number. Safe to run at any hour and twice.
    """
    today = local_time.today()
    due = sorted(_due(today), key=lambda each: vault.handle(each[0].pk, "portal"))
    new = [user for user, about in due if _tell(user, about)]
    if new:
        tell_team(f"certificates {today}", "roster")
    return len(new)


def _due(today: dt.date) -> Iterator[tuple[User, str]]:
    rows = Supporter.objects.exclude(status=Supporter.Status.LEFT).filter(user__is_active=True)
    people = {each.user_id: each.user for each in rows.select_related("user").order_by("pk")}
    for user, course, until in _horizons(people, today):
        step = certification.reminder(until, today)
        if step:
            yield people[user], f"certificate {user} {course} {until} {step}"


def _horizons(
    people: Iterable[uuid.UUID], today: dt.date
) -> Iterator[tuple[uuid.UUID, uuid.UUID, dt.date | None]]:
    """Until when each course of each person counts."""
    held: dict[tuple[uuid.UUID, uuid.UUID], list[Certificate]] = defaultdict(list)
    records = TrainingRecord.objects.filter(user__in=list(people))
    rows = records.values_list("user_id", "course_id", "issued", "expires")
    for user, course, issued, expires in rows:
        held[user, course].append(Certificate(course, issued, expires))
    for (user, course), certificates in held.items():
        yield user, course, certification.line(course, certificates, today).until


def _tell(user: User, about: str) -> bool:
    with audit.acting(None):
        return bool(
            notify.tell(
                participant=vault.participant(user, "portal"),
                event=uuid.uuid5(EVENTS, about),
                target="supporter_training",
            )
        )
