"""Thanks that I got, thanks that I send, and days of my own."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agency.models import User
from resources import actions
from resources.forms import MilestoneForm, ThanksForm
from resources.models import Milestone, Thanks, ThanksChoice
from trust import access, vault
from trust.doors.forms import show
from trust.doors.views import me, number
from trust.refusal import Refusal

PAGE = 20


@require_http_methods(["GET", "POST"])
def thanks(request: HttpRequest) -> HttpResponse:
    form = ThanksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_thanks(by=me(request), **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("Sent. If they like to get thanks, they have it now."))
            return redirect("thanks")
    return render(request, "resources/thanks.html", _page(request) | {"form": form})


def _page(request: HttpRequest) -> dict[str, object]:
    person = me(request)
    start = number(request.GET.get("from", ""))
    mine = access.visible(person, Thanks).filter(participant=vault.handle(person.pk, "portal"))
    found = list(mine[start : start + PAGE + 1])
    choice = access.visible(person, ThanksChoice).filter(user=person).first()
    there = reverse("thanks")
    return {
        "welcome": bool(choice and choice.welcome),
        "rows": [
            {"pk": each.row.pk, "at": each.row.sent_at, **dict(each.content["content"])}  # type: ignore[attr-defined,call-overload]
            for each in access.reveal_all(person, found[:PAGE])
        ],
        "next_url": f"{there}?from={start + PAGE}" if len(found) > PAGE else "",
        "first_url": there if start else "",
    }


@require_POST
def welcome(request: HttpRequest) -> HttpResponse:
    actions.welcome_thanks(by=me(request), welcome=request.POST.get("welcome") == "yes")
    return redirect("thanks")


@require_POST
def delete_thanks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.delete_thanks(by=me(request), thanks=pk)
    messages.success(request, _("It is gone."))
    return redirect("thanks")


# --- days of my own -----------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def milestones(request: HttpRequest) -> HttpResponse:
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_milestone(by=me(request), **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            return redirect("milestones")
    context = {
        "form": form,
        "rows": days(me(request)),
        "years": actions.years_of_service(me(request)),
    }
    return render(request, "resources/milestones.html", context)


def days(person: User) -> list[dict[str, object]]:
    """My days, newest first."""
    mine = access.visible(person, Milestone).filter(participant=vault.handle(person.pk, "portal"))
    opened = [
        {"pk": each.row.pk, **dict(each.content["content"])}  # type: ignore[call-overload]
        for each in access.reveal_all(person, mine)
    ]
    for each in opened:
        each["day"] = dt.date.fromisoformat(str(each["day"]))
    return sorted(opened, key=lambda each: str(each["day"]), reverse=True)


@require_POST
def delete_milestone(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.delete_milestone(by=me(request), milestone=pk)
    return redirect("milestones")
