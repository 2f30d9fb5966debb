"""Visits to a briefing, and the list of care after an assault. Units and steps, no names of officers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.models import Role
from peersupport import actions
from peersupport.forms.debriefs import VisitForm, leaders
from peersupport.models import Outreach
from peersupport.packs import Service
from trust import access, roles
from trust.doors.forms import show
from trust.doors.views import NOT_YET, ForRoles, PolicyMixin, me
from trust.policy.terms import SUPPORTERS, WELLNESS_TEAM
from trust.refusal import Refusal

AT_MOST = 60
State = Outreach.State


@dataclass(frozen=True)
class Visit:
    """One task, with the form to plan it where this person may."""

    row: Outreach
    form: VisitForm | None = None

    @property
    def is_waiting(self) -> bool:
        return self.row.state in (State.OPEN, State.PLANNED)


class Outreaches(ForRoles, PolicyMixin[Outreach]):
    """Units to visit. A supporter sees those that they go to."""

    for_roles: ClassVar[tuple[str, ...]] = (*WELLNESS_TEAM, *SUPPORTERS)
    model = Outreach

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request)

    def form(self, row: Outreach, people: list[tuple[str, str]], *data: object) -> VisitForm:
        """Each form of the page has names of its own, so that labels lead to the right field."""
        initial = {"supporter": str(row.supporter_id or ""), "day": row.day}
        return VisitForm(people, *data, initial=initial, prefix=row.pk.hex[:8])

    def page(
        self,
        request: HttpRequest,
        given: dict[uuid.UUID, VisitForm] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        rows = self.get_queryset().select_related("unit", "supporter__user")
        shown = list(rows[:AT_MOST])
        plans = Role.WELLNESS_COORDINATOR in roles.active(self.person)
        people = _people() if plans and shown else []
        visits = [
            Visit(row, ((given or {}).get(row.pk) or self.form(row, people)) if plans else None)
            for row in shown
        ]
        content = {"visits": visits, "plans": plans}
        return render(request, "peersupport/outreach.html", content, status=status)


class PlanVisit(Outreaches):
    """Who goes, and when; the list again where something is still to choose."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = access.fetch(self.person, "change", Outreach, pk=pk)
        form = self.form(row, _people(), request.POST)
        if form.is_valid():
            supporter, day = form.given
            try:
                actions.plan_visit(by=self.person, outreach=pk, supporter=supporter, day=day)
            except Refusal as refusal:
                show(form, refusal)
            else:
                messages.success(request, _("Planned. Whoever goes has been told."))
                return redirect("outreach")
        return self.page(request, {row.pk: form}, NOT_YET)


def _people() -> list[tuple[str, str]]:
    return leaders(Service.ONE_TO_ONE)


@require_POST
def close_visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.close_visit(by=me(request), outreach=pk, state=request.POST.get("state", ""))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
    return redirect("outreach")


@require_POST
def tick_care_step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    done = request.POST.get("done") == "1"
    row = actions.tick_care_step(by=me(request), step=pk, done=done)
    return redirect("incident_detail", pk=row.case_id)
