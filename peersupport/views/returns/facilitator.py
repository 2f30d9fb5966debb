"""Plans on which somebody was named. Facilitators tick what they arrange and may suggest the next step.

Nobody writes a word here: supporting is never evaluating.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peersupport import actions
from peersupport.models import ReturnPlan
from peersupport.return_stages import Course
from peersupport.views.returns.officer import ticked
from peersupport.views.returns.shown import Shown
from trust import access, vault
from trust.access import Revealed
from trust.doors.views import PolicyMixin, StepUp, me
from trust.refusal import Refusal

AT_MOST = 50


class ReturnPlans(StepUp, PolicyMixin[ReturnPlan]):
    """The plans of others that are open to this person. Opening the list is a look at each."""

    model = ReturnPlan

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.get_queryset().exclude(participant=vault.handle(self.person.pk, "support"))
        shown = access.reveal_all(
            self.person, rows.select_related("participant").order_by("pk")[:AT_MOST], names=True
        )
        plans = sorted((_shown(each, helper=True) for each in shown), key=lambda each: each.name)
        return render(request, "peersupport/returns/plans.html", {"plans": plans})


def _shown(each: Revealed, *, helper: bool) -> Shown:
    row = each.row
    assert isinstance(row, ReturnPlan)  # noqa: S101 - asked for above
    course = Course(**each.content["course"])  # type: ignore[arg-type]
    return Shown(row, course, helper, str(each.person or _("Somebody who has left")))


class ReturnPlanPage(StepUp, PolicyMixin[ReturnPlan]):
    """One plan, for somebody who is on it. The officer has a page of their own."""

    model = ReturnPlan

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        plan = self.get_object(self.get_queryset())
        if plan.participant_id == vault.handle(self.person.pk, "support"):
            return redirect("return_to_duty")
        content = {
            "plan": _shown(access.reveal(self.person, plan, names=True), helper=True),
            "facilitates": access.can(self.person, "facilitate", plan),
        }
        return render(request, "peersupport/returns/plan.html", content)


@require_POST
def tick_for_officer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _back(pk, gone=ticked(request, pk) == "moved_on")


@require_POST
def suggest_next(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    ready = request.POST.get("ready") == "1"
    try:
        actions.suggest_next_stage(by=me(request), plan=pk, ready=ready)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
        return _back(pk, gone=True)
    messages.success(request, _("Saved. It stands on the officer's page; the step is theirs."))
    return _back(pk)


def _back(pk: uuid.UUID, *, gone: bool = False) -> HttpResponse:
    """To the plan; to the list when it is open to them no longer, so that they aren't stopped there."""
    return redirect("return_plans") if gone else redirect("return_plan", pk=pk)


@require_POST
def step_down(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.step_down(by=me(request), plan=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Thank you. Somebody else is looked for now."))
    return redirect("return_plans")
