"""News about sessions: told once to everybody they are for; and who may no longer lead one."""

from __future__ import annotations

import uuid

from django.db import transaction

from agency import clock
from peersupport.actions.messages import EVENTS, tell_member, tell_team
from peersupport.actions.roster import is_on_pick_list
from peersupport.actions.session_rules import is_linked
from peersupport.actions.sessions import people_of
from peersupport.models import Debrief, Facilitator
from trust import notify

State = Debrief.State


def tell_session(*, debrief: str, revision: str) -> None:
    """Tell everybody invited and whoever leads it that there is news, once. Runs twice without harm.

    Whoever said *no* to the offer is told like everybody else: leaving them out would show the no.
    """
    row = Debrief.objects.select_related("case").filter(pk=debrief, revision=revision).first()
    if row is None:
        return  # changed meanwhile; the newer change has a job of its own
    about = f"session {row.pk} {row.revision}"
    event = uuid.uuid5(EVENTS, about)
    notify.tell_all({handle: [event] for handle in people_of(row)}, target="offers")
    for each in row.facilitators.select_related("supporter__user"):
        tell_member(each.supporter.user, about, "debriefs")


def step_back() -> int:
    """Whoever may no longer lead a planned session (a promotion, a break) is taken off it.

    They and the team are told neutrally, once. The number of people.
    """
    coming = Facilitator.objects.filter(
        debrief__state=State.PLANNED, debrief__starts_at__gt=clock.now()
    )
    found = list(coming.select_related("supporter__user", "debrief__case").order_by("pk"))
    gone = [each for each in found if not _may_lead(each)]
    for each in gone:
        with transaction.atomic():
            each.delete()
            about = f"stepped back {each.debrief_id} {each.supporter_id} {each.debrief.revision}"
            tell_member(each.supporter.user, about, "debriefs")
            tell_team(about, "debriefs")
    return len(gone)


def _may_lead(each: Facilitator) -> bool:
    return is_on_pick_list(each.supporter, each.debrief.starts_at) and not is_linked(
        each.supporter, people_of(each.debrief)
    )
