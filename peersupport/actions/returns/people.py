"""Who stands on a plan: two facilitators and whom else the officer names. Nobody of their command.

Asked here, kept by constraints, and asked again at every look (``rules.apart``).
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from agency.models import User
from peersupport.actions.messages import EVENTS, tell_member, tell_team
from peersupport.actions.returns.plans import MOVED_ON, beside, course_of, own_plan
from peersupport.actions.roster import is_on_pick_list, person_named
from peersupport.models import ReturnPlan, ReturnPlanGrant, ReturnSeat, Supporter
from peersupport.return_stages import FACILITATORS, Course
from trust import access, audit, grants, notify, roles, vault
from trust.models import Participant
from trust.models.grants import Grant, Relation
from trust.refusal import Refusal
from trust.written import as_id

FACILITATE, VIEW = "peersupport.facilitate_returnplan", "peersupport.view_returnplan"
FACILITATOR, NAMED = "facilitator", "named"
TERM = {FACILITATE: dt.timedelta(days=365), VIEW: dt.timedelta(days=90)}
MOST_NAMED = 10

IN_CHAIN = _(
    "This person leads you or you lead them, now or in the last twelve months. Choose somebody "
    "outside your command, or ask a wellness coordinator."
)
TWICE = _("This person has one of the two seats. Choose somebody else for the other one.")
FULL = _("Both seats are taken. Take one person off first.")
NOT_LISTED = _("Choose somebody from the list, or ask a wellness coordinator to find somebody.")
NO_LONGER = _("This was taken back in the meantime. You can name somebody yourself, or ask again.")
ENOUGH = _("Ten people are on your plan. Take somebody off first.")


def officer_of(row: ReturnPlan | ReturnSeat) -> User:
    """The person behind a plan, for the rule about command; never shown."""
    return User.objects.get(pk=vault.person(row.participant))


def outside(officer: User, other: User) -> bool:
    """Not the officer, and in no chain of command with them, either way, for twelve months."""
    return other.pk != officer.pk and other.pk not in roles.linked_by_command(officer)


def tell_owner(who: Participant, about: str) -> None:
    with audit.acting(None):
        event = uuid.uuid5(EVENTS, f"return {about}")
        notify.tell(participant=who, event=event, target="return_to_duty")


# --- facilitators -----------------------------------------------------------------------------------


@transaction.atomic
def ask_for_facilitators(*, by: User) -> list[ReturnSeat]:
    """A coordinator is asked to find somebody for each free seat. Asked again changes nothing."""
    row = own_plan(by)
    seats = {seat.number: seat for seat in row.seats.all()}
    stream = course_of(by, row).stream
    name = _pseudonym(row)
    for number in range(1, FACILITATORS + 1):
        if number not in seats:
            seats[number] = _seat(row, number, name, stream)
    if any(seat.state == ReturnSeat.State.WANTED for seat in seats.values()):
        tell_team(f"return seats {row.pk} {local_time.today()}", "return_requests")
    return [seats[number] for number in sorted(seats)]


def _seat(row: ReturnPlan, number: int, name: str, stream: str) -> ReturnSeat:
    return ReturnSeat.objects.create(
        plan=row, participant=row.participant, number=number, pseudonym=name, stream=stream
    )


def _pseudonym(row: ReturnPlan) -> str:
    """One for both seats; it says nothing, and is made anew for each plan."""
    known = row.seats.values_list("pseudonym", flat=True).first()
    return known or secrets.token_hex(2).upper()


@transaction.atomic
def name_facilitator(*, by: User, supporter: uuid.UUID | str) -> ReturnSeat:
    """The officer gives a seat to somebody on the roster.

    Refuses ``not_on_roster``, ``in_chain``, ``same_twice``, ``both_taken``.
    """
    with audit.acting(by):
        row = own_plan(by)
        somebody = _on_roster(by, supporter)
        if not outside(by, somebody.user):
            raise Refusal("supporter", "in_chain", IN_CHAIN)
        return take_seat(_free_seat(row, somebody), somebody, by)


def _on_roster(by: User, supporter: uuid.UUID | str) -> Supporter:
    found = on_pick_list(by, supporter)
    if found is None:
        raise Refusal("supporter", "not_on_roster", NOT_LISTED)
    return found


def on_pick_list(by: User, supporter: uuid.UUID | str) -> Supporter | None:
    """Somebody who can be asked today: active, with every course that counts."""
    rows = access.visible(by, Supporter).filter(pk=as_id(supporter))
    found = rows.select_related("user").first()
    return found if found and is_on_pick_list(found, clock.now()) else None


def _free_seat(row: ReturnPlan, somebody: Supporter) -> ReturnSeat:
    """The seat that was proposed for them, else a wanted one, a new one, or one proposed to another."""
    seats = list(row.seats.order_by("number"))
    theirs = next((seat for seat in seats if seat.supporter_id == somebody.pk), None)
    if theirs and theirs.state == ReturnSeat.State.TAKEN:
        raise Refusal("supporter", "same_twice", TWICE)
    wanted = next((seat for seat in seats if seat.state == ReturnSeat.State.WANTED), None)
    if found := theirs or wanted:
        return found
    free = {*range(1, FACILITATORS + 1)} - {seat.number for seat in seats}
    if free:
        return _seat(row, min(free), _pseudonym(row), "")
    for seat in seats:
        if seat.state == ReturnSeat.State.PROPOSED:
            return seat
    raise Refusal("supporter", "both_taken", FULL)


def take_seat(seat: ReturnSeat, somebody: Supporter, officer: User) -> ReturnSeat:
    """The seat is theirs, and the plan is open to them; told neutrally."""
    seat.supporter, seat.relation, seat.stream = somebody, Relation.OUTSIDE, ""
    seat.move_to(ReturnSeat.State.TAKEN)
    seat.save()
    ReturnPlanGrant.objects.filter(
        content_object=seat.plan, user=somebody.user, reason=NAMED
    ).delete()
    grant = _give(officer, seat.plan, somebody.user, FACILITATE, FACILITATOR)
    tell_member(somebody.user, f"return {grant.pk}", "return_plans")
    return seat


def _give(officer: User, row: ReturnPlan, to: User, permission: str, reason: str) -> Grant:
    until = clock.now() + TERM[permission]
    return grants.give(
        row=row, to=to, permission=permission, reason=reason, until=until, officer=officer
    )


@transaction.atomic
def answer_proposal(*, by: User, seat: uuid.UUID | str, accept: bool) -> ReturnSeat:
    """The officer says yes or no to somebody proposed. A *no* is told to nobody by name.

    Refuses ``taken_back``, and ``in_chain`` when the two have become linked by command.
    """
    with audit.acting(by):
        found = access.fetch(by, "change", ReturnSeat, pk=seat)
        row = access.hold(by, "change", ReturnPlan, pk=found.plan_id)
        mine = row.seats.select_related("supporter__user").filter(pk=found.pk).first()
        somebody = mine.supporter if mine else None
        if mine is None or somebody is None or mine.state != ReturnSeat.State.PROPOSED:
            if mine is not None and somebody is not None and accept:
                return mine  # pressed twice
            raise Refusal("seat", "taken_back", NO_LONGER)
        if accept and not outside(by, somebody.user):
            raise Refusal("seat", "in_chain", IN_CHAIN)
        if accept:
            return take_seat(mine, somebody, by)
        return want_again(mine, course_of(by, row))


def want_again(seat: ReturnSeat, course: Course) -> ReturnSeat:
    """Somebody is wanted for this seat; whoever had it sees the plan no longer."""
    had = seat.supporter
    if had is not None:
        for grant in ReturnPlanGrant.objects.filter(
            content_object=seat.plan, user=had.user, reason=FACILITATOR
        ):
            grants.take_back(grant=grant)
    seat.supporter, seat.relation = None, Relation.CHAIN
    seat.stream, seat.wanted_on = course.stream, local_time.today()
    seat.move_to(ReturnSeat.State.WANTED)
    seat.save()
    tell_team(f"return seats {seat.plan_id} {local_time.today()}", "return_requests")
    return seat


@transaction.atomic
def step_down(*, by: User, plan: uuid.UUID | str) -> None:
    """A facilitator gives the seat back; the officer is told neutrally, and somebody is looked for.

    Refuses ``moved_on`` for somebody who has no seat any more.
    """
    row = beside(by, "facilitate", plan)
    seat = row.seats.filter(supporter__user=by).first()
    if seat is None:  # taken off the plan while we waited
        raise Refusal("", "moved_on", MOVED_ON)
    want_again(seat, course_of(by, row))
    tell_owner(row.participant, f"{seat.pk} {clock.now():%Y-%m-%dT%H:%M}")


# --- whom else the officer names ----------------------------------------------------------------------


@transaction.atomic
def name_on_return_plan(*, by: User, person: str) -> Grant:
    """Somebody may see the plan (user name or personnel number), for 90 days; again, renewed.

    Refuses ``unknown_person``, ``yourself``, ``in_chain``, ``same_twice`` for a facilitator, ``enough``.
    """
    with audit.acting(by):
        row = own_plan(by)
        to = person_named(person)
        if to.pk == by.pk:
            raise Refusal("person", "yourself", _("This is you. Choose somebody else."))
        if not outside(by, to):
            raise Refusal("person", "in_chain", IN_CHAIN)
        others = ReturnPlanGrant.objects.filter(content_object=row).exclude(user=to)
        if row.seats.filter(supporter__user=to, state=ReturnSeat.State.TAKEN).exists():
            raise Refusal("person", "same_twice", TWICE)
        if others.filter(reason=NAMED).count() >= MOST_NAMED:
            raise Refusal("person", "enough", ENOUGH)
        grant = _give(by, row, to, VIEW, NAMED)
        tell_member(to, f"return {grant.pk}", "return_plans")
        return grant


@transaction.atomic
def take_off_return_plan(*, by: User, grant: uuid.UUID | str) -> None:
    """This person sees the plan no longer, from the next click on. A facilitator's seat is free then."""
    with audit.acting(by):
        row = access.fetch(by, "delete", ReturnPlanGrant, pk=grant)
        if row.reason == FACILITATOR:
            ReturnSeat.objects.filter(plan=row.content_object, supporter__user=row.user).delete()
        grants.take_back(grant=row)


@transaction.atomic
def keep_on_return_plan(*, by: User, grant: uuid.UUID | str) -> Grant:
    """For one more term. Refuses ``in_chain`` when the person has come into the officer's command."""
    with audit.acting(by):
        row = access.fetch(by, "delete", ReturnPlanGrant, pk=grant)
        if not outside(by, row.user):
            raise Refusal("grant", "in_chain", IN_CHAIN)
        permission = FACILITATE if row.reason == FACILITATOR else VIEW
        return _give(by, row.content_object, row.user, permission, row.reason)
