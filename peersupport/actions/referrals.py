"""A way to help that one coordinator owns until it is closed. States and dates, no words."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Role, User
from peersupport.actions.messages import tell_member
from peersupport.kinds import Kind
from peersupport.models import Place, Referral
from trust import access, audit, roles, vault
from trust.refusal import Refusal

State = Referral.State
# Days until the next step is looked at; a state that is not here needs none.
NEXT: dict[str, int] = {
    State.SENT: 1,
    State.ACKNOWLEDGED: 2,
    State.CONTACTED: 7,
    State.APPOINTMENT: 14,
    State.ATTENDED: 30,
}
UNKNOWN_KIND = _("Choose who you would like to talk to.")
NOBODY_THERE = _("Nobody can take this yet. Please call the peer line at the top of the page.")
ASKED_ALREADY = _("You have asked for this. It is on its way.")


@transaction.atomic
def create_referral(*, by: User, kind: str, case: uuid.UUID | str | None = None) -> Referral:
    """The officer asks; the coordinator with the fewest open referrals owns it, next step tomorrow.

    Raises ``Refusal`` for an unknown kind, one that is on its way already, or an agency without a
    coordinator, and ``Http404`` for a case in which the officer has no place.
    """
    if kind not in Kind.values:
        raise Refusal("kind", "unknown_kind", UNKNOWN_KIND)
    owner = _least_busy(by)
    if owner is None:
        raise Refusal("kind", "no_coordinator", NOBODY_THERE)
    with audit.acting(by):
        who = vault.participant(by, "support")
        place = access.fetch(by, "view", Place, case=case) if case else None
        if Referral.objects.open().filter(participant=who, kind=kind).exists():
            raise Refusal("kind", "asked_already", ASKED_ALREADY)
        row = Referral.objects.create(
            participant=who,
            case=place.case if place else None,
            kind=kind,
            owner=owner,
            next_on=_next(State.SENT),
        )
        access.require(by, "add", row)
        tell_member(owner, f"referral {row.pk}", "referrals")
    return row


def _least_busy(by: User) -> User | None:
    """Nobody looks after their own referral."""
    busy = Count("owned_referrals", filter=Q(owned_referrals__state__in=Referral.OPEN))
    people = roles.assigned_users(Role.WELLNESS_COORDINATOR).exclude(pk=by.pk)
    return people.annotate(busy=busy).order_by("busy", "pk").first()


@transaction.atomic
def move_referral(*, by: User, referral: uuid.UUID | str, state: str) -> Referral:
    """Its owner says how far it is. Raises ``Refusal`` for a step that does not follow."""
    with audit.acting(by):
        row = access.fetch(by, "change", Referral, pk=referral)
        row = Referral.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if state not in Referral.MOVES[row.state]:
            raise Refusal("state", "not_next", _("This step does not follow from where it is now."))
        row.move_to(state)
        row.next_on = _next(state)
        row.save(update_fields=["state", "next_on"])
    return row


def _next(state: str) -> dt.date | None:
    return clock.today() + dt.timedelta(days=NEXT[state]) if state in NEXT else None
