"""What coordinators and the clock do around returns, without seeing whose they are."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Role, User
from peersupport.actions import wishes
from peersupport.actions.messages import tell_member
from peersupport.actions.returns.people import (
    officer_of,
    on_pick_list,
    outside,
    tell_owner,
    want_again,
)
from peersupport.actions.roster import person_named
from peersupport.actions.second_presses import nothing_left
from peersupport.models import ReturnPlan, ReturnPlanGrant, ReturnSeat, Supporter
from peersupport.return_stages import Course
from trust import access, grants, roles, vault
from trust.models.grants import Relation
from trust.policy.terms import SUPPORTERS
from trust.refusal import Refusal

# One sentence for every reason: which one it is would tell the coordinator about the officer.
CHOOSE_ANOTHER = _("This person can't be proposed for this plan. Choose somebody else.")
GONE = _("This seat is wanted no longer. Nothing is left to do.")


@transaction.atomic
def invite_to_return(*, by: User, person: str) -> None:
    """Tell an officer that there is a page about coming back; at most once a month.

    What they do with it is stored nowhere that the coordinator sees. Refuses ``unknown_person``.
    """
    if Role.WELLNESS_COORDINATOR not in roles.active(by):
        raise PermissionDenied
    who = vault.participant(person_named(person), "support")
    tell_owner(who, f"invitation {who.pk} {clock.today():%Y-%m}")


@transaction.atomic
def propose_facilitator(
    *, by: User, seat: uuid.UUID | str, supporter: uuid.UUID | str
) -> ReturnSeat:
    """A coordinator proposes somebody for a seat; the officer says yes or no.

    Refuses ``choose_another`` for whatever reason somebody can't be proposed, ``taken_back``.
    """
    taken = ReturnSeat.objects.filter(state=ReturnSeat.State.TAKEN)
    if nothing_left(by, (Role.WELLNESS_COORDINATOR,), taken, seat):
        raise Refusal("seat", "taken_back", GONE)
    found = access.fetch(by, "view", ReturnSeat, pk=seat)
    ReturnPlan.objects.select_for_update().filter(pk=found.plan_id).first()
    row = ReturnSeat.objects.select_related("participant").filter(pk=found.pk).first()
    if row is None or row.state != ReturnSeat.State.WANTED:
        raise Refusal("seat", "taken_back", GONE)
    access.require(by, "propose", row)
    row.supporter, row.relation = _fitting(by, row, supporter), Relation.OUTSIDE
    row.move_to(ReturnSeat.State.PROPOSED)
    row.save()
    tell_owner(row.participant, f"{row.pk} {row.supporter_id} {clock.now():%Y-%m-%dT%H:%M}")
    return row


def _fitting(by: User, seat: ReturnSeat, supporter: uuid.UUID | str) -> Supporter:
    somebody = on_pick_list(by, supporter)
    if somebody is None or not _fits(seat, somebody):
        raise Refusal("supporter", "choose_another", CHOOSE_ANOTHER)
    return somebody


def _fits(seat: ReturnSeat, somebody: Supporter) -> bool:
    """Outside command, not beside themselves, and nobody whom the officer would rather not meet."""
    twice = ReturnSeat.objects.filter(plan=seat.plan_id, supporter=somebody).exists()
    unwelcome = somebody.pk in wishes.opened(seat.participant_id).blocked
    return not twice and not unwelcome and outside(officer_of(seat), somebody.user)


# --- from the clock -----------------------------------------------------------------------------------


def refill_return_seats() -> int:
    """Seats of facilitators who may no longer have one are wanted again; how many there were.

    They lost sight of the plan the moment it became so; now both are told neutrally, and the
    coordinators look for somebody. Named people who came into the officer's command go as well.
    """
    refilled = sum(_refill(seat, somebody) for seat, somebody in _lost())
    return refilled + sum(_end(grant) for grant in _too_near())


def _lost() -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Seats whose supporter left, was promoted into the chain, or whose time on the plan is over."""
    held = ReturnSeat.objects.exclude(supporter=None).select_related("supporter__user")
    near: dict[uuid.UUID, frozenset[uuid.UUID] | None] = {}
    for seat in held.order_by("pk"):
        somebody = seat.supporter
        if somebody is None:
            continue
        if somebody.pk not in near:
            near[somebody.pk] = _handles_near(somebody.user) if _serves(somebody) else None
        handles = near[somebody.pk]
        if handles is None or seat.participant_id in handles or _is_over(seat, somebody):
            yield seat.pk, somebody.pk


def _serves(somebody: Supporter) -> bool:
    here = somebody.status == Supporter.Status.ACTIVE and somebody.user.is_active
    return here and bool(roles.authorized_roles(somebody.user) & {*SUPPORTERS})


def _handles_near(user: User) -> frozenset[uuid.UUID]:
    return frozenset(vault.handle(each, "support") for each in roles.linked_by_command(user))


def _is_over(seat: ReturnSeat, somebody: Supporter) -> bool:
    if seat.state != ReturnSeat.State.TAKEN:
        return False
    lasting = ReturnPlanGrant.objects.filter(
        content_object=seat.plan_id, user=somebody.user, expires_at__gt=clock.now()
    )
    return not lasting.exists()


@transaction.atomic
def _refill(seat: uuid.UUID, somebody: uuid.UUID) -> bool:
    """False when the officer was quicker."""
    ReturnPlan.objects.select_for_update(of=("self",)).filter(seats=seat).first()
    rows = ReturnSeat.objects.select_related("plan__participant", "supporter__user")
    found = rows.filter(pk=seat, supporter=somebody).first()
    if found is None or found.supporter is None:
        return False
    had, taken = found.supporter.user, found.state == ReturnSeat.State.TAKEN
    want_again(found, Course(**vault.open_row(found.plan)["course"]))  # type: ignore[arg-type]
    if taken:
        tell_owner(found.plan.participant, f"{found.pk} {clock.today()}")
        tell_member(had, f"return {found.pk} {clock.today()}", "return_plans")
    return True


def _too_near() -> list[ReturnPlanGrant]:
    named = ReturnPlanGrant.objects.filter(reason="named").select_related(
        "user", "content_object__participant"
    )
    near: dict[uuid.UUID, frozenset[uuid.UUID]] = {}
    found = []
    for grant in named.order_by("pk"):
        near.setdefault(grant.user_id, _handles_near(grant.user))
        if grant.content_object.participant_id in near[grant.user_id]:
            found.append(grant)
    return found


@transaction.atomic
def _end(grant: ReturnPlanGrant) -> bool:
    tell_owner(grant.content_object.participant, f"{grant.pk} {clock.today()}")
    grants.take_back(grant=grant)
    return True
