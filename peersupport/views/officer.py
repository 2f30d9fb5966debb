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

from agency import clock
from agency.models import Attendance, Role, User
from peersupport import actions, logistics
from peersupport.actions.pack_rules import pack
from peersupport.actions.seats import open_sessions, seats_of
from peersupport.models import Case, Debrief, DebriefSeat, Offer
from peersupport.packs import ABOUT, BY_A_DAY, called
from peersupport.packs import Attendance as Setting
from peersupport.triggers import Severity
from peersupport.views.debriefs import as_file
from trust import access, roles, vault
from trust.doors.views import NOT_YET, me
from trust.policy.terms import RAISERS
from trust.refusal import Refusal

SHOWN = 200  # about twenty incidents
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
    seat: DebriefSeat | None = None
    seat_answer: str = ""
    session: Debrief | None = None

    @property
    def name(self) -> str:
        return called(self.row.service, self.row.round)

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
    secondary: bool = False

    @property
    def by_a_day(self) -> list[Mine]:
        """Open now and answered by a certain day, or said yes to: what somebody looks for first."""
        return [each for each in self._begun if _is_near(each)]

    @property
    def any_time(self) -> list[Mine]:
        return [each for each in self._begun if not _is_near(each)]

    @property
    def later(self) -> list[Mine]:
        now = clock.now()
        return [each for each in self.offers if each.row.is_open and each.row.opens_at > now]

    @property
    def _begun(self) -> list[Mine]:
        now = clock.now()
        return [each for each in self.offers if each.row.is_open and each.row.opens_at <= now]

    @property
    def ended(self) -> list[Mine]:
        return [each for each in self.offers if not each.row.is_open]

    @property
    def number(self) -> str:
        number = self.case.incident.number
        return "" if number.startswith("ASKED-") else number


def _is_near(mine: Mine) -> bool:
    wanted = mine.row.state == Offer.State.ACCEPTED
    return wanted or mine.session is not None or mine.row.service in BY_A_DAY


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    rows = _mine(me(request)).select_related("place__case__incident")
    newest = rows.order_by("-place__case__incident__occurred_at", "closes_at")
    found = _answered(me(request), list(newest[:SHOWN]))
    content = {"incidents": _by_case(found, _from_the_desk(me(request), found))}
    return render(request, "peersupport/offers.html", content)


@require_safe
def offer_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = access.fetch(me(request), "change", Offer, pk=pk)
    return render(request, "peersupport/offer.html", _page_of(me(request), row))


def _page_of(user: User, row: Offer, refusal: Refusal | None = None) -> dict[str, object]:
    mine = _answered(user, [row])[0]
    secondary = row.place.case.incident_id in _from_the_desk(user, [mine])
    return {
        "mine": mine,
        "after": AfterIncident(row.place.case, [mine], secondary),
        "refusal": refusal,
        "expected": pack().attendance == Setting.EXPECTED,
    }


@require_POST
def answer_offer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.answer_offer(by=me(request), offer=pk, answer=request.POST.get("answer", ""))
    except Refusal as refusal:
        row = access.fetch(me(request), "change", Offer, pk=pk)
        page = _page_of(me(request), row, refusal)
        return render(request, "peersupport/offer.html", page, status=NOT_YET)
    messages.success(request, _("Saved. You can change it until the window closes."))
    return redirect("offers")


@require_POST
def answer_seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Looks the same after either answer: no message tells them apart."""
    try:
        actions.answer_seat(by=me(request), seat=pk, answer=request.POST.get("answer", ""))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved. You can change it until it is over."))
    return redirect("offers")


@require_safe
def seat_appointment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One session for the officer's own calendar. Its title says nothing."""
    row = access.fetch(me(request), "view", DebriefSeat, pk=pk)
    return as_file(row.debrief, me(request))


def _mine(user: User) -> QuerySet[Offer]:
    """The user's own, in whatever role they are signed in."""
    return access.visible(user, Offer).filter(participant=vault.handle(user.pk, "support"))


def _answered(user: User, rows: list[Offer]) -> list[Mine]:
    given, seats, planned = actions.answers(user, rows), seats_of(user, rows), open_sessions(rows)
    found = []
    for row in rows:
        seat, said = seats.get(row.pk, (None, ""))
        session = seat.debrief if seat else planned.get(row.pk)
        found.append(Mine(row, given[row.pk], seat, said, session if row.is_open else None))
    return found


def _from_the_desk(user: User, found: list[Mine]) -> set[uuid.UUID]:
    """The incidents that this person was part of as a secondary responder."""
    incidents = {each.row.place.case.incident_id for each in found}
    mine = access.visible(user, Attendance).filter(user=user, secondary=True)
    return set(mine.filter(incident__in=incidents).values_list("incident_id", flat=True))


def _by_case(found: list[Mine], secondary: set[uuid.UUID]) -> list[AfterIncident]:
    cases: dict[uuid.UUID, AfterIncident] = {}
    for each in sorted(found, key=lambda mine: (mine.row.closes_at, mine.row.service)):
        case = each.row.place.case
        whole = AfterIncident(case, [], case.incident_id in secondary)
        cases.setdefault(case.pk, whole).offers.append(each)
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
    held = roles.active(user)
    if held & set(RAISERS):
        text = _("Offer support to everyone who was there. Three taps, no reasons.")
        return [Card(_("Was it a hard one?"), text, reverse("raise_case"), _("Ask for everyone"))]
    if held - {Role.OFFICER}:
        return []  # a leader's own record is not mixed into the work of leading
    return _officer_cards(user)


def _officer_cards(user: User) -> list[Card]:
    now_open = _mine(user).open().filter(opens_at__lte=clock.now())  # type: ignore[attr-defined]
    rows = list(now_open.order_by("closes_at")[:SHOWN])
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
