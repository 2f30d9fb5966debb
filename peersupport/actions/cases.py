"""Open a case after an incident, and give everyone who attended a place and the same offers.

Everything here may run twice, late, or beside itself: constraints decide, severity only rises, a
window only grows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Attendance, Category, Encounter, Incident, Role, Shift, User
from peersupport.actions.messages import tell_officer, tell_team
from peersupport.actions.outreach import open_care_steps
from peersupport.actions.pack_rules import pack
from peersupport.models import Case, Offer, Place
from peersupport.packs import Window
from peersupport.triggers import ASKED, Decision, Severity, Source, decide, higher
from trust import access, audit, outbox, roles, vault
from trust.refusal import Refusal

# A long import commits rows that it received earlier: look back this far for latecomers.
OVERLAP = dt.timedelta(hours=1)
# An officer who asks without an incident gets one of their own; its number says only this much.
ASKED_PREFIX = "ASKED-"
# Who may ask for everybody, and in whose name. The coordinator writes down what others phone in.
ASKS_AS: dict[str, frozenset[str]] = {
    Source.PEER: frozenset(
        {Role.PEER_SUPPORT, Role.CHAPLAIN, Role.CLINICIAN, Role.WELLNESS_COORDINATOR}
    ),
    Source.DISPATCH: frozenset({Role.DISPATCHER, Role.WELLNESS_COORDINATOR}),
    Source.SUPERVISOR: frozenset({Role.SUPERVISOR, Role.WELLNESS_COORDINATOR}),
}

NOTHING = Decision("", ())


# --- from facts ---------------------------------------------------------------------------------


@transaction.atomic
def consider(*, incident: uuid.UUID | str) -> Case | None:
    """Open or raise the case of an incident, if its facts call for one. Safe to run twice.

    However late a fact arrives, the offer is owed: services for any time count from when the case
    was opened; a window that has passed stands there as lapsed, so that it is counted honestly.
    Only an archive (``history``) opens nothing by itself.
    """
    event = Incident.objects.select_for_update().get(pk=incident)
    crew = _crew(event)
    decision = NOTHING if event.history else _by_facts(event, crew)
    if not decision.opens_case:
        decision = _asked_for_everybody(event)
    if not decision.opens_case:
        return None
    for_all = Severity.URGENT if Source.NEWS2 in decision.sources else Severity.STANDARD
    people = {each.user: str(Severity.URGENT if each.harmed else for_all) for each in crew}
    return open_case(event=event, decision=decision, people=people)


def _by_facts(event: Incident, crew: list[Attendance]) -> Decision:
    return decide(
        categories=_categories(event),
        encounter_triggers=_codes(event),
        anyone_harmed=any(each.harmed for each in crew),
    )


def _crew(event: Incident) -> list[Attendance]:
    """Everyone who was there and still signs in: nobody else could read an offer."""
    there = Attendance.objects.filter(incident=event, user__is_active=True)
    return list(there.select_related("user").order_by("pk"))


def _codes(event: Incident) -> set[str]:
    found = Encounter.objects.filter(incident=event).values_list("triggers", flat=True)
    return {code for codes in found for code in codes}


def _categories(event: Incident) -> set[str]:
    """Event types from dispatch and from the patient care records."""
    return ({event.category} | _codes(event)) & set(Category.values)


def _asked_for_everybody(event: Incident) -> Decision:
    """The decision that stands because somebody asked: whoever arrives late is offered the same."""
    case = Case.objects.filter(incident=event, private=False).first()
    return Decision(case.severity, tuple(case.sources)) if case else NOTHING


@transaction.atomic
def open_case(
    *, event: Incident, decision: Decision, people: dict[User, str], private: bool = False
) -> Case:
    """One case per incident, one place per officer, one offer per service."""
    rules = pack()
    # Everyone queues at the incident, and gives places in one order: nobody waits in a circle. It is the
    # order of handles: places in an order of people would tell by their times whose each is.
    event = Incident.objects.select_for_update().get(pk=event.pk)
    case, made = Case.objects.select_for_update().get_or_create(
        incident=event,
        defaults={"severity": decision.severity, "pack": rules.version, "private": private},
    )
    if case.private and not private:
        # Command may learn of it from now on, and only from now on.
        case.private, case.sources, case.opened_at = False, [], clock.now()
    if made or not private:
        case.severity = higher(case.severity, decision.severity)
        case.sources = sorted({*case.sources, *decision.sources})
        case.considered_at = clock.now() - OVERLAP
        case.save()
    asked = clock.now() if ASKED & set(decision.sources) and not made else case.opened_at
    windows = {
        urgent: [
            each
            for each in rules.open_for(urgent=urgent, categories=_categories(event))
            if not (private and each.at_shift_end is not None)  # nobody goes home from asking
        ]
        for urgent in (True, False)
    }
    ends = _shift_ends(event, people)
    for user in vault.by_handle(people, "support"):
        starts = Starts(event.occurred_at, asked, ends.get(user.pk))
        _give_place(case, user, people[user], windows, starts)
    if case.severity == Severity.URGENT:
        tell_team(f"urgent {case.pk}", "incidents")
    if not case.private:
        open_care_steps(case=case)
    return case


@dataclass(frozen=True)
class Starts:
    """The moments from which the windows of one officer are counted."""

    incident: dt.datetime
    asked: dt.datetime
    shift_ends: dt.datetime | None

    def span(self, window: Window) -> tuple[dt.datetime, dt.datetime | None, dt.datetime]:
        """When a window opens, its best end if it has one, and when it closes."""
        if window.at_shift_end is not None and self.shift_ends is not None:
            return self.incident, self.shift_ends, self.shift_ends + window.at_shift_end
        since = self.asked if window.any_time else self.incident
        best = since + window.best_by if window.best_by else None
        return since + window.opens, best, since + window.closes


def _shift_ends(event: Incident, people: Iterable[User]) -> dict[uuid.UUID, dt.datetime]:
    """The end of the shift in which somebody was there, where the roster has it. One query."""
    at = event.occurred_at
    worked = Shift.objects.filter(user__in=list(people), starts__lte=at, ends__gt=at)
    return dict(worked.order_by("ends").values_list("user", "ends"))


def _give_place(
    case: Case, user: User, severity: str, windows: dict[bool, list[Window]], starts: Starts
) -> None:
    who = vault.participant(user, "support")
    place, _made = Place.objects.get_or_create(
        case=case, participant=who, defaults={"severity": severity}
    )
    if higher(place.severity, severity) != place.severity:
        place.severity = severity
        place.save(update_fields=["severity"])
    known = {(row.service, row.round): row for row in place.offers.all()}
    new = [
        _offer(place, window, starts, known.get((window.service, window.round)))
        for window in windows[place.severity == Severity.URGENT]
    ]
    if any(new) and not case.private:
        # Once for the offers, once more if they became urgent: never for a record sent again.
        tell_officer(who, f"{place.pk} {place.severity}")


def _offer(place: Place, window: Window, starts: Starts, row: Offer | None) -> bool:
    """Make the offer, or let a longer window take its place. True for a new one still open."""
    opens, best, closes = starts.span(window)
    if row is None:
        Offer.objects.create(
            place=place,
            participant_id=place.participant_id,
            service=window.service,
            round=window.round,
            opens_at=opens,
            best_by=best,
            closes_at=closes,
        )
        return closes > clock.now()
    ended = row.closes_at <= clock.now()
    # A service for any time is renewed when it has ended, so that no date tells who asked again.
    if row.closes_at < closes and (ended or not window.any_time):
        row.closes_at = closes
        row.save(update_fields=["closes_at"])
    return False


# --- from people --------------------------------------------------------------------------------


@transaction.atomic
def raise_case(*, by: User, source: str, number: str = "", category: str = "") -> Case:
    """Anyone may ask: for themselves (``self``), or by number for everybody who was there.

    A case that an officer raises for themselves is private: command never learns of it. It needs
    no number, and takes only the number of an incident that the officer attended. Raises
    ``Refusal``.
    """
    number = number.strip()
    if category and category not in Category.values:
        raise Refusal("category", "unknown_category", _("Choose what happened from the list."))
    if source == Source.SELF:
        return _raise_for_self(by, number, category)
    if not roles.active(by) & ASKS_AS.get(source, frozenset()):
        raise Refusal("source", "not_for_your_role", _("You can ask for yourself here."))
    event = access.visible(by, Incident, "raise").filter(number=number).first()
    if event is None:
        raise Refusal("number", "unknown_incident", UNKNOWN_NUMBER)
    with audit.acting(by):
        people = {each.user: str(Severity.STANDARD) for each in _crew(event)}
        return open_case(
            event=event, decision=Decision(str(Severity.STANDARD), (source,)), people=people
        )


UNKNOWN_NUMBER = _(
    "We don't know this incident number yet. Please check it, or ask your wellness coordinator."
)
NOT_YOUR_NUMBER = _(
    "We don't have you on an incident with this number. You can leave the number out."
)


def _raise_for_self(by: User, number: str, category: str) -> Case:
    # Neither the audit log nor a message may say who asked.
    with audit.acting(None):
        if number:
            event = Incident.objects.filter(number=number, attendances__user=by).first()
            if event is None:
                raise Refusal("number", "unknown_incident", NOT_YOUR_NUMBER)
        else:
            event = _asked_lately(by) or Incident.objects.create(
                number=f"{ASKED_PREFIX}{uuid.uuid4().hex[:10]}",
                occurred_at=clock.now(),
                category=category,
            )
        case = open_case(
            event=event,
            decision=Decision(str(Severity.STANDARD), (str(Source.SELF),)),
            people={by: str(Severity.STANDARD)},
            private=True,
        )
        if case.private:
            case.sources = [str(Source.SELF)]
            case.save(update_fields=["sources"])
            tell_team(f"asked {case.pk} {clock.today()}", "incidents")
    return case


def _asked_lately(by: User) -> Incident | None:
    """A second press of the button is the same question."""
    mine = Place.objects.filter(
        participant=vault.handle(by.pk, "support"),
        case__private=True,
        case__incident__number__startswith=ASKED_PREFIX,
        case__opened_at__gt=clock.now() - dt.timedelta(hours=1),
    ).select_related("case__incident")
    place = mine.first()
    return place.case.incident if place else None


# --- from the clock -----------------------------------------------------------------------------


def catch_up() -> None:
    """Consider again what changed after a case was opened, and tell coordinators who are new."""
    for incident in Case.objects.unfinished().with_latecomers().values_list("incident", flat=True):
        key = f"late {incident} {clock.now():%Y-%m-%dT%H}"
        outbox.enqueue("peersupport.consider", key=key, incident=str(incident))
    for case in Case.objects.open().filter(severity=Severity.URGENT).values_list("pk", flat=True):
        with transaction.atomic():
            tell_team(f"urgent {case}", "incidents")
