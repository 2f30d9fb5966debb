"""Sessions after an incident: for the coordinator who plans them, and for whoever leads one.

No page here has a name of anybody invited, but for the one on which a coordinator chooses among those
who asked for a time: opening it writes the ledger and asks for a fresh sign-in.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from agency import clock, local_time
from agency.models import Role, User
from peersupport import actions, logistics
from peersupport.actions.cases import pack
from peersupport.actions.sessions import About
from peersupport.forms.debriefs import PlaceForm, PlanForm, as_written
from peersupport.models import Case, Debrief, Facilitator, Offer
from peersupport.packs import Service, called
from trust import access
from trust.calendar import own_uid
from trust.doors.forms import show
from trust.doors.views import NOT_YET, ForRoles, PolicyMixin, StepUp, me
from trust.ical import Event, calendar
from trust.policy.terms import SUPPORTERS, WELLNESS_TEAM
from trust.refusal import Refusal

AT_MOST = 100
PLANNERS: tuple[str, ...] = (Role.WELLNESS_COORDINATOR,)


@dataclass(frozen=True)
class Session:
    """One session as the pages show it."""

    row: Debrief
    may_hold: bool = False
    may_change: bool = False

    @property
    def name(self) -> str:
        return called(self.row.service, self.row.round)

    @property
    def leads(self) -> list[Facilitator]:
        return list(self.row.facilitators.all())

    @property
    def can_be_held(self) -> bool:
        begun = self.row.starts_at <= clock.now()
        return self.may_hold and self.row.is_planned and begun


class Debriefs(ForRoles, PolicyMixin[Debrief]):
    """What is to come, soonest first; or what has been. Four queries, whatever their number."""

    for_roles: ClassVar[tuple[str, ...]] = (*WELLNESS_TEAM, *SUPPORTERS)
    model = Debrief

    def get(self, request: HttpRequest) -> HttpResponse:
        past = request.GET.get("show") == "past"
        rows = logistics.sessions(self.person)
        if past:
            rows = rows.exclude(ends_at__gt=clock.now(), state="planned").order_by("-starts_at")
        else:
            rows = rows.filter(ends_at__gt=clock.now(), state="planned").order_by("starts_at", "pk")
        content = {
            "sessions": [Session(row) for row in rows[:AT_MOST]],
            "past": past,
            "to_mark": [] if past else [Session(row) for row in _to_mark(self.person)],
        }
        return render(request, "peersupport/debriefs.html", content)


def _to_mark(user: User) -> list[Debrief]:
    """Planned ones whose time is over: somebody says whether they took place."""
    rows = logistics.sessions(user).filter(ends_at__lte=clock.now(), state="planned")
    return list(rows.order_by("starts_at")[:AT_MOST])


class DebriefDetail(ForRoles, PolicyMixin[Debrief]):
    """When, where, who leads it, and how many are expected."""

    for_roles: ClassVar[tuple[str, ...]] = (*WELLNESS_TEAM, *SUPPORTERS)
    model = Debrief

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = logistics.sessions(self.person).get(pk=self.get_object().pk)
        content = {
            "session": Session(
                row,
                may_hold=access.can(self.person, "hold", row),
                may_change=access.can(self.person, "change", row),
            ),
            "sizes": pack().people(row.service),
        }
        return render(request, "peersupport/debrief.html", content)


# --- planning -----------------------------------------------------------------------------------


class PlanDebrief(ForRoles, StepUp, PolicyMixin[Case]):
    """A new session of one service of a case, for those who asked for a time or for everyone."""

    for_roles = PLANNERS
    model = Case
    action = "answer"

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        about = self.about()
        form = PlanForm(about.service, self.people(about), initial={"day": _first_day(about)})
        return self.page(request, about, form)

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        about = self.about()
        form = PlanForm(about.service, self.people(about), request.POST)
        if not form.is_valid():
            return self.page(request, about, form, NOT_YET)
        try:
            row = actions.schedule_debrief(
                by=self.person,
                case=pk,
                service=about.service,
                round=about.round,
                **form.given,  # type: ignore[arg-type]
            )
        except Refusal as refusal:
            show(form, _at_its_field(refusal))
            return self.page(request, about, form, NOT_YET)
        messages.success(
            request, _("Planned. Everyone it is for hears that there is something new.")
        )
        return redirect("debrief_detail", pk=row.pk)

    def about(self) -> About:
        """Which service, from the address; a defusing where it names none that there is."""
        asked, turn = self.request.GET.get("service", ""), self.request.GET.get("round", "1")
        service = asked if asked in Service.values else str(Service.DEFUSING)
        return About(self.get_object(), service, int(turn) if turn in ("1", "2", "3") else 1)

    def people(self, about: About) -> list[tuple[str, str]]:
        """Those who asked for a time and have none, by name: the ledger keeps that they were read."""
        waiting = about.waiting.values("pk")
        rows = access.visible(self.person, Offer).filter(pk__in=waiting)
        rows = rows.select_related("participant").order_by("pk")
        shown = access.reveal_all(self.person, rows, names=True)
        named = [
            (str(each.row.pk), str(each.person or _("Somebody who has left"))) for each in shown
        ]
        return sorted(named, key=lambda each: each[1])

    def page(
        self, request: HttpRequest, about: About, form: PlanForm, status: int = 200
    ) -> HttpResponse:
        plans = [
            each
            for each in logistics.services(about.case)
            if (each.service, each.round) == (about.service, about.round)
        ]
        content = {
            "form": form,
            "case": about.case,
            "name": called(about.service, about.round),
            "plan": plans[0] if plans else None,
            "sizes": pack().people(about.service),
        }
        return render(request, "peersupport/debrief_plan.html", content, status=status)


def _first_day(about: About) -> dt.date:
    """Today, or the day on which the window opens."""
    opens = about.offers.aggregate(opens=Max("opens_at"))["opens"] or clock.now()
    return max(opens, clock.now()).astimezone(local_time.zone()).date()


def _at_its_field(refusal: Refusal) -> Refusal:
    """A moment is two fields of the form."""
    if refusal.field == "starts_at":
        return Refusal("time", refusal.code, refusal.message)
    return refusal


class MoveDebrief(ForRoles, PolicyMixin[Debrief]):
    """Another time, place, or person to lead it."""

    for_roles = PLANNERS
    model = Debrief
    action = "change"

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = self.get_object()
        return self.page(request, row, PlaceForm(row.service, initial=as_written(row)))

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = self.get_object()
        form = PlaceForm(row.service, request.POST, initial=as_written(row))
        if not form.is_valid():
            return self.page(request, row, form, NOT_YET)
        try:
            actions.move_debrief(by=self.person, debrief=pk, **form.given)  # type: ignore[arg-type]
        except Refusal as refusal:
            show(form, _at_its_field(refusal))
            return self.page(request, row, form, NOT_YET)
        messages.success(request, _("Saved. Everyone it is for hears that there is something new."))
        return redirect("debrief_detail", pk=pk)

    def page(
        self, request: HttpRequest, row: Debrief, form: PlaceForm, status: int = 200
    ) -> HttpResponse:
        content = {"form": form, "session": Session(row)}
        return render(request, "peersupport/debrief_move.html", content, status=status)


# --- one press ------------------------------------------------------------------------------------


def _pressed(
    request: HttpRequest, pk: uuid.UUID, action: Callable[..., Debrief], done: str | Promise
) -> HttpResponse:
    try:
        action(by=request.user, debrief=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, str(done))
    return redirect("debrief_detail", pk=pk)


@require_POST
def hold_debrief(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _pressed(
        request, pk, actions.hold_debrief, _("Thank you. Nothing is kept of who was there.")
    )


@require_POST
def cancel_debrief(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _pressed(
        request, pk, actions.cancel_debrief, _("Called off. The people wait for a time again.")
    )


@require_POST
def reinstate_debrief(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _pressed(request, pk, actions.reinstate_debrief, _("It stands again."))


@require_safe
def debrief_appointment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """For the calendar of whoever leads it."""
    return as_file(access.fetch(me(request), "view", Debrief, pk=pk), me(request))


def as_file(row: Debrief, user: User) -> HttpResponse:
    """A file with a title that says nothing, and the mark of this person's own calendar."""
    entry = Event(
        own_uid(row.pk, user),
        str(_("Appointment")),
        row.starts_at,
        row.ends_at,
        sequence=row.revision,
        cancelled=row.state == Debrief.State.CANCELLED,
    )
    body = calendar([entry], stamp=clock.now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return answer
