"""What every change of a session leans on: which offers it is about, who may come, who holds what."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agency import clock
from agency.models import User
from peersupport.actions.session_rules import said
from peersupport.models import Case, Debrief, Offer
from trust import access, outbox
from trust.refusal import Refusal

State = Debrief.State


@dataclass(frozen=True)
class About:
    """Which service of which case a session is for, and whether whoever was there may join."""

    case: Case
    service: str
    round: int = 1
    for_everyone: bool = False

    @property
    def offers(self) -> QuerySet[Offer]:
        """Everybody's offers of this service that are not done."""
        rows = Offer.objects.filter(place__case=self.case, service=self.service, round=self.round)
        return rows.exclude(state=Offer.State.DONE)

    @property
    def waiting(self) -> QuerySet[Offer]:
        """Those who asked for a time and have none."""
        rows = self.offers.filter(state=Offer.State.ACCEPTED, wants_time=True)
        return rows.exclude(seats__live=True)

    @classmethod
    def of(cls, row: Debrief) -> About:
        return cls(row.case, row.service, row.round, row.for_everyone)


def held(case: uuid.UUID) -> Case:
    """The case, held until the transaction ends: everybody who changes its sessions queues here."""
    return Case.objects.select_for_update(of=("self",)).select_related("incident").get(pk=case)


def open_one(by: User, debrief: uuid.UUID | str, action: str) -> Debrief:
    row = locked(access.fetch(by, action, Debrief, pk=debrief))
    still_planned(row)
    return row


def still_planned(row: Debrief) -> None:
    if row.state == State.CANCELLED:
        raise Refusal("debrief", "called_off", _("This was called off. You can bring it back."))
    if row.state == State.HELD:
        raise Refusal("debrief", "held", _("This has taken place. Nothing is left to do."))


def locked(row: Debrief) -> Debrief:
    case = held(row.case_id)
    rows = Debrief.objects.select_for_update(of=("self",)).select_related("room")
    found = rows.get(pk=row.pk)
    found.case = case
    return found


def of_session(row: Debrief, *, live: bool = True) -> QuerySet[Offer]:
    offers = About.of(row).offers
    if row.for_everyone:
        return offers.filter(closes_at__gt=clock.now())
    return offers.filter(seats__debrief=row, **({"seats__live": True} if live else {}))


def people_of(row: Debrief) -> frozenset[uuid.UUID]:
    """The handles of everybody whom a session is for; once it is called off, of whoever had a seat."""
    offers = About.of(row).offers
    if not row.for_everyone:
        seats = Q(seats__debrief=row)
        if row.state != State.CANCELLED:
            seats &= Q(seats__live=True)
        offers = Offer.objects.filter(seats)
    return frozenset(offers.values_list("participant_id", flat=True))


def named(row: Debrief) -> str:
    return row.room.name if row.room else ""


def planned_already(row: Debrief) -> Refusal:
    message = _("This is planned already: %(when)s. You can open it and move it.")
    return Refusal("starts_at", "planned_already", message % {"when": said(row.starts_at)})


def one_open(about: About) -> None:
    """One session at a time that everyone may join; a second one for the same people is a mistake."""
    rows = Debrief.objects.planned().filter(
        case=about.case, service=about.service, round=about.round
    )
    others = rows.filter(for_everyone=True) if about.for_everyone else rows
    other = others.first()
    if other is not None and (about.for_everyone or not about.waiting.exists()):
        raise planned_already(other)


def announce(row: Debrief) -> None:
    key = f"{row.pk} {row.revision}"
    outbox.enqueue(
        "peersupport.tell_session", key=key, debrief=str(row.pk), revision=str(row.revision)
    )
