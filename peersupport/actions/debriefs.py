"""Sessions after an incident: planned and moved. Who came is never written down.

Whoever changes a session holds its case first, then the room, then the supporters. What the invited
are told is queued in the same transaction: a crash in between loses nobody.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agency import clock
from agency.models import User
from peersupport.actions.pack_rules import pack
from peersupport.actions.session_rules import (
    Span,
    Where,
    check_leads,
    check_place,
    check_size,
    check_time,
)
from peersupport.actions.sessions import (
    About,
    announce,
    held,
    named,
    of_session,
    one_open,
    open_one,
    people_of,
    planned_already,
)
from peersupport.models import Case, Debrief, DebriefSeat, Facilitator, Offer, Room, Supporter
from peersupport.packs import Service
from trust import access, audit
from trust.models.grants import Relation
from trust.policy import rule_for
from trust.refusal import Refusal

State = Debrief.State
Ids = Collection[uuid.UUID | str]


@transaction.atomic
def schedule_debrief(
    *,
    by: User,
    case: uuid.UUID | str,
    service: str,
    starts_at: dt.datetime,
    minutes: int,
    facilitators: Ids,
    room: str = "",
    link: str = "",
    round: int = 1,  # noqa: A002 - the column's own name
    offers: Ids | None = None,
    for_everyone: bool = False,
) -> Debrief:
    """Plan a session for those who asked for a time (``offers``: for these alone).

    The same plan twice is one session; of two people who plan at once one wins and the other is told
    what stands. Refuses ``planned_already``, ``taken_back`` and what ``session_rules`` refuses.
    """
    row = access.fetch(by, "answer", Case, pk=case)
    if not rule_for("peersupport.Debrief", "add")(by):
        raise PermissionDenied
    about = About(held(row.pk), _known(service), round, for_everyone)
    span, where = Span(starts_at, minutes), Where(room, link)
    if (known := _the_same(about, span, where)) is not None:
        return known
    people = _invited(about, offers)
    one_open(about)
    could_come = about.offers.count() if for_everyone else None
    check_size(len(people), pack().people(service), could_come=could_come)
    check_time(span, _asked(about, people))
    booked = check_place(span, where)
    leads = check_leads(by, span, facilitators, _may_come(about, people))
    with audit.acting(by):
        made = Debrief.objects.create(
            case=about.case, service=service, round=round, starts_at=starts_at, ends_at=span.ends,
            room=booked, link=link, for_everyone=for_everyone,
        )  # fmt: skip
        _fill(made, leads, people)
        announce(made)
    return made


def _fill(row: Debrief, leads: Collection[Supporter], people: Collection[Offer]) -> None:
    """Who leads it, and a seat for each of the invited."""
    for lead in leads:
        Facilitator.objects.create(debrief=row, supporter=lead, relation=Relation.OUTSIDE)
    for offer in people:
        DebriefSeat.objects.create(debrief=row, offer=offer, participant_id=offer.participant_id)


def _known(service: str) -> str:
    if service not in Service.values:
        raise Refusal("service", "unknown_service", _("Choose a service from the list."))
    return service


def _the_same(about: About, span: Span, where: Where) -> Debrief | None:
    """A double click, or a colleague who planned exactly this."""
    rows = Debrief.objects.planned().filter(
        case=about.case, service=about.service, round=about.round, starts_at=span.starts,
        ends_at=span.ends, for_everyone=about.for_everyone, link=where.link,
    )  # fmt: skip
    here = Room.key_of(where.room)
    found = (row for row in rows.select_related("room") if Room.key_of(named(row)) == here)
    return next(found, None)


def _invited(about: About, offers: Ids | None) -> list[Offer]:
    """Those who asked for a time, or the chosen ones among them."""
    rows = about.waiting.order_by("pk")
    if offers is None:
        return list(rows)
    chosen = {str(each) for each in offers}
    people = [row for row in rows if str(row.pk) in chosen]
    if len(people) == len(chosen):
        return people
    taken = DebriefSeat.objects.filter(
        offer__in=about.offers, live=True, debrief__state=State.PLANNED
    ).select_related("debrief")
    for seat in taken:
        if str(seat.offer_id) in chosen:
            raise planned_already(seat.debrief)
    message = _("Somebody changed their answer meanwhile. Please look at the list once more.")
    raise Refusal("offers", "taken_back", message)


def _asked(about: About, people: list[Offer]) -> QuerySet[Offer]:
    """The offers whose windows count: of those invited, or of all who may join."""
    if about.for_everyone:
        return about.offers.filter(closes_at__gt=clock.now())
    return about.offers.filter(pk__in=[each.pk for each in people])


def _may_come(about: About, people: list[Offer]) -> frozenset[uuid.UUID]:
    if about.for_everyone:
        return frozenset(about.offers.values_list("participant_id", flat=True))
    return frozenset(each.participant_id for each in people)


@transaction.atomic
def move_debrief(
    *,
    by: User,
    debrief: uuid.UUID | str,
    starts_at: dt.datetime,
    minutes: int,
    facilitators: Ids,
    room: str = "",
    link: str = "",
) -> Debrief:
    """Another time, place or person to lead it. Everyone is told; at another time nobody has said yes.

    The same again changes nothing. Refuses ``called_off`` and what planning refuses.
    """
    row = open_one(by, debrief, "change")
    span, where = Span(starts_at, minutes), Where(room, link)
    people = people_of(row)
    check_time(span, of_session(row))
    booked = check_place(span, where, but=row.pk)
    leads = check_leads(by, span, facilitators, people, but=row.pk)
    with audit.acting(by):
        known = {each.supporter_id: each for each in row.facilitators.all()}
        wanted = {each.pk for each in leads}
        new_time = (row.starts_at, row.ends_at) != (span.starts, span.ends)
        if not new_time and (row.room, row.link, {*known}) == (booked, link, wanted):
            return row
        row.starts_at, row.ends_at, row.room, row.link = span.starts, span.ends, booked, link
        row.revision += 1
        row.save()
        for pk in wanted - known.keys():
            Facilitator.objects.create(debrief=row, supporter_id=pk, relation=Relation.OUTSIDE)
        Facilitator.objects.filter(debrief=row).exclude(supporter__in=wanted).delete()
        if new_time:
            _ask_anew(row)
        announce(row)
    return row


def _ask_anew(row: Debrief) -> None:
    """What was said about another time no longer counts."""
    for seat in row.seats.filter(live=True).order_by("pk"):
        seat.coming, seat.answer = False, {}
        seat.save()
