"""What coordinators plan with: windows, time left, how many were offered a service and want it.

Reads only, and only what follows from the plain columns: a *no* can't be counted here. Nothing in
this module is for command, except whether the offers came in time.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case as If
from django.db.models import (
    Count,
    DateTimeField,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agency import clock
from agency.models import User
from peersupport.models import Case, Debrief, DebriefSeat, Facilitator, Offer, Place
from peersupport.packs import Service
from peersupport.triggers import Severity
from trust import access

PAGE = 25
NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
WANTED = (Offer.State.ACCEPTED, Offer.State.DONE)


def time_left(until: dt.datetime) -> str:
    """In the largest unit that still says something: days from two days on, hours from two hours."""
    minutes = max(0, int((until - clock.now()).total_seconds() // 60))
    if minutes >= 48 * 60:
        days = minutes // (24 * 60)
        return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    if minutes >= 120:
        hours = minutes // 60
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    if minutes:
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    return _("closed")


# --- cases, in the order in which somebody has to act ---------------------------------------------


def planned(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With the window that closes next, and counts of people. One query, whatever the number."""
    places = Place.objects.filter(case=OuterRef("pk")).order_by().values("case")
    wanted = Offer.objects.filter(place__case=OuterRef("pk"), state__in=WANTED).order_by()
    live = Offer.objects.filter(place__case=OuterRef("pk"), closes_at__gt=clock.now())
    live = live.order_by("closes_at", "service")
    return cases.select_related("incident").annotate(
        people=Coalesce(Subquery(places.annotate(n=Count("pk")).values("n")), 0),
        wanting=Coalesce(
            Subquery(
                wanted.values("place__case").annotate(n=Count("place", distinct=True)).values("n")
            ),
            0,
        ),
        next_service=Subquery(live.values("service")[:1]),
        next_closes=Coalesce(
            Subquery(live.values("closes_at")[:1]), Value(NEVER), output_field=DateTimeField()
        ),
        rank=If(When(severity=Severity.URGENT, then=Value(0)), default=Value(1)),
    )


@dataclass(frozen=True)
class Page:
    """Some cases, and where the list goes on (empty at its end)."""

    rows: list[Case]
    cursor: str


def page_by_time_left(cases: QuerySet[Case], cursor: str = "") -> Page:
    """Urgent ones first, then by the window that closes next."""
    rows = planned(cases).order_by("rank", "next_closes", "pk")  # type: ignore[misc]
    if place := _place(cursor):
        rank, closes, pk = place
        after = Q(rank__gt=rank) | Q(rank=rank, next_closes__gt=closes)
        after |= Q(rank=rank, next_closes=closes, pk__gt=pk)
        rows = rows.filter(after)
    return _page(rows, lambda row: (row.rank, row.next_closes))  # type: ignore[attr-defined]


def page_by_newest(cases: QuerySet[Case], cursor: str = "") -> Page:
    rows = cases.order_by("-opened_at", "-pk")
    if place := _place(cursor):
        _rank, opened, pk = place
        rows = rows.filter(Q(opened_at__lt=opened) | Q(opened_at=opened, pk__lt=pk))
    return _page(rows, lambda row: (0, row.opened_at))


def _page(rows: QuerySet[Case], key: Callable[[Case], tuple[int, dt.datetime]]) -> Page:
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return Page(found, "")
    rank, moment = key(found[PAGE - 1])
    return Page(found[:PAGE], f"{rank}~{moment.isoformat()}~{found[PAGE - 1].pk}")


def _place(cursor: str) -> tuple[int, dt.datetime, uuid.UUID] | None:
    """Where a cursor points; None for one that nobody here wrote, which shows the first page."""
    rank, _sep, rest = cursor.partition("~")
    moment, _sep, pk = rest.partition("~")
    try:
        parsed = parse_datetime(moment)
        return (int(rank), parsed, uuid.UUID(pk)) if parsed and parsed.tzinfo else None
    except ValueError:
        return None


# --- one case -----------------------------------------------------------------------------------


# An offer that came when its window had closed, and a yes that was never carried out.
TOO_LATE = Q(offered_at__gte=F("closes_at"))


def _never_held() -> Q:
    return Q(state=Offer.State.ACCEPTED, closes_at__lte=clock.now())


@dataclass(frozen=True)
class Planned:
    """One service of one case: its window, and how many people it is about.

    ``too_late``: offered after the window; ``never_held``: accepted, and the window closed over it.
    """

    service: str
    round: int
    opens_at: dt.datetime
    best_by: dt.datetime | None
    closes_at: dt.datetime
    offered: int
    accepted: int
    want_a_time: int
    done: int
    too_late: int
    never_held: int


