"""Who is on the list of people to talk to, and how busy they are. Counts only, never about whom.

On the pick list stands who is active and holds every course that their kind needs: a certificate that
runs out takes somebody off the list by itself, without any job that could be late.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import Course, TrainingRecord, User
from peersupport import availability, certification
from peersupport.actions.contacts import counts_by_supporter
from peersupport.certification import Certificate, Line
from peersupport.kinds import Kind
from peersupport.models import Ask, Away, Photo, Supporter
from trust import access, audit
from trust.policy import rule_for
from trust.refusal import Refusal
from trust.written import one_line

Status = Supporter.Status
FAIRNESS = dt.timedelta(days=30)
UNKNOWN_KIND = _("Choose a kind of support from the list.")
UNKNOWN_PERSON = _("Nobody has that user name or personnel number. Please check it.")


# --- who can be asked ------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnList:
    """A supporter who can be asked. ``on_duty``: the switch is on; ``reachable``: that, or their hours."""

    supporter: Supporter
    reachable: bool
    on_duty: bool


def pick_list(*, at: dt.datetime, kind: str = "") -> list[OnList]:
    """Everybody who can be asked at ``at``: five queries, whatever their number."""
    rows = Supporter.objects.active().filter(**{"kind": kind} if kind else {})
    return list(_on_list(rows, at))


def on_list(pks: Iterable[uuid.UUID], *, at: dt.datetime) -> dict[uuid.UUID, OnList]:
    """Those of these supporters who can be asked at ``at``."""
    rows = Supporter.objects.active().filter(pk__in=list(pks))
    return {each.supporter.pk: each for each in _on_list(rows, at)}


def is_on_pick_list(supporter: Supporter, at: dt.datetime) -> bool:
    """Asked again when somebody answers: active, and every needed course counts."""
    return supporter.pk in on_list([supporter.pk], at=at)


def _on_list(rows: QuerySet[Supporter], at: dt.datetime) -> Iterator[OnList]:
    here = at.astimezone(local_time.zone())
    people = list(with_hours(rows, here.date()))
    courses = standings(people, here.date())
    for each in people:
        if counts(courses[each.pk]):
            yield OnList(each, is_reachable(each, here), is_on_duty(each, at))


def with_hours(rows: QuerySet[Supporter], day: dt.date) -> QuerySet[Supporter]:
    """The same people with user, week, and the days around ``day`` that differ: three queries."""
    near = Away.objects.filter(first_day__lte=day, last_day__gte=day)
    return rows.select_related("user").prefetch_related(
        "week", Prefetch("exceptions", queryset=near)
    )


def is_reachable(row: Supporter, here: dt.datetime) -> bool:
    """``here``: the moment on the agency's clock; the row came with its hours."""
    return availability.reachable(row.week.all(), row.exceptions.all(), row.on_duty_until, here)


def is_on_duty(row: Supporter, at: dt.datetime) -> bool:
    return row.on_duty_until is not None and at < row.on_duty_until


# --- certificates -----------------------------------------------------------------------------------


def standings(people: Iterable[Supporter], on: dt.date) -> dict[uuid.UUID, list[Line]]:
    """How each supporter stands with the courses that their kind needs: two queries."""
    people = list(people)
    needed = [course for course in Course.objects.all() if course.needed_by]
    held: dict[uuid.UUID, list[Certificate]] = defaultdict(list)
    records = TrainingRecord.objects.filter(
        course__in=needed, user__in=[each.user_id for each in people]
    )
    days = records.values_list("user_id", "course_id", "issued", "expires")
    for user, course, issued, expires in days:
        held[user].append(Certificate(course, issued, expires))
    return {
        each.pk: certification.lines(
            [course.pk for course in needed if each.kind in course.needed_by],
            held[each.user_id],
            on,
        )
        for each in people
    }


def counts(lines: Iterable[Line]) -> bool:
    """True when every one of the lines counts today."""
    good = (certification.State.COUNTS, certification.State.RUNS_OUT)
    return all(each.state in good for each in lines)


# --- how busy they are ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Load:
    """Counts of one supporter: asked and accepted in 30 days, and lines that were open last night."""

    asked: int = 0
    accepted: int = 0
    open_now: int = 0
    contacts: int = 0


