"""Activities: what is on, who can come, one press to sign up."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from resources import actions
from resources.models import Activity, SignUp
from resources.views.calendars import file_of
from trust import access
from trust.doors.views import me, number
from trust.refusal import Refusal

PAGE = 20


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """What is to come, soonest first, with my own sign-ups marked."""
    person, start = me(request), number(request.GET.get("from", ""))
    found = list(actions.upcoming(person)[start : start + PAGE + 1])
    mine = {
        each.activity_id: each
        for each in access.visible(person, SignUp).filter(
            user=person, activity__in=[row.pk for row in found]
        )
    }
    there = reverse("activities")
    context = {
        "rows": [
            {"row": row, "mine": mine.get(row.pk), "places": _places(row)} for row in found[:PAGE]
        ],
        "next_url": f"{there}?from={start + PAGE}" if len(found) > PAGE else "",
        "first_url": there if start else "",
    }
    return render(request, "resources/activities.html", context)


def _places(row: Activity) -> str:
    """How many can still come, in words."""
    if row.places is None:
        return _("Room for everyone.")
    free = row.places - row.taken  # type: ignore[attr-defined]
    if free <= 0:
        return _("Full. You can wait for a place.")
    return ngettext("%(n)d place left.", "%(n)d places left.", free) % {"n": free}


@require_POST
def join(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        mine = actions.join(by=me(request), activity=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(
            request,
            _("You are on the waiting list. You hear from us when there is a place.")
            if mine.waiting
            else _("You are signed up."),
        )
    return redirect("activities")


@require_POST
def leave(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.leave(by=me(request), activity=pk)
    messages.success(request, _("You are no longer signed up."))
    return redirect("activities")


@require_safe
def activity_ics(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One activity as a file that a phone's calendar opens."""
    row = access.fetch(me(request), "view", Activity, pk=pk)
    return file_of(actions.activity_entry(row), "activity")
