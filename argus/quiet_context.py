"""What a page of the quiet face gets: words and numbers, nobody's role, nobody's taste."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """``csrf_token`` is emptied: this face has no form and sets no cookie."""
    return {
        "agency_name": settings.AGENCY_NAME,
        "crisis_lines": settings.CRISIS_LINES,
        "leave_url": settings.LEAVE_URL,
        "quiet": True,
        "csrf_token": "",
    }
