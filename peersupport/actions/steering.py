"""The steering group: who sits on which seat, and on which days it met (its record, for everybody to read)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import COMMAND_ROLES, Post, Role, User
from peersupport.actions.messages import tell_member
from peersupport.actions.roster import person_named
from peersupport.models import Application, Ballot, Meeting, Member, Seat
from trust import audit
from trust.policy import rule_for
from trust.refusal import Refusal

#: Who may sit on a seat: it speaks for people who do that work.
SITS_AS: dict[str, tuple[str, ...]] = {
    Seat.ASSOCIATION: (Role.UNION_REVIEWER,),
    Seat.PEERS: (Role.PEER_SUPPORT,),
    Seat.CLINICIAN: (Role.CLINICIAN,),
    Seat.CHAPLAIN: (Role.CHAPLAIN,),
    Seat.COORDINATOR: (Role.WELLNESS_COORDINATOR,),
    Seat.COMMAND: COMMAND_ROLES,
}
UNKNOWN_SEAT = _("Choose a seat from the list.")


@transaction.atomic
def take_seat(*, by: User, seat: str, person: str) -> Member:
    """Somebody sits on a seat from today; whoever sat there before leaves it. The same again: nothing.

    Refuses ``unknown_seat``, ``unknown_person``, ``not_their_seat``, ``two_seats``.
    """
    _may(by, "peersupport.Member", "add")
    if seat not in Seat.values:
        raise Refusal("seat", "unknown_seat", UNKNOWN_SEAT)
    user = person_named(person)
    if not Post.objects.on().filter(user=user, role__in=SITS_AS[seat]).exists():
        raise Refusal(
            "person", "not_their_seat", _("This person does not hold a role of this seat.")
        )
    sitting = Member.objects.select_for_update().filter(until=None)
    now = {each.seat: each for each in sitting}
    before = now.get(seat)
    if before and before.user_id == user.pk:
        return before
    if any(each.user_id == user.pk for each in now.values()):
        raise Refusal("person", "two_seats", _("This person sits on another seat already."))
    with audit.acting(by):
        if before:
            _leave(before)
        row = Member.objects.create(seat=seat, user=user)
        _pass_on(seat, user)
    return row


def _leave(row: Member) -> None:
    row.until = max(local_time.today(), row.since)
    row.save(update_fields=["until"])


def _pass_on(seat: str, user: User) -> None:
    """Votes that the seat has not given yet belong to whoever sits there now."""
    waiting = Ballot.objects.filter(
        seat=seat, choice="", application__state__in=Application.OPEN
    ).exclude(application__user=user)
    for each in waiting.exclude(application__ballots__holder=user).select_for_update(of=("self",)):
        each.holder = user
        each.save(update_fields=["holder"])
        tell_member(user, f"vote {each.application_id} {seat}", "steering")


@transaction.atomic
def leave_seat(*, by: User, seat: str) -> None:
    """The seat is empty from today. Nobody there: nothing changes."""
    _may(by, "peersupport.Member", "change")
    for row in Member.objects.select_for_update().filter(seat=seat, until=None):
        with audit.acting(by):
            _leave(row)


@transaction.atomic
def note_meeting(*, by: User, day: dt.date, seats: Iterable[str]) -> Meeting:
    """The group met on this day. A day that is there already gets these seats instead.

    Refuses ``unknown_seat``, ``no_seat``, ``future``.
    """
    _may(by, "peersupport.Meeting", "add")
    there = set(seats)
    if not there:
        raise Refusal("seats", "no_seat", _("Choose at least one seat that was there."))
    if not there <= set(Seat.values):
        raise Refusal("seats", "unknown_seat", UNKNOWN_SEAT)
    if day > local_time.today():
        raise Refusal("day", "future", _("This day is still to come."))
    present = [seat for seat in Seat.values if seat in there]
    with audit.acting(by):
        return Meeting.objects.update_or_create(day=day, defaults={"seats": present})[0]


def _may(by: User, model: str, action: str) -> None:
    if not rule_for(model, action)(by):
        raise PermissionDenied
