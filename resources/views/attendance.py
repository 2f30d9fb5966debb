"""For the wellness team: which sessions there are, who comes, who was there."""

from __future__ import annotations

import csv
import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agency import clock
from agency.models import Role, TrainingRecord
from resources import actions
from resources.models import Enrolment, Session
from trust import access
from trust.doors.tables import plain
from trust.doors.views import ForRoles, me, number
from trust.refusal import Refusal

PAGE = 20
MOST = 1_000


@dataclass(frozen=True)
class Line:
    """One person on the list, with the record of the day if they were there."""

    mine: Enrolment
    record: TrainingRecord | None
    can_take_back: bool


class ForTeam(ForRoles):
    """Coordinators and wellness administrators."""

    for_roles: ClassVar = (Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN)


class Sessions(ForTeam):
    """What is planned, soonest first; with ``?gone=1`` what was given, latest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        gone, start = request.GET.get("gone") == "1", number(request.GET.get("from", ""))
        rows = actions.with_counts(access.visible(me(request), Session)).select_related("course")
        if gone:
            rows = rows.filter(starts__lte=clock.now()).order_by("-starts", "id")
        else:
            rows = rows.filter(starts__gt=clock.now()).order_by("starts", "id")
        found = list(rows[start : start + PAGE + 1])
        there = reverse("training_sessions") + ("?gone=1&" if gone else "?")
        context = {
            "rows": found[:PAGE],
            "gone": gone,
            "next_url": f"{there}from={start + PAGE}" if len(found) > PAGE else "",
            "first_url": f"{there}from=0" if start else "",
        }
        return render(request, "resources/training_sessions.html", context)


class SessionDetail(ForTeam):
    """Who comes and who waits; once it has begun, who was there. Made to be printed."""

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = access.fetch(me(request), "attend", Session, pk=pk)
        people = _people(request, row)
        context = {
            "row": row,
            "people": [each for each in people if each.record or not each.mine.waiting],
            "waiting": sorted(
                (each for each in people if each.mine.waiting and not each.record),
                key=lambda each: (each.mine.at, each.mine.pk),
            ),
            "begun": row.starts <= clock.now() and not row.cancelled,
        }
        return render(request, "resources/training_session.html", context)


def _people(request: HttpRequest, row: Session) -> list[Line]:
    """Everybody on the list, by name."""
    there = actions.attended(row)
    rows = access.visible(me(request), Enrolment).filter(session=row).select_related("user")
    return [
        Line(each, there.get(each.user_id), _can_take_back(row, there.get(each.user_id)))
        for each in rows.order_by("user__name", "user__username")[:MOST]
    ]


def _can_take_back(row: Session, record: TrainingRecord | None) -> bool:
    return record is not None and actions.why_it_stays(row, record) is None


class ListCsv(ForTeam):
    """The same list as a file."""

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = access.fetch(me(request), "attend", Session, pk=pk)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="training-list.csv"'
        writer = csv.writer(response)
        writer.writerow([_("Name"), _("Personnel number"), _("Waits"), _("Was there")])
        for each in _people(request, row):
            person = each.mine.user
            marks = (_("yes") if said else "" for said in (each.mine.waiting, each.record))
            writer.writerow([plain(str(person)), plain(person.personnel_number or ""), *marks])
        return response


class Mark(ForTeam):
    """One press: was there. Somebody who had not signed up is named by personnel number."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        person, enrolment = me(request), request.POST.get("enrolment", "")
        try:
            if enrolment:
                actions.mark_attended(by=person, enrolment=enrolment)
            else:
                actions.mark_walk_in(
                    by=person, session=pk, number=request.POST.get("number", "")[:40]
                )
        except Refusal as refusal:
            messages.info(request, str(refusal.message))
        return redirect("training_session", pk=pk)


class TakeBack(ForTeam):
    """Marked by mistake."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        try:
            actions.take_back_attended(by=me(request), enrolment=request.POST.get("enrolment", ""))
        except Refusal as refusal:
            messages.info(request, str(refusal.message))
        return redirect("training_session", pk=pk)
