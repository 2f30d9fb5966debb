"""The officer's own referrals: two taps to ask, an honest state, a time to book, the way back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from agency.models import User
from peersupport import actions
from peersupport.actions.pathways import offered_kinds
from peersupport.actions.referral_details import TIMES, my_details
from peersupport.actions.slots import free_times
from peersupport.forms.referrals import ReferralForm
from peersupport.kinds import Kind
from peersupport.models import Handoff, Provider, Referral, Slot
from trust import access, vault
from trust.doors.forms import show
from trust.doors.views import NOT_YET, me
from trust.refusal import Refusal

SHOWN = 20
TIMES_SHOWN = 6
State = Referral.State
ABOUT: dict[str, Promise] = {
    Kind.PEER: gettext_lazy("A colleague who was trained to listen."),
    Kind.CHAPLAIN: gettext_lazy("For you whatever you believe, or don't."),
    Kind.EAP: gettext_lazy("Free and short: a few talks, and help with what comes next."),
    Kind.CLINICIAN: gettext_lazy("A counsellor or therapist who knows police work if we have one."),
    Kind.CRISIS: gettext_lazy("They call you soon. If it can't wait: the numbers at the top."),
    Kind.FAMILY: gettext_lazy("For you and the people at home."),
    Kind.FINANCIAL: gettext_lazy("Somebody to sort out money worries with, step by step."),
}
HOW_FAR: dict[str, Promise] = {
    State.SENT: gettext_lazy("It has been passed on. Nobody has answered yet."),
    State.ACKNOWLEDGED: gettext_lazy("They have it and will be in touch."),
    State.CONTACTED: gettext_lazy("You are in touch."),
    State.APPOINTMENT: gettext_lazy("You have an appointment."),
    State.ATTENDED: gettext_lazy("You have met."),
    State.DECLINED: gettext_lazy("This did not go ahead. You can ask again at any time."),
    State.UNREACHABLE: gettext_lazy("They could not reach you. You can ask again at any time."),
    State.CLOSED: gettext_lazy("This has ended. You can ask again at any time."),
}
HAPPENED: dict[str, Promise] = {
    Handoff.Reason.SILENT: gettext_lazy("There was no answer in time, so it went on."),
    Handoff.Reason.NO_CONTACT: gettext_lazy("Nobody was in touch within a week, so it went on."),
    Handoff.Reason.DECLINED: gettext_lazy("They could not take it, so it went on."),
    Handoff.Reason.NOT_REACHED: gettext_lazy(
        "They could not reach you. The coordinator knows and helps."
    ),
    Handoff.Reason.BY_HAND: gettext_lazy("The coordinator passed it on."),
    Handoff.Reason.TAKEN_OVER: gettext_lazy("Another coordinator looks after it now."),
    Handoff.Reason.OWNER_LEFT: gettext_lazy("Another coordinator looks after it now."),
    Handoff.Reason.STALLED: gettext_lazy("Nothing had moved, so the coordinator was told."),
}


@dataclass(frozen=True)
class Mine:
    """One referral as the officer sees it."""

    row: Referral
    shown: dict[str, object]
    steps: list[Handoff]
    slots: list[Slot]

    @property
    def how_far(self) -> Promise:
        return HOW_FAR[self.row.state]

    @property
    def past(self) -> list[tuple[Handoff, Promise]]:
        return [(each, HAPPENED[each.reason]) for each in self.steps if each.reason in HAPPENED]

    @property
    def provider_sees(self) -> str:
        """In words: what stands behind the provider's link."""
        times = self.shown.get("times") or ()
        assert isinstance(times, list | tuple)  # noqa: S101 - stored by ``create_referral``
        named = {
            "name": _("your name"),
            "phone": self.shown.get("phone"),
            "email": self.shown.get("email"),
        }
        parts = [str(named[each]) for each in named if self.shown.get(each)]
        return ", ".join([*parts, *(str(TIMES[each]).lower() for each in times)])

    @property
    def is_booked(self) -> bool:
        return self.row.state == State.APPOINTMENT


class ReferralAsk(View):
    """First tap: whom. Second tap: send, with what they may know."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = request.GET.get("kind", "")
        kinds = offered_kinds()
        if kind not in kinds:
            offered = [(each, Kind(each).label, ABOUT[each]) for each in kinds]
            return render(request, "peersupport/referrals/choose.html", {"offered": offered})
        return self.page(request, kind, ReferralForm(_outside(request, kind)))

    def post(self, request: HttpRequest) -> HttpResponse:
        kind = request.POST.get("kind", "")
        if kind not in offered_kinds():
            return redirect("referral_ask")
        form = ReferralForm(_outside(request, kind), request.POST)
        if not form.is_valid():
            return self.page(request, kind, form, NOT_YET)
        try:
            actions.create_referral(
                by=me(request), kind=kind, named=form.cleaned_data["named"], shown=form.shown
            )
        except Refusal as refusal:
            show(form, refusal)
            return self.page(request, kind, form, NOT_YET)
        messages.success(request, _("It is on its way. You see here how far it is."))
        return redirect("my_referrals")

    def page(
        self, request: HttpRequest, kind: str, form: ReferralForm, status: int = 200
    ) -> HttpResponse:
        content = {"kind": kind, "label": Kind(kind).label, "about": ABOUT[kind], "form": form}
        return render(request, "peersupport/referrals/ask.html", content, status=status)


def _outside(request: HttpRequest, kind: str) -> bool:
    """Whether somebody outside the agency would get it."""
    return access.visible(me(request), Provider).filter(kind=kind, active=True).exists()


@require_safe
def my_referrals(request: HttpRequest) -> HttpResponse:
    """How far each is, who has to act, and by when. Open ones first."""
    by = me(request)
    rows = list(_own(by).select_related("provider", "owner").order_by("-sent_at")[:SHOWN])
    rows.sort(key=lambda row: not row.is_open)
    shown, slots, steps = my_details(by, rows), free_times(by, rows), _steps(by, rows)
    mine = [
        Mine(
            row,
            shown.get(row.pk, {}),
            [each for each in steps if each.referral_id == row.pk],
            slots.get(row.provider_id, [])[:TIMES_SHOWN] if row.is_open and row.provider_id else [],
        )
        for row in rows
    ]
    return render(request, "peersupport/referrals/mine.html", {"referrals": mine})


def _own(by: User) -> QuerySet[Referral]:
    return access.visible(by, Referral).filter(participant=vault.handle(by.pk, "support"))


def _steps(by: User, rows: list[Referral]) -> list[Handoff]:
    found = access.visible(by, Handoff).filter(referral__in=[row.pk for row in rows])
    return list(found.order_by("referral", "number"))


@require_POST
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.take_back_referral(by=me(request), referral=pk)
    messages.success(request, _("Taken back. What they could see of you is gone."))
    return redirect("my_referrals")


@require_POST
def book(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The officer books, or the coordinator with the officer on the phone."""
    by = me(request)
    try:
        actions.book_slot(by=by, referral=pk, slot=request.POST.get("slot", ""))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Booked."))
    return redirect(_back(by, pk))


@require_POST
def call_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.cancel_appointment(by=me(request), referral=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("The appointment is called off. You can book another time."))
    return redirect(_back(me(request), pk))


def _back(by: User, pk: uuid.UUID) -> str:
    return "my_referrals" if _own(by).filter(pk=pk).exists() else "referrals"
