"""The home page: two rooms side by side, composed here because they never import each other.

Officers see their own things; whoever works in another role sees the way to that work and nothing
of their own record.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agency import clock
from agency.models import Role, User
from argus.navigation import (
    ABOUT_ME,
    ACTIVITIES,
    ELSEWHERE,
    HOME,
    SHARED,
    THANKS,
    address,
    beside,
    places,
)
from peersupport import views as support
from trust import access, ledger, notify
from trust.doors import sessions
from trust.doors.views import ForRoles, me
from trust.models import Disclosure, Level, Notice
from wellness import views as wellness

LOOKED_BACK = dt.timedelta(days=30)
NOTICES = 50
HEADS = 30


@dataclass(frozen=True)
class Card:
    """A way to a page: what ``components/card.html`` takes."""

    title: str
    text: str
    url: str
    action: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Ten queries at most, whatever is there."""
    user, role = me(request), sessions.chosen_role(request)
    page: dict[str, object] = {"notices": notices(user, role), "support": support.home_cards(user)}
    if role == Role.OFFICER:
        own = wellness.home_cards(user)
        page |= {"wellness": own, "seen": who_can_see(user, own), "ways": ways(role)}
        return render(request, "portal/home.html", page)
    page |= {"cards": cards(role), "ways": ways(role)}
    page["needs_second_step"] = not role and bool(sessions.held_roles(user))
    return render(request, "portal/work.html", page)


def cards(role: str) -> list[Card]:
    """The role's pages, each with its sentence."""
    return [
        Card(str(place.label), str(place.text), url, _("Open"))
        for place in (*places(role), *beside(role))
        if place.text and (url := address(place.name))
    ]


def ways(role: str) -> list[tuple[str, str]]:
    """Pages beside the bar that need no sentence, as words and addresses."""
    found = [(str(place.label), address(place.name)) for place in beside(role) if not place.text]
    return [(label, url) for label, url in found if url]


# --- who can see it, who looked -----------------------------------------------------------------


def who_can_see(user: User, own: dict[str, object]) -> list[dict[str, str]]:
    """Two rows: how far the officer shares, and who looked in the last 30 days."""
    there = reverse("privacy")
    return [
        {
            "term": _("Who may see your colour"),
            "text": _sharing(own),
            "url": there,
            "action": _("Change"),
        },
        {
            "term": _("The last 30 days"),
            "text": looked(user),
            "url": there,
            "action": _("See the log"),
        },
    ]


def _sharing(own: dict[str, object]) -> str:
    if not own.get("joined"):
        return _("Nothing is stored about you here. Nobody sees anything.")
    level = Level(int(str(own.get("level", Level.SELF_ONLY))))
    return str(level.label)


def looked(user: User) -> str:
    """Who looked lately, as one sentence. Their names stand on the privacy page."""
    since = clock.now() - LOOKED_BACK
    rows = access.visible(user, Disclosure).filter(at__gte=since).order_by()
    found = dict(rows.values_list("outcome").annotate(Count("seq")))
    shown, stopped = found.get("shown", 0), found.get("stopped", 0)
    if not shown and not stopped:
        return _("Nobody has opened your record.")
    told = []
    if shown:
        told.append(ngettext("Opened %(n)d time.", "Opened %(n)d times.", shown) % {"n": shown})
    if stopped:
        told.append(
            ngettext(
                "Stopped %(n)d time: nothing was shown.",
                "Stopped %(n)d times: nothing was shown.",
                stopped,
            )
            % {"n": stopped}
        )
    return " ".join(told)


# --- notices ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class News:
    """That there is something new on a page; never what."""

    label: str
    url: str
    since: dt.datetime


def notices(user: User, role: str) -> list[News]:
    """One line per page, newest first, however many notices there are."""
    rows = access.visible(user, Notice).filter(seen_at=None).order_by("-made_at")[:NOTICES]
    known = {
        place.name: place
        for place in (HOME, SHARED, THANKS, ACTIVITIES, ABOUT_ME, *beside(role), *places(role))
    }
    found: dict[str, News] = {}
    for row in rows:
        place = known.get(row.target, ELSEWHERE)
        found.setdefault(place.name, News(str(place.label), reverse(place.name), row.made_at))
    return list(found.values())


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """The person has read the list of news."""
    notify.saw(by=me(request))
    return HttpResponseRedirect(reverse("home"))


# --- for the union reviewer ---------------------------------------------------------------------


class LedgerHeads(ForRoles):
    """Where the chain of looks stands. Numbers and fingerprints, nobody's look."""

    for_roles: ClassVar[tuple[str, ...]] = (Role.UNION_REVIEWER,)

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = ledger.witnessed()[-HEADS:][::-1]
        rows = [[each.signed_at, str(each.seq), each.hash, each.signature] for each in kept]
        head = [_("Signed"), _("Looks until then"), _("Fingerprint"), _("Signature")]
        content = {"now": ledger.head(), "rows": rows, "head": head}
        return render(request, "portal/ledger_heads.html", content)
