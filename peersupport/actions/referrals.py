"""A way to help that one coordinator owns until it is closed. States and dates, no words.

The officer asks, says what a provider may see, books, takes back. The owner moves it, hands it on.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Role, User
from peersupport.actions import provider_links
from peersupport.actions.handoffs import Reason, Transfer, free_slots_of, hand_over
from peersupport.actions.messages import tell_member, tell_officer
from peersupport.actions.ownership import desk, entrusted, open_elsewhere
from peersupport.actions.pathways import day_of, limits, offered_kinds, set_state
from peersupport.actions.referral_details import checked, my_details
from peersupport.models import Handoff, Place, Provider, Referral, ReferralDetails
from trust import access, audit, roles, vault
from trust.models import Participant
from trust.refusal import Refusal

State = Referral.State
ENDS = frozenset({State.CLOSED, State.DECLINED, State.UNREACHABLE})
UNKNOWN_KIND = _("Choose who you would like to talk to.")
NOBODY_THERE = _("Nobody can take this yet. Please call the peer line at the top of the page.")
ASKED_ALREADY = _("You have asked for this. It is on its way.")
NOT_NEXT = _("This step does not follow from where it is now.")
ENDED = _("This request has ended. You can ask again at any time.")
MOVED_MEANWHILE = _("This moved on a moment ago. Here is where it is now.")


# --- the officer --------------------------------------------------------------------------------


@transaction.atomic
def create_referral(
    *,
    by: User,
    kind: str,
    case: uuid.UUID | str | None = None,
    named: bool = True,
    shown: Mapping[str, object] | None = None,
) -> Referral:
    """The officer asks; the least busy coordinator owns it, and the first provider gets a link.

    ``named``: the coordinator may see the name. ``shown``: what the provider may see, any of name,
    phone, email, times. Raises ``Refusal`` for a kind not offered here, one that is on its way already, an
    agency without a coordinator, or something that can't be shown; ``Http404`` for a case in which
    the officer has no place.
    """
    if kind not in offered_kinds():
        raise Refusal("kind", "unknown_kind", UNKNOWN_KIND)
    details = checked(by, shown or {})
    with audit.acting(by):
        who = vault.participant(by, "support")
        Participant.objects.select_for_update().get(pk=who.pk)  # two taps at once stand in line
        place = access.fetch(by, "view", Place, case=case) if case else None
        missed = _not_reached(who, kind)
        if Referral.objects.open().filter(participant=who, kind=kind).exists():
            raise Refusal("kind", "asked_already", ASKED_ALREADY)
        owner = desk().pick(who.pk)
        if owner is None:
            raise Refusal("kind", "no_coordinator", NOBODY_THERE)
        for earlier in missed:  # this one takes their place: nobody tries those once more
            _end(earlier, State.CLOSED)
        row = _create(who, kind, owner, case=place.case if place else None, named=named)
        access.require(by, "add", row)
        if details:
            ReferralDetails.objects.create(participant=who, referral=row, shown=details)
        if row.provider_id:
            provider_links.issue({row.pk: row.provider_id})
        tell_member(owner, f"referral {row.pk}", "referrals")
    return row


def _not_reached(who: Participant, kind: str) -> list[Referral]:
    """Earlier ones in which nobody reached the officer, held so that nobody tries again meanwhile."""
    rows = Referral.objects.select_for_update(of=("self",))
    return list(rows.filter(participant=who, kind=kind, state=State.UNREACHABLE))


def _create(who: Participant, kind: str, owner: User, **more: object) -> Referral:
    limit = clock.now() + dt.timedelta(hours=limits()[kind, State.SENT].hours)
    row = Referral.objects.create(
        participant=who,
        kind=kind,
        owner=owner,
        provider=Provider.objects.active().filter(kind=kind).in_line().first(),
        limit_at=limit,
        next_on=day_of(limit),
        **more,
    )
    Handoff.objects.create(
        participant=who,
        referral=row,
        number=0,
        reason=Reason.ASKED,
        to_owner=owner,
        to_provider=row.provider,
    )
    return row


@transaction.atomic
def take_back_referral(*, by: User, referral: uuid.UUID | str) -> Referral:
    """The officer ends it, at any time and without a reason: it looks like any other that is closed.

    What the provider could see is gone with it. Twice changes nothing.
    """
    with audit.acting(by):
        row = access.hold(by, "take_back", Referral, pk=referral)
        if row.state == State.CLOSED:
            return row
        _end(row, State.CLOSED)
        if row.owner is not None:
            tell_member(row.owner, f"referral closed {row.pk}", "referrals")
    return row


def _end(row: Referral, state: str) -> None:
    """Nobody waits for it any more: links lead nowhere, times are free, details are gone."""
    if row.state == State.APPOINTMENT:
        provider_links.tell_of_end(row)
    set_state(row, state)
    provider_links.end([row.pk])
    free_slots_of([row.pk])
    if state != State.UNREACHABLE:  # they may be tried once more
        ReferralDetails.objects.filter(referral=row).delete()


def my_referrals_kept(by: User) -> list[dict[str, object]]:
    """Everything kept about the officer's own referrals, as plain data for a download."""
    mine = access.visible(by, Referral).filter(participant=vault.handle(by.pk, "support"))
    rows = list(mine.select_related("provider", "owner").order_by("sent_at"))
    shown = my_details(by, rows)
    steps = access.visible(by, Handoff).filter(referral__in=[row.pk for row in rows])
    return [
        {
            "reference": row.reference,
            "kind": row.kind,
            "state": row.state,
            "asked_at": row.sent_at,
            "next_on": row.next_on,
            "appointment_at": row.appointment_at,
            "coordinator": str(row.owner) if row.owner else "",
            "coordinator_sees_name": row.named,
            "provider": str(row.provider) if row.provider else "",
            "provider_may_see": shown.get(row.pk, {}),
            "handed_on": [
                {"at": each.at, "reason": each.reason}
                for each in steps
                if each.referral_id == row.pk
            ],
        }
        for row in rows
    ]


