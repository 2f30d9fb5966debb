"""Incidents by time left, and the people who want something to happen. Never who said no.

Names stand only on the pages of one incident and of the coordinator's own referrals: opening them
writes the ledger, and asks for a fresh sign-in.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.models import Category, Encounter, Role, User
from peersupport import actions, logistics
from peersupport.actions.cases import pack
from peersupport.models import Case, Offer, Referral
from peersupport.packs import Service
from peersupport.triggers import Source
from trust import access
from trust.doors.views import ForRoles, PolicyMixin, StepUp
from trust.refusal import Refusal

AT_MOST = 100
TEAM = (Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN)


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


class Incidents(ForRoles, PolicyMixin[Case]):
    """Cases in the order in which somebody has to act. Seven queries whatever their number."""

    for_roles: ClassVar[tuple[str, ...]] = TEAM
    model = Case

    def get(self, request: HttpRequest) -> HttpResponse:
        closed = request.GET.get("show") == "closed"
        rows = self.get_queryset()
        wanted = rows.closed() if closed else rows.open()  # type: ignore[attr-defined]
        page = logistics.page_by_time_left(wanted, request.GET.get("after", ""))
        lines = [Line(case) for case in page.rows]
        content = {"lines": lines, "closed": closed, "cursor": page.cursor}
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
        encounters = list(access.visible(self.person, Encounter).filter(incident=case.incident))
        content = {
            "line": Line(case),
            "sources": [str(Source(each).label) for each in case.sources],
            "services": [_service(each) for each in logistics.services(case)],
            "wanting": _wanting(self.person, case),
            "scores_differ": any(each.scores_differ for each in encounters),
        }
        return render(request, "peersupport/incident.html", content)


def _service(each: logistics.Planned) -> dict[str, object]:
    sizes = {window.service: window.people for window in pack().windows}
    return {
        "plan": each,
        "name": Service(each.service).label,
        "left": logistics.time_left(each.closes_at),
        "people": sizes.get(each.service),
    }


def _wanting(user: User, case: Case) -> list[tuple[str, list[Wanting]]]:
    """By service, those who asked for a time first."""
    theirs = access.visible(user, Offer, "schedule").filter(place__case=case).values("pk")
    rows = access.visible(user, Offer).filter(pk__in=theirs).select_related("participant")
    rows = rows.order_by("closes_at", "service", "-wants_time", "pk")
    shown = access.reveal_all(user, rows, names=True)
    people = [
        Wanting(each.row, str(each.person or _("Somebody who has left")))
        for each in shown
        if isinstance(each.row, Offer)
    ]
    groups = groupby(people, key=lambda each: each.offer.service)
    return [(str(Service(service).label), list(found)) for service, found in groups]


@require_POST
def finish_offer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware is on
    try:
        row = actions.finish_offer(by=request.user, offer=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
        return redirect("incidents")
    messages.success(request, _("Marked as done."))
    return redirect("incident_detail", pk=row.place.case_id)


# --- referrals ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entrusted:
    """A referral that this coordinator looks after, with the steps that may follow."""

    row: Referral
    name: str

    @property
    def steps(self) -> list[tuple[str, str]]:
        follow = Referral.MOVES[self.row.state]
        return [(s, str(Referral.State(s).label)) for s in Referral.State.values if s in follow]


class Referrals(ForRoles, StepUp, PolicyMixin[Referral]):
    """Every referral that is open with this coordinator, by the date of its next step."""

    for_roles: ClassVar[tuple[str, ...]] = (Role.WELLNESS_COORDINATOR,)
    model = Referral

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.get_queryset().filter(owner=self.person, state__in=Referral.OPEN)
        rows = rows.select_related("participant").order_by("next_on", "pk")
        shown = access.reveal_all(self.person, rows[:AT_MOST], names=True)
        mine = [
            Entrusted(each.row, str(each.person or _("Somebody who has left")))
            for each in shown
            if isinstance(each.row, Referral)
        ]
        return render(request, "peersupport/referrals.html", {"referrals": mine})


@require_POST
def move_referral(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware is on
    try:
        actions.move_referral(by=request.user, referral=pk, state=request.POST.get("state", ""))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
    return redirect("referrals")