def workload() -> dict[uuid.UUID, Load]:
    """Supporter -> counts over 30 days, as they stood at midnight. Who is not in it carries nothing.

    Not as of now: a number that moves when a coordinator has named somebody would tell whom the officer
    may not meet, and so where they work.
    """
    midnight = local_time.now().replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - FAIRNESS
    lately = Q(asked_at__gte=since, asked_at__lt=midnight)
    took = Q(state__in=(Ask.State.ACCEPTED, Ask.State.ENDED))
    rows = (
        Ask.objects.filter(Q(asked_at__gte=since) | Q(state=Ask.State.ACCEPTED))
        .order_by()
        .values("supporter")
        .annotate(
            asked=Count("pk", filter=lately),
            accepted=Count("pk", filter=lately & took & Q(answered_at__lt=midnight)),
            open_now=Count("pk", filter=Q(state=Ask.State.ACCEPTED, answered_at__lt=midnight)),
        )
        .values_list("supporter", "asked", "accepted", "open_now")
    )
    found = {pk: Load(*numbers) for pk, *numbers in rows}
    logged = counts_by_supporter(since=since.date())
    for pk, n in logged.items():
        found[pk] = replace(found.get(pk, Load()), contacts=n)
    return found


# --- the team keeps the list --------------------------------------------------------------------------


def person_named(text: str) -> User:
    """The person with this user name or personnel number; refuses ``unknown_person``."""
    text = one_line(text)
    found = User.objects.filter(Q(username=text) | Q(personnel_number=text), is_active=True)
    row = found.order_by("username").first() if text else None
    if row is None:
        raise Refusal("person", "unknown_person", UNKNOWN_PERSON)
    return row


@transaction.atomic
def add_supporter(*, by: User, person: str, kind: str) -> Supporter:
    """Put somebody on the roster. Refuses ``unknown_kind``, ``unknown_person``, ``on_roster``."""
    if not rule_for("peersupport.Supporter", "add")(by):
        raise PermissionDenied
    _known_kind(kind)
    user = person_named(person)
    with audit.acting(by):
        row, made = Supporter.objects.get_or_create(user=user, defaults={"kind": kind})
    if not made:
        raise Refusal(
            "person", "on_roster", _("This person is on the roster already. Open their page there.")
        )
    return row


@transaction.atomic
def set_supporter_status(*, by: User, supporter: uuid.UUID | str, status: str) -> Supporter:
    """Take a break, come back, leave. A supporter does the first two alone; the team does all.

    Whoever leaves takes their photo and their own words along. Refuses ``not_next``.
    """
    row = access.fetch(by, "view", Supporter, pk=supporter)
    breaks = status != Status.LEFT != row.status
    row = access.fetch(by, "pause" if breaks else "manage", Supporter, pk=row.pk)
    row = Supporter.objects.select_for_update().get(pk=row.pk)
    if status != row.status and status not in row.MOVES[row.status]:
        raise Refusal("status", "not_next", _("This does not follow from where it is now."))
    with audit.acting(by):
        row.move_to(status)
        if status != Status.ACTIVE:
            row.on_duty_until = None
        if status == Status.LEFT:
            row.introduction, row.backgrounds, row.has_photo = "", [], False
            Photo.objects.filter(supporter=row).delete()
        row.save()
    return row


@transaction.atomic
def save_place(
    *,
    by: User,
    supporter: uuid.UUID | str,
    kind: str,
    capacity: int,
) -> Supporter:
    """What the team decides about a supporter. Refuses ``unknown_kind``, ``too_many``."""
    row = access.fetch(by, "manage", Supporter, pk=supporter)
    row = Supporter.objects.select_for_update().get(pk=row.pk)
    _known_kind(kind)
    check_capacity(capacity)
    with audit.acting(by):
        row.kind, row.capacity = kind, capacity
        row.save(update_fields=["kind", "capacity"])
    return row


def _known_kind(kind: str) -> None:
    if kind not in Kind.values:
        raise Refusal("kind", "unknown_kind", UNKNOWN_KIND)


def check_capacity(capacity: int) -> None:
    if not 0 <= capacity <= 30:
        raise Refusal("capacity", "too_many", _("Choose a number from 0 to 30."))
