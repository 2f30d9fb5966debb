"""Training: what is offered and when, a seat in it, what I have taken. Nobody keeps who looked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agency import clock, local_time
from agency.models import Course, TrainingRecord, User
from resources import actions
from resources.models import Enrolment, Opportunity, Session
from resources.views.calendars import file_of
from trust import access
from trust.doors.views import me, number
from trust.refusal import Refusal

PAGE = 20
MOST = 100


@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """Courses with their next session, then courses outside to apply for."""
    person, words = me(request), request.GET.get("words", "").strip()[:80]
    start = number(request.GET.get("from", ""))
    found = list(actions.catalogue(person, words=words)[start : start + PAGE + 1])
    context = {
        "words": words,
        "courses": [course_card(each) for each in found[:PAGE]],
        "outside": [] if start else _outside(person, words),
        "next_url": _there(words, start + PAGE) if len(found) > PAGE else "",
        "first_url": _there(words, 0) if start else "",
    }
    return render(request, "resources/training.html", context)


def course_card(row: Course) -> dict[str, object]:
    return {"row": row, "next": getattr(row, "next_start", None), "lasts": lasts(row)}


def lasts(row: Course) -> str:
    """Hours and for how long it counts, in words; nothing when the catalogue does not say."""
    said = []
    if row.hours:
        said.append(_("%(n)s hours") % {"n": f"{row.hours.normalize():f}"})
    if row.valid_months:
        months = row.valid_months
        text = ngettext("counts for %(n)d month", "counts for %(n)d months", months)
        said.append(text % {"n": months})
    return " · ".join(said)


def _outside(person: User, words: str) -> list[Opportunity]:
    rows = access.visible(person, Opportunity).filter(shown_until__gte=local_time.today())
    for word in words.split():
        rows = rows.filter(title__icontains=word)
    return list(rows[:MOST])


def _there(words: str, start: int) -> str:
    asked = {"words": words} if words else {}
    asked |= {"from": str(start)} if start else {}
    return reverse("training") + (f"?{urlencode(asked)}" if asked else "")


@require_safe
def course(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One course and every session of it that is still to come."""
    person = me(request)
    row = access.fetch(person, "view", Course, pk=pk)
    sessions = list(actions.planned(person).filter(course=row)[:MOST])
    context = {
        "row": row,
        "lasts": lasts(row),
        "sessions": cards(person, sessions),
        "before": row.topic.casefold() == actions.BEFORE_AN_INCIDENT,
    }
    return render(request, "resources/training_course.html", context)


def cards(person: User, sessions: Iterable[Session]) -> list[dict[str, object]]:
    """Sessions with my own enrolment and what room there is."""
    rows = list(sessions)
    mine = access.visible(person, Enrolment).filter(
        user=person, session__in=[each.pk for each in rows]
    )
    by_session = {each.session_id: each for each in mine}
    return [
        {
            "row": each,
            "mine": by_session.get(each.pk),
            "full": free(each) == 0,
            "places": places(each),
        }
        for each in rows
    ]


def free(row: Session) -> int | None:
    """How many can still come; None when there is room for all."""
    return None if row.seats is None else max(row.seats - row.taken, 0)  # type: ignore[attr-defined]


def places(row: Session) -> str:
    """How many can still come, in words."""
    left = free(row)
    if left is None:
        return _("Room for everyone.")
    if left == 0:
        return _("Full. You can wait for a seat.")
    return ngettext("%(n)d seat left.", "%(n)d seats left.", left) % {"n": left}


@require_safe
def before_an_incident(request: HttpRequest) -> HttpResponse:
    """What happens after a hard incident, told before there is one; and the courses about it."""
    rows = actions.catalogue(me(request), topic=actions.BEFORE_AN_INCIDENT)
    context = {"courses": [course_card(each) for each in rows[:PAGE]]}
    return render(request, "resources/before_an_incident.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I come to, and the training that I have taken."""
    person, start = me(request), number(request.GET.get("from", ""))
    coming = access.visible(person, Enrolment).filter(user=person, session__ends__gt=clock.now())
    taken = access.visible(person, TrainingRecord).filter(user=person).select_related("course")
    found = list(taken.order_by("-issued", "id")[start : start + PAGE + 1])
    there = reverse("training_mine")
    context = {
        "coming": coming.select_related("session__course").order_by("session__starts")[:MOST],
        "taken": [certificate(each) for each in found[:PAGE]],
        "next_url": f"{there}?from={start + PAGE}" if len(found) > PAGE else "",
        "first_url": there if start else "",
    }
    return render(request, "resources/training_mine.html", context)


def certificate(row: TrainingRecord) -> dict[str, object]:
    """``state``: counts, soon (60 days or less), or over."""
    left = (row.expires - local_time.today()).days if row.expires else None
    state = "counts" if left is None or left > actions.SOON else "soon" if left > 0 else "over"
    return {"row": row, "state": state}


@require_POST
def enrol(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        seat = actions.enrol(by=me(request), session=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
        return redirect("training")
    said = (
        _("You are on the waiting list. You hear from us when there is a seat.")
        if seat.waiting
        else _("You have a seat.")
    )
    messages.success(request, said)
    return redirect("training_mine")


@require_POST
def leave(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.leave_session(by=me(request), session=pk)
    messages.success(request, _("You are no longer signed up. No trace of it stays."))
    return redirect("training_mine")


@require_safe
def session_ics(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One session as a file. Its title is "Training": calendars lie open."""
    row = access.fetch(me(request), "view", Session, pk=pk)
    return file_of(actions.session_entry(row), "training")
