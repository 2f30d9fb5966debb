"""Incidents by time left, and the people who want something to happen. Never who said no.

Names stand only on the page of one incident: opening it writes the ledger, and asks for a fresh
sign-in.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import clock
from agency.models import Category, Encounter, Role, User
from peersupport import actions, logistics
from peersupport.actions.outreach import earlier_assaults
from peersupport.actions.pack_rules import pack
from peersupport.models import CareStep, Case, Offer
from peersupport.packs import Pack, Service, called
from peersupport.triggers import Source
from peersupport.views.debriefs import Session
from trust import access, roles
from trust.doors.views import ForRoles, PolicyMixin, StepUp, me
from trust.refusal import Refusal

TEAM = (Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN)
LOOKED_BACK = dt.timedelta(days=90)
# A referral is not a session, and a follow-up is one question.
NO_SESSION = (Service.REFERRAL, Service.FOLLOW_UP)


@dataclass(frozen=True)
class Line:
    """One case of the list."""

    case: Case

    @property
    def category(self) -> str:
        code = self.case.incident.category
        return str(Category(code).label) if code else ""

    @property
    def next_service(self) -> str:
        code = self.case.next_service  # type: ignore[attr-defined]
        return str(Service(code).label) if code else ""

    @property
    def left(self) -> str:
        closes = self.case.next_closes  # type: ignore[attr-defined]
        return "" if closes == logistics.NEVER else logistics.time_left(closes)


def plans(user: User) -> bool:
    """Whether this person plans what was asked for: they alone see how many accepted.

    Where one officer attended, the count of those who accepted is that officer's answer.
    """
    return Role.WELLNESS_COORDINATOR in roles.active(user)


class Incidents(ForRoles, PolicyMixin[Case]):
    """Cases in the order in which somebody has to act. Eight queries whatever their number."""

    for_roles: ClassVar[tuple[str, ...]] = TEAM
    model = Case

    def get(self, request: HttpRequest) -> HttpResponse:
        shown = request.GET.get("show", "open")
        rows = self.get_queryset()
        kinds = {"open": rows.open, "later": rows.later, "closed": rows.closed}  # type: ignore[attr-defined]
        shown = shown if shown in kinds else "open"
        page = logistics.page_by_time_left(kinds[shown](), request.GET.get("after", ""))
        missed = logistics.missed(rows, clock.now() - LOOKED_BACK)
        if not plans(self.person):
            missed = [replace(each, never_held=0) for each in missed if each.too_late]
        content = {
            "lines": [Line(case) for case in page.rows],
            "shown": shown,
            "closed": shown == "closed",
            "cursor": page.cursor,
            "plans": plans(self.person),
            "missed": [(called(each.service), each) for each in missed],
        }
        return render(request, "peersupport/incidents.html", content)


@dataclass(frozen=True)
class Wanting:
    """Somebody who accepted an offer, by name."""

    offer: Offer
    name: str


class IncidentDetail(ForRoles, StepUp, PolicyMixin[Case]):
    """Windows, counts, and the names of those who want something to happen."""

    for_roles: ClassVar[tuple[str, ...]] = TEAM
    model = Case

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        case = self.get_object()
        counts = plans(self.person)
        encounters = list(access.visible(self.person, Encounter).filter(incident=case.incident))
        content = {
            "line": Line(case),
            "plans": counts,
            "sources": [str(Source(each).label) for each in case.sources],
            "services": _services(case, pack(), plans=counts),
            "sessions": [Session(row) for row in logistics.sessions(self.person).filter(case=case)],
            "care": _care(self.person, case),
            "assaults": earlier_assaults(case),
            "wanting": _wanting(self.person, case),
            "scores_differ": any(each.scores_differ for each in encounters),
        }
        return render(request, "peersupport/incident.html", content)


def _services(case: Case, rules: Pack, *, plans: bool) -> list[dict[str, object]]:
    """Each service with its window; for whoever plans also what was answered (``answers``), and
    ``can_plan`` where a session may still be planned."""
    now = clock.now()
    return [
        {
            "plan": each,
            "answers": each if plans else None,
            "name": called(each.service, each.round),
            "left": logistics.time_left(each.closes_at),
            "people": size if (size := rules.people(each.service)) != (1, 1) else None,
            "can_plan": plans and each.closes_at > now and each.service not in NO_SESSION,
        }
        for each in logistics.services(case)
    ]


def _care(user: User, case: Case) -> list[CareStep]:
    """The list of care after an assault, in its own order; nothing for other incidents."""
    steps = list(CareStep.Step.values)
    rows = access.visible(user, CareStep).filter(case=case).select_related("done_by")
    return sorted(rows, key=lambda row: steps.index(row.step))


def _wanting(user: User, case: Case) -> list[tuple[str, list[Wanting]]]:
    """By service, those who asked for a time first."""
    theirs = access.visible(user, Offer, "schedule").filter(place__case=case).values("pk")
    rows = access.visible(user, Offer).filter(pk__in=theirs).select_related("participant")
    rows = rows.order_by("closes_at", "service", "round", "-wants_time", "pk")
    shown = access.reveal_all(user, rows, names=True)
    people = [
        Wanting(each.row, str(each.person or _("Somebody who has left")))
        for each in shown
        if isinstance(each.row, Offer)
    ]
    groups = groupby(people, key=lambda each: called(each.offer.service, each.offer.round))
    return [(service, list(found)) for service, found in groups]


@require_POST
def finish_offer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        row = actions.finish_offer(by=me(request), offer=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
        return redirect("incidents")
    messages.success(request, _("Marked as done."))
    return redirect("incident_detail", pk=row.place.case_id)
