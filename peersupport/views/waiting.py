"""Waiting requests: a coordinator reads a wish and a pseudonym, and can have somebody asked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from agency import clock
from agency.models import Role, User
from peersupport import actions
from peersupport.actions import waiting
from peersupport.actions.roster import pick_list, workload
from peersupport.models import PeerRequest
from peersupport.views.talk import wished
from trust import access, roles
from trust.doors.views import ForRoles, me, number
from trust.refusal import Refusal

PAGE = 25


@dataclass(frozen=True)
class Line:
    """One request that waits."""

    row: PeerRequest

    @property
    def wished(self) -> str:
        return wished(self.row)

    @property
    def since(self) -> str:
        return timesince(self.row.asked_at, clock.now(), depth=1)

    @property
    def asked(self) -> str:
        count: int = self.row.turn  # type: ignore[attr-defined]
        text = ngettext("%(n)d supporter was asked.", "%(n)d supporters were asked.", count)
        return text % {"n": count}


class WaitingRequests(ForRoles):
    """The longest wait first. No names; who is asked at the moment is not shown either."""

    for_roles: ClassVar[tuple[str, ...]] = (Role.WELLNESS_COORDINATOR,)

    def get(self, request: HttpRequest) -> HttpResponse:
        first = number(request.GET.get("from", ""))
        rows = list(waiting.waiting(me(request))[first : first + PAGE + 1])
        content = {
            "lines": [Line(row) for row in rows[:PAGE]],
            "next": first + PAGE if len(rows) > PAGE else 0,
        }
        return render(request, "peersupport/talk/waiting.html", content)


class WaitingRequest(View):
    """One request, and the list of people who can be asked."""

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        by = me(request)
        row = _listed(by, pk)
        if row is None:
            messages.info(request, str(waiting.ANSWERED))
            return redirect("waiting_requests")
        content = {"line": Line(row), "people": _people(row)}
        return render(request, "peersupport/talk/waiting_request.html", content)

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        by = me(request)
        try:
            actions.ask_supporter(
                by=by,
                request=pk,
                supporter=request.POST.get("supporter", ""),
                turn=number(request.POST.get("turn", ""), odd=-1),
            )
        except Refusal as refusal:
            messages.info(request, str(refusal.message))
            return redirect("waiting_request", pk=pk)
        messages.success(
            request,
            _("Passed on. If that person fits they are asked next, else somebody who does."),
        )
        return redirect("waiting_requests")


def _listed(by: User, pk: uuid.UUID) -> PeerRequest | None:
    """The row while it waits. To a coordinator one that was answered is gone; to others it never was."""
    if Role.WELLNESS_COORDINATOR not in roles.active(by):
        access.fetch(by, "assign", PeerRequest, pk=pk)
    return waiting.waiting(by).filter(pk=pk).first()


def _people(row: PeerRequest) -> list[dict[str, object]]:
    """Everybody of this kind, those first who can be reached and carry little."""
    load = workload()
    found = []
    for each in pick_list(at=clock.now(), kind=row.kind):
        known = load.get(each.supporter.pk)
        open_now = known.open_now if known else 0
        speaks = not row.language or row.language in each.supporter.languages
        found.append({"each": each, "open": open_now, "speaks": speaks})
    found.sort(key=lambda one: (not one["speaks"], not one["each"].reachable, one["open"]))  # type: ignore[attr-defined]
    return found