def services(case: Case) -> list[Planned]:
    """The services of a case in the order in which they close. Latecomers share the window."""
    found = Offer.objects.filter(place__case=case).values("service", "round").order_by()
    counted = found.annotate(
        offered=Count("pk"),
        accepted=Count("pk", filter=Q(state__in=WANTED)),
        want_a_time=Count("pk", filter=Q(state=Offer.State.ACCEPTED, wants_time=True)),
        done=Count("pk", filter=Q(state=Offer.State.DONE)),
        too_late=Count("pk", filter=TOO_LATE),
        never_held=Count("pk", filter=_never_held()),
        opens=Min("opens_at"),
        best=Min("best_by"),
        closes=Max("closes_at"),
    )
    return [
        Planned(
            service=row["service"],
            round=row["round"],
            opens_at=row["opens"],
            best_by=row["best"],
            closes_at=row["closes"],
            offered=row["offered"],
            accepted=row["accepted"],
            want_a_time=row["want_a_time"],
            done=row["done"],
            too_late=row["too_late"],
            never_held=row["never_held"],
        )
        for row in counted.order_by("closes", "service", "round")
    ]


@dataclass(frozen=True)
class Missed:
    """A service in a span of time: incidents whose people were offered it too late; and yeses unmet."""

    service: str
    too_late: int
    never_held: int


def missed(cases: QuerySet[Case], since: dt.datetime) -> list[Missed]:
    """Windows that closed since then over somebody. Cases that an officer asked for alone have no
    window that the agency could miss. One query.
    """
    closed = Offer.objects.filter(
        place__case__in=cases.order_by().values("pk"), place__case__private=False,
        closes_at__gt=since, closes_at__lte=clock.now(),
    )  # fmt: skip
    counted = closed.values("service").order_by("service").annotate(
        too_late=Count("place__case", filter=TOO_LATE, distinct=True),
        never_held=Count("pk", filter=_never_held()),
    )  # fmt: skip
    found = [Missed(row["service"], row["too_late"], row["never_held"]) for row in counted]
    return [each for each in found if each.too_late or each.never_held]


# --- one session ----------------------------------------------------------------------------------


def sessions(user: User) -> QuerySet[Debrief]:
    """Those that the person may see, with who leads them and counts. Two queries, whatever their number."""
    leads = access.visible(user, Facilitator).select_related("supporter__user")
    rows = _with_counts(access.visible(user, Debrief), access.visible(user, Debrief, "hold"))
    return rows.prefetch_related(Prefetch("facilitators", queryset=leads))


def _with_counts(debriefs: QuerySet[Debrief], runs: QuerySet[Debrief]) -> QuerySet[Debrief]:
    """With how many are invited and how many of them have said that they come, where the person ``runs`` it.

    For anybody else a count of one beside a crew of one would be a name.
    """
    theirs = runs.order_by().values("pk")
    seats = DebriefSeat.objects.filter(debrief=OuterRef("pk"), live=True).order_by()
    counted = seats.values("debrief").annotate(n=Count("pk"))
    coming = counted.filter(coming=True)
    return debriefs.select_related("case__incident", "room").annotate(
        invited=If(When(pk__in=theirs, then=Coalesce(Subquery(counted.values("n")), 0))),
        coming=If(When(pk__in=theirs, then=Coalesce(Subquery(coming.values("n")), 0))),
    )


# --- for command --------------------------------------------------------------------------------


def with_punctuality(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With ``reached_at``: when the last person was offered support, None while nobody is known.

    Never before the case was open to everybody: an earlier date would tell that somebody asked.
    """
    places = Place.objects.filter(case=OuterRef("pk")).order_by("-made_at")
    first = Offer.objects.filter(place__case=OuterRef("pk"), service=Service.DEFUSING)
    return cases.select_related("incident").annotate(
        reached_at=Subquery(places.values("made_at")[:1]),
        first_closes=Subquery(first.order_by("closes_at").values("closes_at")[:1]),
    )


def reached_everyone_at(case: Case) -> dt.datetime | None:
    reached: dt.datetime | None = case.reached_at  # type: ignore[attr-defined]
    return max(reached, case.opened_at) if reached else None


def in_time(case: Case) -> bool:
    """Everyone was offered support before the first window closed, as it was when they were offered it."""
    reached = reached_everyone_at(case)
    closes: dt.datetime | None = case.first_closes  # type: ignore[attr-defined]
    return bool(reached and closes and reached <= closes)
