"""When the officer hears of suggestions: pause, quiet hours, and *later* on the home page."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trust.doors.forms import show
from trust.doors.views import me
from trust.refusal import Refusal
from wellness.actions.schedule import my_reminders, set_reminders, snooze_invitation
from wellness.forms.reminders import RemindersForm
from wellness.views.person import joined


@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """As it stands, and how to change it."""
    if not joined(request):
        return render(request, "wellness/check_in_closed.html")
    wish = my_reminders(by=me(request))
    now = {
        "paused": wish.paused,
        "quiet_from": wish.quiet.since,
        "quiet_until": wish.quiet.until,
    }
    form = RemindersForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid() and _set(request, form):
        messages.success(request, _("Saved."))
        return redirect("reminders")
    return render(request, "wellness/reminders.html", {"form": form, "paused": wish.paused})


def _set(request: HttpRequest, form: RemindersForm) -> bool:
    try:
        set_reminders(by=me(request), **form.cleaned_data)
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


@require_POST
def later(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Not today: the suggestion comes back on the day that was chosen."""
    try:
        snooze_invitation(by=me(request), invitation=pk, until=request.POST.get("until", ""))
        messages.success(request, _("Put off. Nobody is told."))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    return redirect("home")
