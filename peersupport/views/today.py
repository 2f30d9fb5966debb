"""The coordinator's first page: what waits, in the order in which somebody has to act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from agency import clock, local_time
from agency.models import Category, Role, TrainingRecord, User
from peersupport import logistics
from peersupport.actions import today
from peersupport.actions.today import Burden, Some
from peersupport.models import Case, Debrief, Outreach, PeerRequest, Referral, ReturnSeat
from peersupport.packs import Service
from trust.doors.views import ForRoles, me


@dataclass(frozen=True)
class Line:
    """One thing to do: what ``components/rows.html`` takes."""

    term: str
    text: str
    url: str
    action: str
    tag: str = ""
    tag_kind: str = ""


@dataclass(frozen=True)
class Section:
    """One kind of work: its first lines, how many more there are, and where all of them stand."""

    code: str
    title: str
    rows: list[Line]
    more: int
    url: str
    action: str
    empty: str

    @property
    def total(self) -> int:
        return len(self.rows) + self.more


class Today(ForRoles, View):
    """Twelve queries at most, with two thousand things open as with none."""

    for_roles: ClassVar[tuple[str, ...]] = (Role.WELLNESS_COORDINATOR,)

    def get(self, request: HttpRequest) -> HttpResponse:
        found = sections(me(request))
        waits = [each for each in found if each.total]
        calm = [each for each in found if not each.total]
        content = {"sections": waits, "calm": calm, "day": local_time.today()}
        return render(request, "peersupport/today.html", content)


def sections(by: User) -> list[Section]:
    return [
        _requests(today.requests(by)),
        _windows(today.windows(by)),
        _sessions(today.sessions(by)),
        _referrals(today.referrals(by)),
        _carried(today.burden(by)),
        _training(today.running_out(by)),
        _seats(today.seats(by)),
        _visits(today.visits(by)),
    ]


def _requests(found: Some[PeerRequest]) -> Section:
    rows = [
        Line(
            row.pseudonym,
            _("%(kind)s, asked %(ago)s ago")
            % {"kind": row.get_kind_display(), "ago": ago(row.asked_at)},
            reverse("waiting_request", args=[row.pk]),
            _("Find somebody"),
            _("Nobody so far") if row.state == PeerRequest.State.UNANSWERED else "",
            "attention",
        )
        for row in found.rows
    ]
    return Section(
        "requests",
        _("Waiting for an answer"),
        rows,
        found.more,
        reverse("waiting_requests"),
        _("All waiting requests"),
        _("Nobody is waiting for an answer."),
    )


def ago(moment: dt.datetime) -> str:
    """In the largest unit that still says something."""
    minutes = max(0, int((clock.now() - moment).total_seconds() // 60))
    if minutes >= 48 * 60:
        return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 120:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _windows(found: Some[Case]) -> Section:
    rows = [
        Line(
            case.incident.number,
            _window(case),
            reverse("incident_detail", args=[case.pk]),
            _("Windows and people"),
            case.get_severity_display() if case.severity == "urgent" else "",
            "attention",
        )
        for case in found.rows
    ]
    return Section(
        "windows",
        _("Windows that close next"),
        rows,
        found.more,
        reverse("incidents"),
        _("All incidents"),
        _("No incident needs you now."),
    )


def _window(case: Case) -> str:
    closes, service = case.next_closes, case.next_service  # type: ignore[attr-defined]
    what = str(Category(case.incident.category).label) if case.incident.category else ""
    if closes == logistics.NEVER or not service:
        left = _("We don't know yet who was there.")
    else:
        left = f"{Service(service).label}: {logistics.time_left(closes)}"
    return " · ".join(filter(None, (left, what)))


def _sessions(found: Some[Debrief]) -> Section:
    now = clock.now()
    rows = [
        Line(
            f"{date_format(localtime(row.starts_at), 'DATETIME_FORMAT')}",
            f"{Service(row.service).label} · {row.room or _('by link')}",
            reverse("debrief_detail", args=[row.pk]),
            _("Open"),
            _("Was it held?") if row.ends_at < now else "",
            "care",
        )
        for row in found.rows
    ]
    return Section(
        "sessions",
        _("Debriefs of the next seven days"),
        rows,
        found.more,
        reverse("debriefs"),
        _("All debriefs"),
        _("No session is planned for the next days."),
    )


def _referrals(found: Some[Referral]) -> Section:
    rows = [
        Line(
            row.reference,
            f"{row.get_kind_display()} · {_day(row.next_on)}",
            reverse("referral_detail", args=[row.pk]),
            _("Next step"),
            row.get_state_display(),
        )
        for row in found.rows
    ]
    return Section(
        "referrals",
        _("Referrals with a step today"),
        rows,
        found.more,
        reverse("referrals"),
        _("All referrals"),
        _("No referral needs a step today."),
    )


def _day(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _carried(found: Burden) -> Section:
    rows = [
        Line(
            str(each.user),
            _("%(open)d open contacts, %(most)d at most")
            % {"open": each.open_now, "most": each.capacity},  # type: ignore[attr-defined]
            reverse("roster_detail", args=[each.pk]),
            _("Open"),
        )
        for each in found.full[: today.SHOWN]
    ]
    if found.follow_ups:
        due = ngettext("%(n)d follow-up is due", "%(n)d follow-ups are due", found.follow_ups) % {
            "n": found.follow_ups
        }
        with_whom = ngettext(
            "with %(n)d supporter", "with %(n)d supporters", found.with_follow_ups
        ) % {"n": found.with_follow_ups}
        line = Line(_("Follow-ups"), f"{due}, {with_whom}.", reverse("roster"), _("See the load"))
        rows.insert(0, line)
    return Section(
        "load",
        _("Follow-ups and load"),
        rows,
        max(0, len(found.full) - today.SHOWN),
        reverse("roster"),
        _("The whole roster"),
        _("Nobody carries too much, and no follow-up is due."),
    )


def _training(found: Some[TrainingRecord]) -> Section:
    day = local_time.today()
    rows = [
        Line(
            str(row.user),
            f"{row.course} · {_day(row.expires)}",
            reverse("roster_detail", args=[row.user.supporter.pk]),
            _("Open"),
            _("Has run out") if row.expires and row.expires <= day else "",
            "care",
        )
        for row in found.rows
    ]
    return Section(
        "training",
        _("Training that runs out"),
        rows,
        found.more,
        reverse("roster"),
        _("The whole roster"),
        _("Every certificate counts for the next 60 days."),
    )


def _seats(found: Some[ReturnSeat]) -> Section:
    rows = [
        Line(
            _("Plan %(code)s") % {"code": row.pseudonym},
            _("Would like a facilitator, since %(day)s") % {"day": _day(row.wanted_on)},
            reverse("return_requests"),
            _("Propose somebody"),
        )
        for row in found.rows
    ]
    return Section(
        "returns",
        _("Return to duty"),
        rows,
        found.more,
        reverse("return_requests"),
        _("All who look for facilitators"),
        _("Everybody on their way back has their facilitators."),
    )


def _visits(found: Some[Outreach]) -> Section:
    rows = [
        Line(
            str(row.unit),
            _("Visit the briefing"),
            reverse("plan_visit", args=[row.pk]) if row.state == "open" else reverse("outreach"),
            _("Plan the visit") if row.state == "open" else _("Open"),
            row.get_state_display(),
        )
        for row in found.rows
    ]
    return Section(
        "visits",
        _("Briefings to visit"),
        rows,
        found.more,
        reverse("outreach"),
        _("All visits"),
        _("No unit has had more than its usual share lately."),
    )