# --- the coordinator ----------------------------------------------------------------------------


@transaction.atomic
def move_referral(*, by: User, referral: uuid.UUID | str, state: str) -> Referral:
    """Its owner says how far it is. Raises ``Refusal`` for a step that does not follow."""
    with audit.acting(by):
        row = entrusted(by, "change", referral)
        again, booked = row.state == State.UNREACHABLE, row.state == State.APPOINTMENT
        if state not in Referral.MOVES[row.state] or (state == State.SENT and not again):
            raise Refusal("state", "not_next", NOT_NEXT)
        if state == State.SENT:  # once more, with a new link
            hand_over([Transfer(row, Reason.BY_HAND, by.pk, row.provider_id)], by=by)
            row.refresh_from_db()
        elif state in ENDS:
            _end(row, state)
        else:
            if state == State.CONTACTED:
                free_slots_of([row.pk])
            set_state(row, state)
        if booked and state != State.ATTENDED:  # the same word as from ``cancel_appointment``
            about = f"appointment off {row.pk} {row.moved_at.isoformat()}"
            tell_officer(row.participant, about, "my_referrals")
            provider_links.tell_provider(row)
    return row


@transaction.atomic
def hand_on_referral(
    *,
    by: User,
    referral: uuid.UUID | str,
    provider: uuid.UUID | str = "",
    owner: uuid.UUID | str = "",
    at_round: int | None = None,
) -> Referral:
    """Its owner gives it to another provider, to no provider (empty), or to another coordinator.

    ``at_round``: the round that the page showed; when it has moved on since, nothing is done and the
    refusal ``moved_on`` says so. Raises ``Refusal`` for somebody who can't take it.
    """
    with audit.acting(by):
        row = entrusted(by, "change", referral)
        if at_round is not None and at_round != row.round:
            raise Refusal("referral", "moved_on", MOVED_MEANWHILE)
        if not row.is_open and row.state != State.UNREACHABLE:
            raise Refusal("referral", "ended", ENDED)
        keeper = _coordinator(row, owner) if owner else by
        to = _provider(by, row, provider)
        if keeper.pk == row.owner_id and to == row.provider_id and row.is_open:
            return row
        hand_over([Transfer(row, Reason.BY_HAND, keeper.pk, to)], by=by)
        row.refresh_from_db()
    return row


def _provider(by: User, row: Referral, provider: uuid.UUID | str) -> uuid.UUID | None:
    if not provider:
        return None
    found = access.fetch(by, "view", Provider, pk=provider)
    if found.kind != row.kind or not (found.active or found.pk == row.provider_id):
        message = _("This provider does not take such requests. Choose another one.")
        raise Refusal("provider", "wrong_provider", message)
    return found.pk


def _coordinator(row: Referral, owner: uuid.UUID | str) -> User:
    whole = desk()
    found = next((each for each in whole.people if str(each.pk) == str(owner)), None)
    tied = found is not None and row.participant_id in whole.apart(found)
    if tied and not row.named:  # a refusal would tell with whom the nameless officer works
        found = whole.pick(row.participant_id, but=(row.owner_id,)) or row.owner
    if found is None or (tied and row.named):
        message = _("This person can't look after it. Choose another coordinator.")
        raise Refusal("owner", "wrong_owner", message)
    return found


@transaction.atomic
def take_over_referral(
    *, by: User, referral: uuid.UUID | str, at_round: int | None = None
) -> Referral:
    """A coordinator takes on what a colleague can't look after now. Two at once: one of them has it."""
    with audit.acting(by):
        row = open_elsewhere(by, referral)
        if row.owner_id == by.pk:
            return row
        if at_round is not None and at_round != row.round:
            raise Refusal("referral", "moved_on", MOVED_MEANWHILE)
        hand_over([Transfer(row, Reason.TAKEN_OVER, by.pk, row.provider_id)], by=by)
        row.refresh_from_db()
    return row


def colleagues(by: User) -> list[User]:
    """The other coordinators of today."""
    return list(roles.assigned_users(Role.WELLNESS_COORDINATOR).exclude(pk=by.pk).order_by("name"))
