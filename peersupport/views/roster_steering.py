"""The steering group: its seats and meeting days for everybody, its votes for those who vote."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from agency.models import Role, User
from peersupport import actions
from peersupport.forms.roster import MeetingForm, SeatForm
from peersupport.kinds import Language
from peersupport.models import Application, Ballot, Meeting, Member, Seat
from peersupport.views.roster import TEAM
from peersupport.views.roster_own import carried_out
from trust import access
from trust.doors.forms import CalmForm
from trust.doors.views import NOT_YET, ForRoles, me
from trust.policy import rule_for
from trust.refusal import Refusal

MEETINGS, PAGE = 50, 25
DECISIONS = {"selected": True, "not_selected": False}


class Steering(View):
    """Seats and meeting days; below, the votes that wait for this person."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request)

    def page(
        self,
        request: HttpRequest,
        *,
        seat_form: CalmForm | None = None,
        meeting_form: CalmForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        by = me(request)
        sitting = access.visible(by, Member).filter(until=None).select_related("user")
        people = {each.seat: each for each in sitting}
        content = {
            "seats": [(seat, label, people.get(seat)) for seat, label in Seat.choices],
            "meetings": [_met(each) for each in access.visible(by, Meeting)[:MEETINGS]],
            "ballots": list(_waiting(by)[:PAGE]),
            "choices": Ballot.Choice.choices,
            "gives_seats": bool(rule_for("peersupport.Member", "add")(by)),
            "notes_meetings": bool(rule_for("peersupport.Meeting", "add")(by)),
            "seat_form": seat_form or SeatForm(),
            "meeting_form": meeting_form or MeetingForm(),
        }
        return render(request, "peersupport/roster/steering.html", content, status=status)


def _met(row: Meeting) -> tuple[Meeting, list[str]]:
    return row, [str(Seat(each).label) for each in row.seats if each in Seat.values]


def _waiting(by: User) -> QuerySet[Ballot]:
    """Votes that this person may give or change, about others."""
    rows = access.visible(by, Ballot, "vote").exclude(application__user=by)
    return rows.select_related("application__user").order_by("application__applied_on", "pk")


class SteeringSeat(Steering):
    """The team gives a seat to somebody."""

    def post(self, request: HttpRequest) -> HttpResponse:
        by, form = me(request), SeatForm(request.POST)
        if not carried_out(form, lambda: actions.take_seat(by=by, **form.cleaned_data)):
            return self.page(request, seat_form=form, status=NOT_YET)
        messages.success(request, _("Saved."))
        return redirect("steering")


class SteeringMeeting(Steering):
    """The team or the association's reviewer writes down that the group met."""

    def post(self, request: HttpRequest) -> HttpResponse:
        by, form = me(request), MeetingForm(request.POST)
        if not carried_out(form, lambda: actions.note_meeting(by=by, **form.cleaned_data)):
            return self.page(request, meeting_form=form, status=NOT_YET)
        messages.success(request, _("Saved."))
        return redirect("steering")


@require_POST
def steering_leave(request: HttpRequest) -> HttpResponse:
    actions.leave_seat(by=me(request), seat=request.POST.get("seat", ""))
    messages.success(request, _("The seat is empty now."))
    return redirect("steering")


@require_POST
def steering_vote(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        choice = request.POST.get("choice", "")
        actions.vote_on_application(by=me(request), ballot=pk, choice=choice)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Your seat’s vote is on record. You can still change it."))
    return redirect("steering")


# --- applications -----------------------------------------------------------------------------------------


class Applications(ForRoles):
    """Who would like to become a supporter, how far each is, and what the seats said."""

    for_roles: ClassVar[tuple[str, ...]] = (*TEAM, Role.UNION_REVIEWER)

    def get(self, request: HttpRequest) -> HttpResponse:
        by, decided = me(request), request.GET.get("show") == "decided"
        rows = access.visible(by, Application).select_related("user").prefetch_related("ballots")
        rows = rows.exclude(state__in=Application.OPEN) if decided else rows.open()  # type: ignore[attr-defined]
        page = Paginator(rows.order_by("applied_on", "pk"), PAGE).get_page(request.GET.get("page"))
        content = {
            "page": page,
            "lines": [_line(each) for each in page],
            "decided": decided,
            "decides": bool(rule_for("peersupport.Application", "decide")(by)),
        }
        return render(request, "peersupport/roster/applications.html", content)


def _line(row: Application) -> dict[str, object]:
    votes = Counter(each.choice for each in row.ballots.all())
    return {
        "row": row,
        "languages": ", ".join(str(Language(code).label) for code in row.languages),
        "votes": [(label, votes[choice]) for choice, label in Ballot.Choice.choices],
        "waiting": [str(Seat(each.seat).label) for each in row.ballots.all() if not each.choice],
        "interviewed": row.state == Application.State.INTERVIEWED,
    }


@require_POST
def application_move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An interview that took place, or the decision of the group."""
    by, to = me(request), request.POST.get("to", "")
    try:
        if to == Application.State.INTERVIEWED:
            actions.note_interview(by=by, application=pk)
        elif to in DECISIONS:
            actions.decide_application(by=by, application=pk, selected=DECISIONS[to])
        else:
            raise Refusal("", "unknown_step", _("Choose one of the steps."))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
    return redirect("applications")
