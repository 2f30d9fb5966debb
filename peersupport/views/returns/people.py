"""Who is on the officer's plan: two facilitators, whom else they named, and who looked."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from agency.models import User
from peersupport import actions
from peersupport.forms.returns import NameForm, SupporterForm
from peersupport.models import ReturnPlan, ReturnSeat
from peersupport.return_stages import FACILITATORS
from peersupport.views.returns.shown import described, own_plan, people_on, to_choose
from trust import access, ledger, roles
from trust.doors.forms import show
from trust.doors.views import NOT_YET, me
from trust.models import Disclosure
from trust.refusal import Refusal

LOOKS = 10


class ReturnPeople(View):
    """The people of the plan, with a form for a facilitator and one for anybody else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        plan = own_plan(me(request))
        if plan is None:
            return redirect("return_to_duty")
        return self.page(request, plan, SupporterForm(_free(me(request))), NameForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """The button says which of the two forms was sent."""
        user, plan = me(request), own_plan(me(request))
        if plan is None:
            return redirect("return_to_duty")
        seat = "supporter" in request.POST
        facilitator = SupporterForm(_free(user), request.POST if seat else None)
        named = NameForm(None if seat else request.POST)
        form = facilitator if seat else named
        if form.is_valid() and _named(user, form):
            messages.success(request, _("Named. They are told that there is something new."))
            return redirect("return_people")
        return self.page(request, plan, facilitator, named, NOT_YET)

    def page(
        self,
        request: HttpRequest,
        plan: ReturnPlan,
        facilitator: SupporterForm,
        named: NameForm,
        status: int = 200,
    ) -> HttpResponse:
        user = me(request)
        rows = access.visible(user, ReturnSeat, "change").filter(plan=plan)
        seats = list(rows.select_related("supporter__user").order_by("number"))
        content = {
            "people": people_on(user, plan),
            "proposed": [
                (seat, described(seat.supporter))
                for seat in seats
                if seat.state == ReturnSeat.State.PROPOSED and seat.supporter
            ],
            "wanted": sum(seat.state == ReturnSeat.State.WANTED for seat in seats),
            "full": sum(seat.state == ReturnSeat.State.TAKEN for seat in seats) >= FACILITATORS,
            "can_ask": len(seats) < FACILITATORS,
            "facilitator": facilitator,
            "named": named,
            "looks": _looks(user),
        }
        return render(request, "peersupport/returns/people.html", content, status=status)


def _free(user: User) -> list[tuple[str, str]]:
    """Whom the officer may name: nobody of their command is on the list."""
    return to_choose(frozenset({user.pk, *roles.linked_by_command(user)}))


def _named(user: User, form: SupporterForm | NameForm) -> bool:
    act = (
        actions.name_facilitator if isinstance(form, SupporterForm) else actions.name_on_return_plan
    )
    try:
        act(by=user, **form.cleaned_data)
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


def _looks(user: User) -> list[dict[str, object]]:
    """The last looks at plans of this officer, for ``components/access_log.html``.

    What one person did within a minute is one line; the page *Privacy* has every single one.
    """
    rows = ledger.mine(user).filter(kind="peersupport.returnplan").order_by("-seq")
    once: dict[tuple[object, ...], Disclosure] = {}
    for look in rows[: LOOKS * 5]:
        once.setdefault((look.viewer, look.outcome, look.at.replace(second=0, microsecond=0)), look)
    looks = list(once.values())[:LOOKS]
    people = ledger.viewers(looks)
    return [
        {
            "at": each.at,
            "text": _sentence(str(people.get(each.viewer) or _("Somebody")), each.outcome),
            "stopped": each.outcome == Disclosure.Outcome.STOPPED,
        }
        for each in looks
    ]


def _sentence(who: str, outcome: str) -> str:
    if outcome == Disclosure.Outcome.STOPPED:
        return _("%(who)s wanted to open your plan.") % {"who": who}
    return _("%(who)s opened your plan.") % {"who": who}


@require_POST
def ask_for_facilitators(request: HttpRequest) -> HttpResponse:
    try:
        actions.ask_for_facilitators(by=me(request))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
        return redirect("return_to_duty")
    messages.success(
        request, _("A wellness coordinator looks for somebody. They see no name, only the stream.")
    )
    return redirect("return_people")


@require_POST
def answer_proposal(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    accept = request.POST.get("accept") == "1"
    try:
        actions.answer_proposal(by=me(request), seat=pk, accept=accept)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved.") if accept else _("Saved. We look for somebody else."))
    return redirect("return_people")


@require_POST
def take_person_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.take_off_return_plan(by=me(request), grant=pk)
    messages.success(request, _("This person sees your plan no longer. They are not told."))
    return redirect("return_people")


@require_POST
def keep_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.keep_on_return_plan(by=me(request), grant=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved. It goes on from today."))
    return redirect("return_people")
