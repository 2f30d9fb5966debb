"""What waits for the coordinator today: one query for each kind of work, whatever there is. Reads only.

Pseudonyms, numbers and dates. No name of an officer is needed to see that something has to be done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from agency import clock, local_time
from agency.models import TrainingRecord, User
from peersupport import logistics
from peersupport.actions import waiting
from peersupport.models import (
    Ask,
    Case,
    Contact,
    Debrief,
    Outreach,
    PeerRequest,
    Referral,
    ReturnSeat,
    Supporter,
)
from trust import access

SHOWN = 5
AHEAD = dt.timedelta(days=7)
#: The first of the reminders that supporters get themselves.
RUNS_OUT_WITHIN = dt.timedelta(days=60)

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Some(Generic[M]):
    """The first of a list, in the order in which somebody has to act, and how many there are."""

    rows: Sequence[M]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def some(rows: QuerySet[M]) -> Some[M]:
    """The beginning of a list with its length, in one query."""
    found = list(rows.annotate(total=Window(Count("pk")))[:SHOWN])
    return Some(found, found[0].total if found else 0)  # type: ignore[attr-defined]


def requests(by: User) -> Some[PeerRequest]:
    """Who waits for somebody to say yes, the longest first."""
    return some(waiting.waiting(by))


def windows(by: User) -> Some[Case]:
    """Open incidents: urgent ones first, then the window that closes next."""
    rows: QuerySet[Case] = access.visible(by, Case).open()  # type: ignore[attr-defined]
    return some(logistics.planned(rows).order_by("rank", "next_closes", "pk"))  # type: ignore[misc]


def sessions(by: User) -> Some[Debrief]:
    """Planned for the next days, and those whose time has passed and that nobody marked as held."""
    rows = access.visible(by, Debrief).filter(state=Debrief.State.PLANNED)
    rows = rows.filter(starts_at__lt=clock.now() + AHEAD)
    return some(rows.select_related("room", "case__incident").order_by("starts_at", "pk"))


def referrals(by: User) -> Some[Referral]:
    """Own referrals whose next step is today or was earlier."""
    rows = access.visible(by, Referral).filter(owner=by, state__in=Referral.OPEN)
    return some(rows.filter(next_on__lte=local_time.today()).order_by("next_on", "pk"))


def visits(by: User) -> Some[Outreach]:
    """Briefings that somebody should go to, and those that are planned."""
    rows = access.visible(by, Outreach).filter(state__in=("open", "planned"))
    return some(rows.select_related("unit").order_by("state", "month", "pk"))


def seats(by: User) -> Some[ReturnSeat]:
    """Officers on their way back who wish for a facilitator."""
    rows = access.visible(by, ReturnSeat, "propose")
    return some(rows.order_by("wanted_on", "pk"))


def running_out(by: User) -> Some[TrainingRecord]:
    """Certificates of active supporters that end soon or have ended, unless a newer one counts."""
    until = local_time.today() + RUNS_OUT_WITHIN
    newer = TrainingRecord.objects.filter(
        Q(expires__isnull=True) | Q(expires__gt=OuterRef("expires")),
        user=OuterRef("user"),
        course=OuterRef("course"),
    )
    rows = access.visible(by, TrainingRecord).filter(
        ~Exists(newer), expires__lte=until, user__supporter__status=Supporter.Status.ACTIVE
    )
    rows = rows.select_related("user__supporter", "course")
    return some(rows.order_by("expires", "user__name", "pk"))


@dataclass(frozen=True)
class Burden:
    """How much supporters carry: who is full, and how many follow-ups are due, as numbers."""

    full: Sequence[Supporter]
    follow_ups: int
    with_follow_ups: int


def burden(by: User) -> Burden:
    """Counts per supporter; never with whom."""
    accepted = Ask.objects.filter(supporter=OuterRef("pk"), state=Ask.State.ACCEPTED)
    due = Contact.objects.filter(
        supporter=OuterRef("pk"), followed_up=False, follow_up_on__lte=local_time.today()
    )
    rows = access.visible(by, Supporter).filter(status=Supporter.Status.ACTIVE)
    rows = rows.select_related("user").annotate(open_now=_count(accepted), due=_count(due))
    found = list(rows.filter(Q(open_now__gte=F("capacity")) | Q(due__gt=0)).order_by("user__name"))
    waits = [each.due for each in found if each.due]
    full = [each for each in found if each.open_now >= each.capacity]
    return Burden(full, sum(waits), len(waits))


def _count(rows: QuerySet[M]) -> Coalesce:
    per_supporter = rows.order_by().values("supporter").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_supporter), 0)
