"""What every page gets from the roof: names, crisis lines, navigation, role, theme."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest

from agency.models import Role, User
from argus.navigation import Item, navigation
from trust.doors import sessions


class RoleShown(TypedDict):
    """The role of the session, and what it may be changed to."""

    value: str
    label: str
    is_officer: bool
    choices: list[sessions.Choice]


def house(request: HttpRequest) -> dict[str, object]:
    """Asks no database by itself: the session and the person were read by the gate."""
    return {
        "agency_name": settings.AGENCY_NAME,
        "crisis_lines": settings.CRISIS_LINES,
        "leave_url": settings.LEAVE_URL,
        "theme": theme(request),
        "navigation": _items(request),
        "role": _role(request),
    }


def theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "system")
    return chosen if chosen in {"light", "dark"} else "system"


def _items(request: HttpRequest) -> list[Item]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    return navigation(sessions.chosen_role(request), request.path)


def _role(request: HttpRequest) -> RoleShown | None:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return None
    value = sessions.chosen_role(request)
    if not value:
        return None
    return {
        "value": value,
        "label": str(Role(value).label),
        "is_officer": value == Role.OFFICER,
        "choices": sessions.choices(request),
    }
