"""The coordinator's referrals by the date of the next step, and those of colleagues by number.

A name stands only where the officer agreed to it; else a number does. Opening writes the ledger.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from agency.models import Role, User
from peersupport import actions
from peersupport.actions.ownership import entrusted
from peersupport.actions.pathways import Limits, limits
from peersupport.actions.slots import free_times
from peersupport.forms.referrals import HandOnForm, TimeForm
from peersupport.models import Handoff, Provider, Referral
from peersupport.pathways import StepOwner
from trust import access, vault
from trust.doors.forms import show
from trust.doors.views import NOT_YET, ForRoles, PolicyMixin, StepUp, me, number
from trust.refusal import Refusal

PAGE = 40
State = Referral.State
OPEN = [str(state) for state in Referral.OPEN]


@dataclass(frozen=True)
class Entrusted:
    """A referral that this coordinator looks after, with the steps that may follow."""

    row: Referral
    name: str
    whose: str = ""

    @property
    def title(self) -> str:
        kind = str(self.row.get_kind_display())
        return kind if self.name == self.row.reference else f"{self.name}: {kind}"

    @property
    def steps(self) -> list[tuple[str, str]]:
        follow = Referral.MOVES[self.row.state] - {State.SENT}
        again = [(str(State.SENT), str(_("Try once more")))]
        found = [(s, str(State(s).label)) for s in State.values if s in follow]
        return found + (again if self.row.state == State.UNREACHABLE else [])


class Referrals(ForRoles, StepUp, PolicyMixin[Referral]):
    """Every referral of this coordinator, by the date of its next step, one state at a time if asked."""

    for_roles: ClassVar[tuple[str, ...]] = (Role.WELLNESS_COORDINATOR,)
    model = Referral

    def get(self, request: HttpRequest) -> HttpResponse:
        state = request.GET.get("state", "")
        wanted = [state] if state in State.values else OPEN
        rows = self.get_queryset().filter(owner=self.person, state__in=wanted)
        rows = rows.select_related("participant", "provider").order_by("next_on", "pk")
        page, more = _page(rows, request.GET.get("after", ""))
        content = {
            "referrals": _entrusted(self.person, page),
            "state": state,
            "states": State.choices,
            "others": _of_others(self.person),
            "cursor": str(more) if more else "",
        }
        return render(request, "peersupport/referrals/looked_after.html", content)


def _page(rows: QuerySet[Referral], after: str) -> tuple[list[Referral], int]:
    """One page; a coordinator's own list is short enough to be counted through."""
    start = number(after)
    found = list(rows[start : start + PAGE + 1])
    return found[:PAGE], start + PAGE if len(found) > PAGE else 0


def _entrusted(by: User, rows: list[Referral]) -> list[Entrusted]:
    """With names where the officer agreed, with numbers elsewhere; each is a look in the ledger."""
    shown = access.visible(by, Referral, "name").filter(pk__in=[row.pk for row in rows])
    named = set(shown.values_list("pk", flat=True))
    steps = limits()
    names = {
        each.row.pk: str(each.person or _("Somebody who has left"))
        for each in access.reveal_all(by, [row for row in rows if row.pk in named], names=True)
    }
    return [Entrusted(row, names.get(row.pk, row.reference), _whose(row, steps)) for row in rows]


def _whose(row: Referral, steps: Limits) -> str:
    if not row.is_open:
        return ""
    owner = steps[row.kind, row.state].owner
    alone = owner == StepOwner.PROVIDER and row.provider_id is None
    return str(StepOwner(StepOwner.COORDINATOR if alone else owner).label)


def _of_others(by: User) -> list[Referral]:
    """What colleagues look after, by number only, in case one of them is away."""
    rows = access.visible(by, Referral, "take_over").exclude(owner=by)
    rows = rows.exclude(participant=vault.handle(by.pk, "support")).select_related("owner")
    return list(rows.order_by("next_on", "pk")[:PAGE])


class ReferralDetail(StepUp, PolicyMixin[Referral], View):
    """One referral: its history, who is next, the times that are free."""

    model = Referral
    action = "change"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refusal as refusal:  # it is with somebody else by now, or has ended
            messages.info(request, str(refusal.message))
            return redirect("referrals")

    def get_object(self, queryset: QuerySet[Referral] | None = None) -> Referral:
        with transaction.atomic():
            return entrusted(self.person, self.action, str(self.kwargs["pk"]))

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = self.get_object()
        return self.page(request, row, HandOnForm(self.person, row))

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = self.get_object()
        form = HandOnForm(self.person, row, request.POST)
        if not form.is_valid():
            return self.page(request, row, form, NOT_YET)
        to = form.cleaned_data
        try:
            actions.hand_on_referral(
                by=self.person, referral=pk, provider=to["provider"], owner=to["owner"],
                at_round=to["round"],
            )  # fmt: skip
        except Refusal as refusal:
            show(form, refusal)
            return self.page(request, self.get_object(), form, NOT_YET)
        messages.success(request, _("Handed on."))
        return redirect("referrals")

    def page(
        self, request: HttpRequest, row: Referral, form: HandOnForm, status: int = 200
    ) -> HttpResponse:
        rows = access.visible(self.person, Referral).filter(pk=row.pk)
        row = rows.select_related("participant", "provider", "owner").get()
        history = access.visible(self.person, Handoff).filter(referral=row)
        content = {
            "each": _entrusted(self.person, [row])[0],
            "history": history.select_related("to_owner", "to_provider").order_by("number"),
            "form": form,
            "slots": free_times(self.person, [row]).get(row.provider_id, [])
            if row.provider_id
            else [],
        }
        return render(request, "peersupport/referrals/detail.html", content, status=status)


@require_POST
def move_referral(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.move_referral(by=me(request), referral=pk, state=request.POST.get("state", ""))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
    return redirect("referrals")


@require_POST
def take_over_referral(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    seen = request.POST.get("round", "")
    at_round = number(seen, odd=-1) if seen else None
    try:
        actions.take_over_referral(by=me(request), referral=pk, at_round=at_round)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("You look after it now."))
    return redirect("referrals")


@require_POST
def offer_slot(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A time that a provider told the coordinator on the phone."""
    form = TimeForm(request.POST)
    try:
        made = actions.offer_slot(
            by=me(request), provider=pk, starts=form.starts if form.is_valid() else None
        )
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved.") if made else _("This time was there already."))
    return redirect("providers")


class Providers(ForRoles, PolicyMixin[Provider]):
    """Who takes referrals, in the order in which they are asked, and what was not checked lately."""

    for_roles: ClassVar[tuple[str, ...]] = (Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN)
    model = Provider

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.get_queryset().filter(active=True).order_by("kind", "place", "name")[:200]
        return render(request, "peersupport/referrals/providers.html", {"providers": rows})
