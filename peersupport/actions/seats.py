"""An officer's place in a session: given with the acceptance, gone with it, answered by the officer alone.

*Not this time* is known to nobody else: it lives sealed, and the plain column stays as it was.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from agency import clock
from agency.models import User
from peersupport.actions.pack_rules import pack
from peersupport.actions.session_rules import is_linked
from peersupport.models import Debrief, DebriefSeat, Offer
from trust import access, audit, vault
from trust.calendar import Entry, own_uid, register
from trust.refusal import Refusal

COME, NOT = "come", "not"


def give_seat(offer: Offer) -> DebriefSeat | None:
    """A seat in the session that everyone may join, while there is one. The caller holds the case.

    None when there is no such session, when it is full, or when somebody who leads it stands in the
    officer's chain of command: then the offer waits for a time of its own.
    """
    if offer.seats.filter(live=True).exists():
        return None
    row = Debrief.objects.filter(
        state=Debrief.State.PLANNED, for_everyone=True, case=offer.place.case_id,
        service=offer.service, round=offer.round, ends_at__gt=clock.now(),
    ).first()  # fmt: skip
    if row is None or row.seats.filter(live=True).count() >= pack().people(row.service)[1]:
        return None
    leads = row.facilitators.select_related("supporter__user")
    if any(is_linked(each.supporter, frozenset({offer.participant_id})) for each in leads):
        return None
    seat, _made = DebriefSeat.objects.update_or_create(
        debrief=row,
        offer=offer,
        defaults={"participant_id": offer.participant_id, "live": True, "coming": False},
    )
    return seat


def give_up_seat(offer: Offer) -> None:
    """The acceptance was taken back: so is the seat."""
    for seat in offer.seats.filter(live=True, debrief__state=Debrief.State.PLANNED):
        seat.delete()


@transaction.atomic
def answer_seat(*, by: User, seat: uuid.UUID | str, answer: str) -> DebriefSeat:
    """``come`` or ``not``; may be changed until the session is over.

    Raises ``Refusal`` (``unknown_answer``, ``seat_closed``), ``Http404`` for a stranger's seat.
    """
    row = access.hold(by, "change", DebriefSeat, pk=seat)
    if answer not in (COME, NOT):
        raise Refusal("answer", "unknown_answer", _("Choose one of the two answers."))
    if not row.can_be_answered:
        raise Refusal("answer", "seat_closed", _("This is over. You can still ask us for support."))
    with audit.acting(by):
        row.coming, row.answer = answer == COME, {"answer": answer}
        row.save()
    return row


def seats_of(user: User, offers: Iterable[Offer]) -> dict[uuid.UUID, tuple[DebriefSeat, str]]:
    """Offer -> the officer's own live seat with their answer (empty where there is none): two queries."""
    rows = access.visible(user, DebriefSeat).filter(
        offer__in=list(offers), live=True, debrief__state=Debrief.State.PLANNED,
        participant=vault.handle(user.pk, "support"),
    )  # fmt: skip
    rows = rows.select_related("debrief__room")
    found: dict[uuid.UUID, tuple[DebriefSeat, str]] = {}
    for each in access.reveal_all(user, rows):
        assert isinstance(each.row, DebriefSeat)  # noqa: S101 - asked for above
        content = each.content["answer"]
        said = str(content.get("answer", "")) if isinstance(content, dict) else ""
        found[each.row.offer_id] = each.row, said
    return found


def open_sessions(offers: Iterable[Offer]) -> dict[uuid.UUID, Debrief]:
    """Offer -> the session that its officer may join. For offers that the policy has cleared: one query."""
    offers = list(offers)
    rows = Debrief.objects.filter(
        state=Debrief.State.PLANNED, for_everyone=True, ends_at__gt=clock.now(),
        case__in={each.place.case_id for each in offers},
    ).select_related("room")  # fmt: skip
    known = {(row.case_id, row.service, row.round): row for row in rows}
    keys = {each.pk: (each.place.case_id, each.service, each.round) for each in offers}
    return {pk: known[key] for pk, key in keys.items() if key in known}


@register
def sessions(user: User, since: dt.datetime, until: dt.datetime) -> list[Entry]:
    """For the calendar: what the officer said yes to, and what a supporter leads. No place, no service."""
    mine = Debrief.objects.filter(
        seats__participant=vault.handle(user.pk, "support"), seats__live=True, seats__coming=True
    )
    led = Debrief.objects.filter(facilitators__supporter__user=user)
    return [
        Entry(
            own_uid(row.pk, user),
            row.starts_at,
            row.ends_at,
            cancelled=row.state == row.State.CANCELLED,
            target=target,
        )
        for rows, target in ((mine, "offers"), (led, "debriefs"))
        for row in rows.filter(starts_at__lt=until, ends_at__gt=since)
    ]


def my_seats(user: User) -> list[dict[str, object]]:
    """The officer's own seats in plain words, for *download everything*."""
    mine = access.visible(user, DebriefSeat).filter(participant=vault.handle(user.pk, "support"))
    rows = mine.select_related("debrief__room").order_by("debrief__starts_at", "pk")
    return [
        {
            "service": each.row.debrief.service,  # type: ignore[attr-defined]
            "starts_at": each.row.debrief.starts_at,  # type: ignore[attr-defined]
            "ends_at": each.row.debrief.ends_at,  # type: ignore[attr-defined]
            "state": each.row.debrief.state,  # type: ignore[attr-defined]
            "answer": each.content["answer"],
        }
        for each in access.reveal_all(user, rows)
    ]
