"""My calendar: what I come to, and a secret address for my own calendar program."""

from __future__ import annotations

import datetime as dt

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
from resources import actions
from resources.models import Feed
from trust import access
from trust.calendar import Entry, entries
from trust.doors.views import me, number
from trust.ical import Event, calendar

A_PAGE = dt.timedelta(weeks=4)
LAST_PAGE = 12
FEED_BACK, FEED_AHEAD = dt.timedelta(days=7), dt.timedelta(days=190)


def as_event(entry: Entry) -> Event:
    """What leaves for a calendar program: times, place, and words that say nothing."""
    return Event(
        entry.uid, entry.words, entry.starts, entry.ends, entry.place, cancelled=entry.cancelled
    )


@require_http_methods(["GET", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Four weeks of what I come to. A press makes a new secret address, which is shown this one time."""
    secret = actions.make_feed(by=me(request)) if request.method == "POST" else ""
    feed = access.visible(me(request), Feed).filter(ended_at=None).first()
    where = settings.BASE_URL + reverse("calendar_feed", args=[secret]) if secret else ""
    turned, there = min(number(request.GET.get("page", "")), LAST_PAGE), reverse("calendar")
    since = clock.now() + turned * A_PAGE
    context = {
        "rows": entries(me(request), since, since + A_PAGE),
        "feed": feed,
        "address": where,
        "next_url": f"{there}?page={turned + 1}" if turned < LAST_PAGE else "",
        "first_url": there if turned else "",
    }
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
    now = clock.now()
    with translation.override(owner.language):
        events = [as_event(each) for each in entries(owner, now - FEED_BACK, now + FEED_AHEAD)]
        body = calendar(events, stamp=now, name=_("My calendar"))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def file_of(entry: Entry, name: str) -> HttpResponse:
    """One entry as a file that a phone's calendar opens."""
    body = calendar([as_event(entry)], stamp=clock.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
