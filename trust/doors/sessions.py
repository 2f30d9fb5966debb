"""Which role a signed-in session works in, and how strongly the person signed in.

One role at a time: a leader's own record is never mixed with the work of leading.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from agency.models import Role, User
from trust import channels, roles

ROLE = "role"


@dataclass(frozen=True)
class Choice:
    """A role that the person may switch to."""

    value: str
    label: str


def held_roles(user: User) -> list[str]:
    """The person's roles of today, their own one first, then in the order of the list."""
    held = roles.authorized_roles(user)
    return [role for role in Role.values if role in held and role != Role.INTEGRATION]


def allowed_roles(request: HttpRequest) -> list[str]:
    """The roles this very session may work in: all but the own one ask for a second step."""
    assert isinstance(request.user, User)  # noqa: S101 - callers ask only for people
    held = held_roles(request.user)
    if settings.MFA_FOR_ROLES and not used_second_step(request):
        return [role for role in held if role == Role.OFFICER]
    return held


def chosen_role(request: HttpRequest) -> str:
    """The session's role; the own one, else the first, when nothing was chosen."""
    allowed = allowed_roles(request)
    wanted = request.session.get(ROLE, Role.OFFICER)
    if wanted in allowed:
        return str(wanted)
    return allowed[0] if allowed else ""


def switch(request: HttpRequest, role: str) -> bool:
    """Work in another role, under a new session key. False when it is not open to this session."""
    if role not in allowed_roles(request):
        return False
    request.session.cycle_key()
    request.session[ROLE] = role
    return True


def choices(request: HttpRequest) -> list[Choice]:
    """What the role switch offers; nothing when there is nothing to choose."""
    allowed = allowed_roles(request)
    return [Choice(r, str(Role(r).label)) for r in allowed] if len(allowed) > 1 else []


def used_second_step(request: HttpRequest) -> bool:
    """True when a code or a passkey was part of this sign-in."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def proved_lately(request: HttpRequest) -> bool:
    """True when the person signed in, or signed in again, within the step-up time."""
    records = get_authentication_records(request, request.user)
    latest = max((float(record.get("at", 0)) for record in records), default=0.0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def signed_out(request: HttpRequest, person: object) -> None:
    """Have the browser emptied. One that shows messages keeps its storage: emptied, it would stop.

    What a form keeps there for its tab is forgotten by the sign-in page; a message names nothing.
    """
    vars(request)["signed_out"] = True
    keeps = isinstance(person, User) and channels.has_devices(by=person)
    vars(request)["keeps_storage"] = keeps
