"""Who is told that there is something to see. Never what, never about whom."""

from __future__ import annotations

import uuid

from agency.models import Role, User
from trust import audit, notify, roles, vault
from trust.models import Participant

EVENTS = uuid.UUID("6f0c1f5e-7f0b-4a36-9a5c-0d6f8f3f6a11")


def tell_team(about: str, target: str) -> None:
    """One neutral notice per coordinator; per wellness administrator while there is none."""
    team = list(roles.assigned_users(Role.WELLNESS_COORDINATOR))
    instead = roles.assigned_users(Role.WELLNESS_ADMIN)
    for member in vault.by_handle(team or instead, "portal"):
        tell_member(member, about, target)


def tell_admins(about: str, target: str) -> None:
    """One neutral notice per wellness administrator, who gives out the roles."""
    for member in vault.by_handle(roles.assigned_users(Role.WELLNESS_ADMIN), "portal"):
        tell_member(member, about, target)


def tell_member(member: User, about: str, target: str, *, urgent: bool = False) -> None:
    # The log must not put the officer whose click this was beside a row that they caused.
    with audit.acting(None):
        notify.tell(
            participant=vault.participant(member, "portal"),
            event=uuid.uuid5(EVENTS, about),
            target=target,
            urgent=urgent,
        )


def tell_officer(who: Participant, about: str, target: str = "offers") -> None:
    with audit.acting(None):
        notify.tell(participant=who, event=uuid.uuid5(EVENTS, about), target=target)
