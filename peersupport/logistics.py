"""What coordinators plan with: windows, time left, how many were offered a service and want it.

Reads only, and only what follows from the plain columns: a *no* can't be counted here. Nothing in
this module is for command, except whether the offers came in time.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case as If
from django.db.models import (
    Count,
    DateTimeField,
    Max,
    Min,
    OuterRef,
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
from peersupport.models import Case, Offer, Place
from peersupport.packs import PACKS
from peersupport.triggers import Severity

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


@dataclass(frozen=True)
class Planned:
    """One service of one case: its window, and how many people it is about."""

    service: str
    opens_at: dt.datetime
    best_by: dt.datetime | None
    closes_at: dt.datetime
    offered: int
    accepted: int
    want_a_time: int
    done: int


def services(case: Case) -> list[Planned]:
    """The services of a case in the order in which they close. Latecomers share the window."""
    found = Offer.objects.filter(place__case=case).values("service").order_by()
    counted = found.annotate(
        offered=Count("pk"),
        accepted=Count("pk", filter=Q(state__in=WANTED)),
        want_a_time=Count("pk", filter=Q(state=Offer.State.ACCEPTED, wants_time=True)),
        done=Count("pk", filter=Q(state=Offer.State.DONE)),
        opens=Min("opens_at"),
        best=Min("best_by"),
        closes=Max("closes_at"),
    )
    return [
        Planned(
            row["service"],
            row["opens"],
            row["best"],
            row["closes"],
            row["offered"],
            row["accepted"],
            row["want_a_time"],
            row["done"],
        )
        for row in counted.order_by("closes", "service")
    ]


# --- for command --------------------------------------------------------------------------------


def with_punctuality(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With ``reached_at``: when the last person was offered support, None while nobody is known.

    Never before the case was open to everybody: an earlier date would tell that somebody asked.
    """
    places = Place.objects.filter(case=OuterRef("pk")).order_by("-made_at")
    return cases.select_related("incident").annotate(
        reached_at=Subquery(places.values("made_at")[:1])
    )


def reached_everyone_at(case: Case) -> dt.datetime | None:
    reached: dt.datetime | None = case.reached_at  # type: ignore[attr-defined]
    return max(reached, case.opened_at) if reached else None


def in_time(case: Case) -> bool:
    """Everyone was offered support before the first window closed, by the pack of the case."""
    reached = reached_everyone_at(case)
    known = {pack.version: pack for pack in PACKS.values()}
    rules = known.get(case.pack, PACKS[settings.POLICY_PACK])
    return bool(reached and reached <= case.incident.occurred_at + rules.prompt)
