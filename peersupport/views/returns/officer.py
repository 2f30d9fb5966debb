"""Return to duty, for the officer: where I am, what is next, and equal buttons for every pace."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from peersupport import actions
from peersupport.actions.returns.plans import course_of
from peersupport.forms.returns import STEPS, StartForm
from peersupport.models import ReturnPlan, ReturnSeat
from peersupport.return_stages import STREAM_ABOUT, Stream
from peersupport.views.returns.shown import Shown, own_plan, people_on
from trust import access, vault
from trust.doors.views import NOT_YET, me
from trust.refusal import Refusal

PAST = 10


@require_safe
def return_to_duty(request: HttpRequest) -> HttpResponse:
    """The officer's own plan, or the way to begin one."""
    user, plan = me(request), own_plan(me(request))
    closed = access.visible(user, ReturnPlan, "delete").filter(
        participant=vault.handle(user.pk, "support"), state=ReturnPlan.State.CLOSED
    )
    content: dict[str, object] = {"closed": closed.order_by("-closed_on", "pk")[:PAST]}
    if plan is not None:
        proposed = access.visible(user, ReturnSeat, "change").filter(
            plan=plan, state=ReturnSeat.State.PROPOSED
        )
        content |= {
            "plan": Shown(plan, course_of(user, plan)),
            "people": people_on(user, plan),
            "proposed": proposed.exists(),
        }
    return render(request, "peersupport/returns/overview.html", content)


class StartReturn(View):
    """Two questions and one last look, a page each. Nothing is stored before the last button."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, StartForm(STEPS[0]), STEPS[0])

    def post(self, request: HttpRequest) -> HttpResponse:
        at = request.POST.get("at", "")
        at = at if at in STEPS else STEPS[0]
        if "back" in request.POST:
            return self.turn(request, at, -1)
        form = StartForm(at, request.POST)
        if not form.is_valid():
            return self.page(request, form, at if form.has_error(at) else STEPS[0], NOT_YET)
        if at != STEPS[-1]:
            return self.turn(request, at, 1)
        try:
            actions.start_return_plan(by=me(request), **form.cleaned_data)
        except Refusal as refusal:
            messages.info(request, str(refusal.message))
            return redirect("return_to_duty")
        messages.success(request, _("Your plan is open. Only you see it until you name somebody."))
        return redirect("return_people")

    def turn(self, request: HttpRequest, at: str, by: int) -> HttpResponse:
        """The next or the previous question, with what was answered so far."""
        there = STEPS[max(0, STEPS.index(at) + by)]
        answered = {name: request.POST.get(name, "") for name in STEPS}
        return self.page(request, StartForm(there, initial=answered), there)

    def page(
        self, request: HttpRequest, form: StartForm, at: str, status: int = 200
    ) -> HttpResponse:
        content = {
            "form": form,
            "at": at,
            "step": STEPS.index(at) + 1,
            "total": len(STEPS),
            "streams": [(stream.label, STREAM_ABOUT[stream]) for stream in Stream],
        }
        return render(request, "peersupport/returns/start.html", content, status=status)


@require_POST
def move_return(request: HttpRequest) -> HttpResponse:
    """On to the next stage, or back to the one before: the same button, the same answer."""
    try:
        actions.move_return_plan(by=me(request), stage=request.POST.get("stage", ""))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
        return redirect("return_people" if refusal.code == "two_facilitators" else "return_to_duty")
    messages.success(request, _("Saved. Nobody is told."))
    return redirect("return_to_duty")


@require_POST
def pause_return(request: HttpRequest) -> HttpResponse:
    try:
        actions.pause_return_plan(by=me(request), paused=request.POST.get("paused") == "1")
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved. Nobody is told."))
    return redirect("return_to_duty")


@require_POST
def tick_return(request: HttpRequest) -> HttpResponse:
    plan = own_plan(me(request))
    if plan is not None:
        ticked(request, plan.pk)
    return redirect("return_to_duty")


def ticked(request: HttpRequest, plan: uuid.UUID) -> str:
    """Tick or untick what the form names, and say why not; the code of the refusal, if there was one."""
    item, done = request.POST.get("item", ""), request.POST.get("done") == "1"
    try:
        actions.tick_return_item(by=me(request), plan=plan, item=item, done=done)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
        return refusal.code
    return ""


class CloseReturn(View):
    """Close the plan, at whatever stage: asked once, and nobody is told."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if own_plan(me(request)) is None:
            return redirect("return_to_duty")
        return render(request, "peersupport/returns/close.html")

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            actions.close_return_plan(by=me(request))
        except Refusal as refusal:
            messages.info(request, str(refusal.message))
        else:
            messages.success(request, _("Your plan is closed. From now on only you see it."))
        return redirect("return_to_duty")


@require_POST
def delete_return(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.delete_return_plan(by=me(request), plan=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Deleted."))
    return redirect("return_to_duty")
