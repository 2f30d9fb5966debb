"""What command may know of support after an incident: that everyone was offered it, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agency.models import Role
from peersupport import logistics
from peersupport.models import Case
from trust import access, roles
from trust.doors.views import me


@dataclass(frozen=True)
class Reached:
    """One case: when everyone had been offered support, and whether that was in time."""

    case: Case

    @property
    def at(self) -> dt.datetime | None:
        return logistics.reached_everyone_at(self.case)

    @property
    def in_time(self) -> bool:
        return logistics.in_time(self.case)


FOR = frozenset({Role.COMMANDER, Role.CHIEF})


@require_safe
def offers_in_time(request: HttpRequest) -> HttpResponse:
    """No names, no counts, no unit. Cases that an officer asked for alone are not in it."""
    if not roles.active(me(request)) & FOR:
        raise PermissionDenied
    rows = access.visible(me(request), Case).filter(private=False)
    page = logistics.page_by_newest(logistics.with_punctuality(rows), request.GET.get("after", ""))
    content = {"lines": [Reached(case) for case in page.rows], "cursor": page.cursor}
    return render(request, "peersupport/offers_in_time.html", content)
