"""Asked of me: a supporter says yes or passes, from the phone, and reads no name."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.models import User
from peersupport import actions, logistics
from peersupport.actions import inbox
from peersupport.models import Ask
from peersupport.views.talk import wished
from trust import access
from trust.doors.views import ForRoles, me
from trust.policy.terms import SUPPORTERS
from trust.refusal import Refusal

AT_MOST = 50


@dataclass(frozen=True)
class Line:
    """One question, or one contact, by its pseudonym."""

    row: Ask

    @property
    def wished(self) -> str:
        return wished(self.row.request)

    @property
    def left(self) -> str:
        return logistics.time_left(self.row.answer_by)


class AskedOfMe(ForRoles):
    """What waits for an answer, the nearest end first, and the contacts that run."""

    for_roles: ClassVar[tuple[str, ...]] = SUPPORTERS

    def get(self, request: HttpRequest) -> HttpResponse:
        by = me(request)
        inbox.look(by)
        content = {
            "asked": [Line(row) for row in inbox.asked_of(by)[:AT_MOST]],
            "kept": [Line(row) for row in inbox.kept_by(by)[:AT_MOST]],
            "moved_on": inbox.moved_on_lately(by),
        }
        return render(request, "peersupport/talk/inbox.html", content)


@require_POST
def answer_request(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    by = me(request)
    try:
        messages.success(request, _answer(by, pk, request.POST.get("answer", "")))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    return redirect("asked_of_me")


def _answer(by: User, pk: uuid.UUID, answer: str) -> str:
    """Do it; what to say afterwards. Raises ``Refusal``, ``Http404``."""
    if answer == "accept":
        actions.accept_request(by=by, ask=pk)
        return _("Thank you. They are told your name and how to reach you.")
    if answer == "pass":
        actions.pass_request(by=by, ask=pk)
        return _(
            "Passed on. Somebody else is asked now. Nobody sees whether you passed or had no time."
        )
    if answer == "end":
        access.fetch(by, "keep", Ask, pk=pk)
        actions.end_contact(by=by, ask=pk)
        return _("The contact has ended. They are told, and can ask for somebody else.")
    raise Refusal("answer", "unknown_answer", _("Choose one of the buttons."))
