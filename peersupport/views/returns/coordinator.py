"""Facilitators wanted: a stream and a pseudonym. The coordinator sees no plan and no name."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.models import Role
from peersupport import actions
from peersupport.forms.returns import InviteForm, SupporterForm
from peersupport.models import ReturnSeat
from peersupport.return_stages import Stream
from peersupport.views.returns.shown import to_choose
from trust.doors.forms import show
from trust.doors.views import NOT_YET, ForRoles, PolicyMixin, me
from trust.refusal import Refusal

AT_MOST = 100


@dataclass
class Wanted:
    """One plan for which somebody is wanted."""

    pseudonym: str
    stream: str
    since: dt.date
    free: list[ReturnSeat] = field(default_factory=list)
    waiting: int = 0

    @property
    def stream_name(self) -> str:
        return str(Stream(self.stream).label) if self.stream else ""


class ReturnRequests(ForRoles, PolicyMixin[ReturnSeat]):
    """Seats that are wanted, longest first, and whether the officer has somebody to answer about."""

    for_roles: ClassVar[tuple[str, ...]] = (Role.WELLNESS_COORDINATOR,)
    model = ReturnSeat

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, InviteForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Tell an officer that there is a page about coming back."""
        form = InviteForm(request.POST)
        if form.is_valid():
            try:
                actions.invite_to_return(by=me(request), person=form.cleaned_data["person"])
            except Refusal as refusal:
                show(form, refusal)
            else:
                messages.success(
                    request, _("They are told once this month. What follows is theirs.")
                )
                return redirect("return_requests")
        return self.page(request, form, NOT_YET)

    def page(self, request: HttpRequest, form: InviteForm, status: int = 200) -> HttpResponse:
        wanted = (ReturnSeat.State.WANTED, ReturnSeat.State.PROPOSED)
        seats = self.get_queryset().filter(state__in=wanted)
        plans: dict[str, Wanted] = {}
        for seat in seats.order_by("wanted_on", "pseudonym", "number")[:AT_MOST]:
            plan = plans.setdefault(
                str(seat.plan_id), Wanted(seat.pseudonym, seat.stream, seat.wanted_on)
            )
            if seat.state == ReturnSeat.State.WANTED:
                plan.free.append(seat)
            else:
                plan.waiting += 1
        content = {
            "plans": list(plans.values()),
            "choose": SupporterForm(to_choose()) if plans else None,
            "form": form,
        }
        return render(request, "peersupport/returns/requests.html", content, status=status)


@require_POST
def propose_facilitator(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    chosen = request.POST.get("supporter", "")
    try:
        actions.propose_facilitator(by=me(request), seat=pk, supporter=chosen)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Proposed. The officer says yes or no."))
    return redirect("return_requests")
