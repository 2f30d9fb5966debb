"""Legal holds: the wellness administrator asks, the union reviewer agrees, either one ends it.

Names open through the gate, so each look stands in the officer's log.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agency.models import Role, User
from trust import access, holds, roles
from trust.doors.forms import CalmForm, CalmRadio
from trust.doors.views import ForRoles, StepUp, me
from trust.models import LegalHold
from trust.refusal import Refusal

ENDED = 20  # ended holds that are listed, newest first
BOTH = (Role.WELLNESS_ADMIN, Role.UNION_REVIEWER)


class AskForm(CalmForm):
    """Whose record, and why. No free text: the reason is one of a list."""

    person = forms.CharField(
        label=gettext_lazy("Whose record?"),
        help_text=gettext_lazy("Their username. They see this request from today on."),
        max_length=150,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=LegalHold.Reason.choices, widget=CalmRadio
    )


@dataclass(frozen=True)
class Line:
    """A hold as the page shows it, with what this person may do about it."""

    row: LegalHold
    person: User | None
    may_approve: bool


class ForBoth(ForRoles, StepUp):
    """Both roles; others' names open here, so a fresh sign-in is asked for."""

    for_roles: ClassVar[tuple[str, ...]] = BOTH


class LegalHolds(ForBoth):
    """What is asked for and what is in force; the form stands below for whoever may ask."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _page(request, AskForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """A request for a hold."""
        form = AskForm(request.POST)
        if form.is_valid():
            try:
                holds.ask(
                    by=me(request),
                    username=form.cleaned_data["person"],
                    reason=form.cleaned_data["reason"],
                )
            except Refusal as no:
                form.add_error(no.field or None, str(no.message))
            else:
                messages.success(request, _("Asked for. The union reviewer decides."))
                return redirect("legal_holds")
        return _page(request, form)


def _page(request: HttpRequest, form: AskForm) -> HttpResponse:
    user = me(request)
    may_ask = Role.WELLNESS_ADMIN in roles.active(user)
    content = {"open": _open(user), "ended": _ended(user), "form": form if may_ask else None}
    return render(request, "portal/legal_holds.html", content)


def _open(user: User) -> list[Line]:
    rows = access.visible(user, LegalHold).filter(released_at=None)
    rows = rows.select_related("participant", "asked_by", "approved_by")
    reviewer = Role.UNION_REVIEWER in roles.active(user)
    return [
        Line(row, each.person, may_approve=reviewer and row.approved_at is None)
        for each in access.reveal_all(user, rows, names=True)
        if isinstance(row := each.row, LegalHold)
    ]


def _ended(user: User) -> list[LegalHold]:
    """Without names: who it was is nobody's business any more."""
    rows = access.visible(user, LegalHold).exclude(released_at=None)
    return list(rows.order_by("-released_at")[:ENDED])


class Decide(ForBoth):
    """One press on one hold."""

    act: ClassVar[Callable[..., LegalHold]]
    done: ClassVar[str | Promise]

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        try:
            self.act(by=me(request), hold=pk)
        except Refusal as no:
            messages.info(request, str(no.message))
        else:
            messages.success(request, str(self.done))
        return redirect("legal_holds")


class Approve(Decide):
    """The union reviewer agrees."""

    act = staticmethod(holds.approve)
    done = gettext_lazy("From now on nothing of this record is deleted.")


class Release(Decide):
    """It ends, or the request is taken back."""

    act = staticmethod(holds.release)
    done = gettext_lazy("Ended. The officer gets a notice.")
