"""Three taps to support: for oneself, or for everybody at an incident."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from agency.models import User
from peersupport import actions
from peersupport.actions.cases import ASKS_AS
from peersupport.forms.asking import AskForm, RaiseForm
from peersupport.triggers import Source
from trust import roles
from trust.doors.forms import show
from trust.doors.views import NOT_YET, ForRoles, me
from trust.refusal import Refusal


class AskForSupport(View):
    """An officer asks for themselves. Command never learns of it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, AskForm(me(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        by = me(request)
        form = AskForm(by, request.POST)
        if not form.is_valid():
            return self.page(request, form, NOT_YET)
        try:
            actions.raise_case(by=by, source=Source.SELF, number=form.cleaned_data["number"])
        except Refusal as refusal:
            show(form, refusal)
            return self.page(request, form, NOT_YET)
        messages.success(request, _("It is yours to choose now. Nobody knows your name yet."))
        return redirect("offers")

    def page(self, request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
        return render(request, "peersupport/ask.html", {"form": form}, status=status)


class RaiseCase(ForRoles):
    """A peer supporter, dispatcher or supervisor asks for everybody who was there."""

    for_roles: ClassVar[tuple[str, ...]] = tuple(sorted(frozenset().union(*ASKS_AS.values())))

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, RaiseForm(_sources(me(request))))

    def post(self, request: HttpRequest) -> HttpResponse:
        by = me(request)
        form = RaiseForm(_sources(by), request.POST)
        if not form.is_valid():
            return self.page(request, form, NOT_YET)
        try:
            actions.raise_case(by=by, source=form.asked_as, number=form.cleaned_data["number"])
        except Refusal as refusal:
            show(form, refusal)
            return self.page(request, form, NOT_YET)
        messages.success(request, _("Everyone who was there is offered support."))
        return redirect("raise_case")

    def page(self, request: HttpRequest, form: RaiseForm, status: int = 200) -> HttpResponse:
        return render(request, "peersupport/raise.html", {"form": form}, status=status)


def _sources(by: User) -> list[tuple[str, str]]:
    held = roles.active(by)
    return [(source, str(Source(source).label)) for source, can in ASKS_AS.items() if held & can]
