"""What a provider says through the link. Said twice, it counts once; too late, nothing is told.

Nobody is signed in here: the secret in the address is all there is, so no change carries a name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from peersupport.actions.handoffs import Reason, Transfer, free_slots_of, hand_over
from peersupport.actions.messages import tell_member, tell_officer
from peersupport.actions.pathways import set_state
from peersupport.actions.provider_links import live_on, living
from peersupport.actions.slots import add_slot, checked_start
from peersupport.models import Handoff, Provider, ProviderLink, Referral
from peersupport.pathways import next_in_line
from trust import audit
from trust.refusal import Refusal

State = Referral.State
# "Not reached" counts once in this time, however often it is pressed.
ONCE_IN = dt.timedelta(hours=12)
PROGRESS = (State.SENT, State.ACKNOWLEDGED, State.CONTACTED, State.APPOINTMENT, State.ATTENDED)
# The buttons of the page; a press from an older page finds another state, and changes nothing.
FITS: dict[str, tuple[str, ...]] = {
    State.SENT: ("acknowledge", "contacted", "not_reached", "cannot"),
    State.ACKNOWLEDGED: ("contacted", "not_reached", "cannot"),
    State.CONTACTED: ("cannot",),
    State.APPOINTMENT: ("attended", "call_off"),
    State.ATTENDED: (),
}


class Said(StrEnum):
    """What became of an answer."""

    SAVED = "saved"
    ALREADY = "already"
    GONE = "gone"


@transaction.atomic
def answer_by_link(*, secret: str, answer: str, starts: dt.datetime | None = None) -> Said:
    """A provider acknowledges, has made contact, sets or calls off an appointment, and so on.

    ``starts``: the moment of an appointment or of a time that they offer. *Gone* for a link that never
    was, has ended, or was taken back: the three can't be told apart. Raises ``Refusal``.
    """
    link = living(secret)
    if link is None:
        return Said.GONE
    Provider.objects.select_for_update().get(pk=link.provider_id)
    row = Referral.objects.select_for_update(of=("self",)).get(pk=link.referral_id)
    if living(secret) is None:  # ended while we stood in line
        return Said.GONE
    act = ANSWERS.get(answer)
    if act is None:
        raise Refusal("answer", "unknown_answer", _("Choose one of the answers."))
    with audit.acting(None):
        return act(link, row, starts)


def _reach(state: str) -> Callable[[ProviderLink, Referral, dt.datetime | None], Said]:
    def act(link: ProviderLink, row: Referral, starts: dt.datetime | None) -> Said:
        if PROGRESS.index(State(row.state)) >= PROGRESS.index(State(state)):
            return Said.ALREADY
        if state not in Referral.MOVES[row.state]:
            raise Refusal("answer", "not_next", _("Please set the appointment first."))
        set_state(row, state)
        return Said.SAVED

    return act


def _appoint(link: ProviderLink, row: Referral, starts: dt.datetime | None) -> Said:
    moment = checked_start(starts)
    if row.state == State.APPOINTMENT and row.appointment_at == moment:
        return Said.ALREADY
    if row.state == State.ATTENDED:
        raise Refusal(
            "answer", "not_next", _("They have met you. Please call us for the next one.")
        )
    free_slots_of([row.pk])
    set_state(row, State.APPOINTMENT, appointment=moment)
    live_on(row.pk, moment)
    tell_officer(row.participant, f"appointment {row.pk} {moment.isoformat()}", "my_referrals")
    return Said.SAVED


def _call_off(link: ProviderLink, row: Referral, starts: dt.datetime | None) -> Said:
    if row.state != State.APPOINTMENT:
        return Said.ALREADY
    free_slots_of([row.pk])
    set_state(row, State.CONTACTED)
    tell_officer(
        row.participant, f"appointment off {row.pk} {row.moved_at.isoformat()}", "my_referrals"
    )
    if row.owner is not None:
        tell_member(row.owner, f"appointment off {row.pk} {row.moved_at.isoformat()}", "referrals")
    return Said.SAVED


def _pass_on(link: ProviderLink, row: Referral, starts: dt.datetime | None) -> Said:
    """They can't take it: the next provider gets it at once, or the coordinator when there is none."""
    if "cannot" not in FITS[row.state]:
        return Said.ALREADY
    assert row.owner_id is not None  # noqa: S101 - a living link belongs to an open referral
    asked = Handoff.objects.filter(referral=row).values_list("to_provider_id", flat=True)
    line = Provider.objects.active().filter(kind=row.kind).in_line().values_list("pk", flat=True)
    to = next_in_line(list(line), set(asked))
    hand_over([Transfer(row, Reason.DECLINED, row.owner_id, to)])
    return Said.SAVED


def _not_reached(link: ProviderLink, row: Referral, starts: dt.datetime | None) -> Said:
    if "not_reached" not in FITS[row.state]:
        return Said.ALREADY
    assert row.owner_id is not None  # noqa: S101 - a living link belongs to an open referral
    lately = Handoff.objects.filter(
        referral=row, reason=Reason.NOT_REACHED, at__gt=clock.now() - ONCE_IN
    )
    if lately.exists():
        return Said.ALREADY
    if row.state == State.SENT:
        set_state(row, State.ACKNOWLEDGED)
    hand_over([Transfer(row, Reason.NOT_REACHED, row.owner_id, row.provider_id)])
    return Said.SAVED


def _offer_time(link: ProviderLink, row: Referral, starts: dt.datetime | None) -> Said:
    if not add_slot(link.provider, checked_start(starts)):
        return Said.ALREADY
    tell_officer(row.participant, f"times {row.pk} {clock.today()}", "my_referrals")
    return Said.SAVED


ANSWERS: dict[str, Callable[[ProviderLink, Referral, dt.datetime | None], Said]] = {
    "acknowledge": _reach(State.ACKNOWLEDGED),
    "contacted": _reach(State.CONTACTED),
    "attended": _reach(State.ATTENDED),
    "appointment": _appoint,
    "call_off": _call_off,
    "offer_time": _offer_time,
    "cannot": _pass_on,
    "not_reached": _not_reached,
}
