"""My calendar: what I come to, and a secret address for my own calendar program."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agency import clock
from agency.models import User
from resources import actions
from resources.ical import Event, calendar
from resources.models import Activity, Feed
from trust import access


def me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware is on
    return request.user


def as_event(row: Activity) -> Event:
    return Event(str(row.pk), row.title, row.starts, row.ends, row.place, row.cancelled)


@require_http_methods(["GET", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """What I come to. A press makes a new secret address, which is shown this one time."""
    secret = actions.make_feed(by=me(request)) if request.method == "POST" else ""
    feed = access.visible(me(request), Feed).filter(ended_at=None).first()
    where = settings.BASE_URL + reverse("calendar_feed", args=[secret]) if secret else ""
    context = {"rows": actions.my_activities(me(request)), "feed": feed, "address": where}
    return render(request, "resources/calendar.html", context)


@require_POST
def end_feed(request: HttpRequest) -> HttpResponse:
    actions.end_feed(by=me(request))
    return redirect("calendar")


@login_not_required  # a calendar program can't sign in; the long secret in the address is the key
@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address; 404 for every other one."""
    owner = actions.whose(secret)
    if owner is None:
        raise Http404
    with translation.override(owner.language):
        events = [as_event(row) for row in actions.my_activities(owner)]
        body = calendar(_("My calendar"), events, stamp=clock.now())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
