"""Rules that follow from the clock: the hour of a broken glass, and when an officer is told."""

from __future__ import annotations

import datetime as dt

from django.db.models import Model, Q

from agency import clock
from agency.models import Role, User
from trust import roles
from trust.models import BreakGlass
from trust.rules.naming import Anyone, Openings, Rule, named

GLASS = "break-glass"
LATER = f"{GLASS}, told from "
#: The same for a try that was stopped: that there is such a row is told no earlier than the row itself.
STOPPED_LATER = "stopped, told from "
ANSWER_WITHIN = dt.timedelta(minutes=60)
TELL_WITHIN = dt.timedelta(hours=72)


def permission_of(row: BreakGlass) -> str:
    """What the ledger keeps as permission used: with the hour before which the officer is not told."""
    if row.delay and row.tell_at:
        return f"{LATER}{stamp(row.tell_at)}"
    return GLASS


def stopped_at(row: Model) -> str:
    """What the ledger keeps of a try at a row that was stopped; empty if its officer may know of it."""
    told = getattr(row, "tell_at", None)
    if isinstance(row, BreakGlass) and told is None:
        told = row.asked_at + ANSWER_WITHIN + (TELL_WITHIN if row.delay else dt.timedelta())
    return f"{STOPPED_LATER}{stamp(told)}" if told and told > clock.now() else ""


def stamp(moment: dt.datetime) -> str:
    """UTC to the minute, so that text sorts as time does."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")


def broken_glass(path: str) -> Rule:
    """Rows of an officer whose life is in danger: for whoever asked, once agreed to, for an hour."""

    @named(
        "the wellness coordinator in an emergency, with a second person, for 60 minutes",
        only=(Role.WELLNESS_COORDINATOR,),
    )
    def rule(user: Anyone) -> Openings:
        if not isinstance(user, User) or Role.WELLNESS_COORDINATOR not in roles.active(user):
            return []
        rows = BreakGlass.objects.opened().filter(asked_by=user, open_until__gt=clock.now())
        return [(permission_of(row), Q(**{path: row.participant_id})) for row in rows]

    return rule


def due(path: str) -> Rule:
    """Rows whose moment has come."""

    @named("once the officer may be told")
    def rule(user: Anyone) -> Openings:
        return [("", Q(**{f"{path}__lte": clock.now()}))]

    return rule


def kept_back(path: str) -> Q:
    """Looks and tries of an emergency whose officer is told later, and not by now."""
    now, held = stamp(clock.now()), Q()
    for words in (LATER, STOPPED_LATER):
        held |= Q(**{f"{path}__startswith": words, f"{path}__gt": f"{words}{now}"})
    return held


def may_be_told(path: str) -> Rule:
    """Looks that an officer may read by now: all but those of an emergency that is told later."""

    @named("not while an emergency keeps it back, 72 hours at most")
    def rule(user: Anyone) -> Openings:
        return [("", ~kept_back(path))]

    return rule
