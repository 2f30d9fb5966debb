"""What the agency's own office says of duty: fit, restricted in which duties, or not fit, and since when.

Only brought in, never decided here. A supervisor sees the squad of today and nothing that came before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agency.models import DutyStatus, Role
from trust import access
from trust.doors.views import ForRoles, PolicyMixin, StepUp, me, number

PAGE = 50
TONES = {"fit": "settled", "restricted": "care", "not_fit": "care"}


@dataclass(frozen=True)
class Said:
    """One clearance in words."""

    row: DutyStatus

    @property
    def name(self) -> str:
        return str(self.row.user)

    @property
    def status(self) -> str:
        return str(DutyStatus.Status(self.row.status).label)

    @property
    def tone(self) -> str:
        return TONES[self.row.status]

    @property
    def duties(self) -> list[str]:
        known = DutyStatus.Duty.values
        return [str(DutyStatus.Duty(each).label) for each in self.row.duties if each in known]


class DutyStatuses(ForRoles, StepUp, PolicyMixin[DutyStatus]):
    """The squad's officers of whom the office has said something. Of anybody else nothing is shown."""

    for_roles: ClassVar[tuple[str, ...]] = (Role.SUPERVISOR,)
    model = DutyStatus

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.get_queryset().filter(current=True).exclude(user=self.person)
        # By number: an address never says whose line it is. A squad is short enough to be counted through.
        start = number(request.GET.get("after", ""))
        rows = rows.select_related("user").order_by("user__username", "pk")
        found = list(rows[start : start + PAGE + 1])
        more = str(start + PAGE) if len(found) > PAGE else ""
        content = {"people": [Said(row) for row in found[:PAGE]], "after": more}
        return render(request, "peersupport/duty/statuses.html", content)


@require_safe
def my_duty_status(request: HttpRequest) -> HttpResponse:
    """The officer's own, the one that counts first."""
    mine = access.visible(me(request), DutyStatus).filter(user=me(request))
    rows = [Said(row) for row in mine.select_related("user").order_by("-current", "-since")[:PAGE]]
    return render(request, "peersupport/duty/mine.html", {"rows": rows})
