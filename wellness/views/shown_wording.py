"""Which licensed wording a page had shown: carried in the address that it posts to.

So that a page which lay open while a newer wording came is stored with the words that it showed.
"""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from wellness.actions.assessments.pages import OpenRun
from wellness.assessment_types import Licensed


def shown_by(request: HttpRequest, kind: str) -> dict[str, str]:
    """The version that the posted page had shown; of the agency's own wordings only."""
    shown = request.GET.get("wording", "")
    return {kind: shown} if shown and kind in Licensed and request.method == "POST" else {}


def with_shown(url: str, kind: str, found: OpenRun) -> str:
    """The address that a page showing this run posts to."""
    if kind not in Licensed:
        return url
    query = QueryDict(mutable=True)
    query["wording"] = found.content["versions"][kind]
    return f"{url}?{query.urlencode()}"
