"""After an incident: what an officer is offered, and the officer's own answers.

Looks the same after every answer: a *no* leaves no message, no other address, no other log line.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agency.models import Role, User
from peersupport import actions, logistics
from peersupport.models import Case, Offer
from peersupport.packs import ABOUT, Service
from peersupport.triggers import Severity
from trust import access, roles, vault
from trust.refusal import Refusal

SHOWN = 60
ANSWERED: dict[str, Promise] = {
    "accept": _("You accepted"),
    "schedule": _("You asked for a time"),
    "decline": _("You said: not now"),
}


@dataclass(frozen=True)
class Mine:
    """One offer as its recipient sees it."""

    row: Offer
    answer: str

    @property
    def name(self) -> str:
        return str(Service(self.row.service).label)

    @property
    def about(self) -> Promise:
        return ABOUT[self.row.service]

    @property
    def answered(self) -> Promise | str:
        return ANSWERED.get(self.answer, "")

    @property
    def left(self) -> str:
        return logistics.time_left(self.row.closes_at)


@dataclass(frozen=True)
class AfterIncident:
    """The offers after one incident, or after the officer asked for support without one."""

    case: Case
    offers: list[Mine]

    @property
    def open_ones(self) -> list[Mine]:
        return [each for each in self.offers if each.row.is_open]

    @property
    def ended(self) -> list[Mine]:
        return [each for each in self.offers if not each.row.is_open]

    @property
    def number(self) -> str:
        number = self.case.incident.number
        return "" if number.startswith("ASKED-") else number


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware is on
    rows = _mine(request.user).select_related("place__case__incident")
    found = _answered(request.user, list(rows.order_by("-closes_at")[:SHOWN]))
    return render(request, "peersupport/offers.html", {"incidents": _by_case(found)})


@require_safe
def offer_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware is on
    row = access.fetch(request.user, "change", Offer, pk=pk)
    return render(request, "peersupport/offer.html", _page_of(request.user, row))


def _page_of(user: User, row: Offer, refusal: Refusal | None = None) -> dict[str, object]:
    mine = _answered(user, [row])[0]
    whole = AfterIncident(row.place.case, [mine])
    return {"mine": mine, "after": whole, "refusal": refusal}


@require_POST
def answer_offer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware is on
    try:
        actions.answer_offer(by=request.user, offer=pk, answer=request.POST.get("answer", ""))
    except Refusal as refusal:
        row = access.fetch(request.user, "change", Offer, pk=pk)
        page = _page_of(request.user, row, refusal)
        return render(request, "peersupport/offer.html", page, status=422)
    messages.success(request, _("Saved. You can change it until the window closes."))
    return redirect("offers")


def _mine(user: User) -> QuerySet[Offer]:
    """The user's own, in whatever role they are signed in."""
    return access.visible(user, Offer).filter(participant=vault.handle(user.pk, "support"))


def _answered(user: User, rows: list[Offer]) -> list[Mine]:
    given = actions.answers(user, rows)
    return [Mine(row, given[row.pk]) for row in rows]


def _by_case(found: list[Mine]) -> list[AfterIncident]:
    cases: dict[uuid.UUID, AfterIncident] = {}
    for each in sorted(found, key=lambda mine: (mine.row.closes_at, mine.row.service)):
        case = each.row.place.case
        cases.setdefault(case.pk, AfterIncident(case, [])).offers.append(each)
    return sorted(cases.values(), key=lambda each: each.case.incident.occurred_at, reverse=True)


# --- for the home page ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """One card of the home page; the page includes ``peersupport/_home.html`` with ``cards``."""

    title: str | Promise
    text: str | Promise
    url: str
    action: str | Promise


def home_cards(user: User) -> list[Card]:
    """What is waiting for this person in the room of peer support. Two queries at most."""
    if Role.WELLNESS_COORDINATOR in roles.active(user):
        return _coordinator_cards(user)
    if roles.active(user) - {Role.OFFICER}:
        return []  # a leader's own record is not mixed into the work of leading
    return _officer_cards(user)


def _officer_cards(user: User) -> list[Card]:
    rows = list(_mine(user).open().order_by("closes_at")[:SHOWN])  # type: ignore[attr-defined]
    given = actions.answers(user, rows)
    waiting = [row for row in rows if not given[row.pk]]
    if not waiting:
        return []
    text = ngettext(
        "There is %(n)d offer for you. The nearest one: %(left)s.",
        "There are %(n)d offers for you. The nearest one: %(left)s.",
        len(waiting),
    ) % {"n": len(waiting), "left": logistics.time_left(waiting[0].closes_at)}
    return [Card(_("After an incident"), text, reverse("offers"), _("See what is offered"))]


def _coordinator_cards(user: User) -> list[Card]:
    cases = access.visible(user, Case).filter(severity=Severity.URGENT)
    urgent = cases.open().count()  # type: ignore[attr-defined]
    if urgent:
        text = ngettext(
            "%(n)d urgent incident has an open window.",
            "%(n)d urgent incidents have an open window.",
            urgent,
        ) % {"n": urgent}
    else:
        text = str(_("Nothing urgent is open."))
    return [Card(_("Incidents"), text, reverse("incidents"), _("Open the list"))]
