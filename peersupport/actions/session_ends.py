"""How a session ends: held, or called off; a calling-off can be taken back."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from agency import clock
from agency.models import User
from peersupport.actions.contacts import offer_to_supporter
from peersupport.actions.session_rules import (
    Span,
    Where,
    check_leads,
    check_place,
    check_time,
    said,
)
from peersupport.actions.sessions import (
    About,
    announce,
    locked,
    named,
    of_session,
    one_open,
    people_of,
    still_planned,
)
from peersupport.models import Debrief, Offer
from trust import access, audit
from trust.refusal import Refusal

State = Debrief.State


@transaction.atomic
def cancel_debrief(*, by: User, debrief: uuid.UUID | str) -> Debrief:
    """Call a session off. Its people wait for a time again. Twice changes nothing; can be undone."""
    row = locked(access.fetch(by, "change", Debrief, pk=debrief))
    if row.state == State.CANCELLED:
        return row
    still_planned(row)
    with audit.acting(by):
        row.seats.update(live=False)
        return _turned(row, State.CANCELLED)


@transaction.atomic
def reinstate_debrief(*, by: User, debrief: uuid.UUID | str) -> Debrief:
    """Take a calling-off back, if time, room and people are still free. Twice changes nothing."""
    row = locked(access.fetch(by, "change", Debrief, pk=debrief))
    if row.state == State.PLANNED:
        return row
    if row.state == State.HELD:
        raise Refusal("debrief", "held", _("This has taken place. Nothing is left to do."))
    if row.for_everyone:
        one_open(About.of(row))
    span = Span(row.starts_at, int((row.ends_at - row.starts_at).total_seconds() // 60))
    check_time(span, of_session(row, live=False))
    check_place(span, Where(named(row), row.link), but=row.pk)
    leads = [each.supporter_id for each in row.facilitators.all()]
    check_leads(by, span, leads, people_of(row), but=row.pk)
    with audit.acting(by):
        accepted = About.of(row).offers.filter(state=Offer.State.ACCEPTED)
        free = accepted.exclude(seats__live=True).values("pk")
        row.seats.filter(offer__in=free).update(live=True)
        return _turned(row, State.PLANNED)


def _turned(row: Debrief, state: str) -> Debrief:
    row.move_to(state)
    row.revision += 1
    row.save()
    announce(row)
    return row


@transaction.atomic
def hold_debrief(*, by: User, debrief: uuid.UUID | str) -> Debrief:
    """Whoever led it (or a coordinator) says that it took place. Twice changes nothing.

    The offers of everybody invited become done, whatever they answered: so *done* says nothing about
    who was there. Refuses ``not_yet`` and ``called_off``.
    """
    row = locked(access.fetch(by, "hold", Debrief, pk=debrief))
    if row.state == State.HELD:
        return row
    still_planned(row)
    if row.starts_at > clock.now():
        message = _("It starts on %(when)s. Mark it once it has taken place.")
        raise Refusal("debrief", "not_yet", message % {"when": said(row.starts_at)})
    with audit.acting(by):
        row.move_to(State.HELD)
        row.save(update_fields=["state"])
        offers = Offer.objects.filter(seats__debrief=row, seats__live=True).order_by("pk")
        for offer in offers.filter(state=Offer.State.ACCEPTED):
            offer.move_to(Offer.State.DONE)
            offer.save(update_fields=["state"])
        for each in row.facilitators.select_related("supporter__user"):
            offer_to_supporter(supporter=each.supporter, event=row.pk)
    return row
