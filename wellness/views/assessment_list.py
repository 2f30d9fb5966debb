"""All assessments: what there is, what is suggested, what lies half-done, and those of before."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from trust import access
from trust.doors.views import me
from trust.written import as_id
from wellness import assessment_types
from wellness.actions import assessments as actions
from wellness.actions import wordings
from wellness.actions.assessments.pages import slots
from wellness.actions.schedule import Due, due_now
from wellness.assessment_types import AssessmentType, Licensed, Reason
from wellness.models import Assessment
from wellness.views.assessment import where
from wellness.views.person import joined, my_handle, opens_words

PAGE = 20
#: Who sees an assessment of this type, said before anybody opens it.
SEEN: dict[str, Promise] = {
    AssessmentType.WEEKLY_CHECK: _(
        "Your answers are seen by you alone. Your colour follows from it, and is seen by whom you chose."
    ),
    AssessmentType.QUARTERLY: _("Your answers are seen by you alone."),
    AssessmentType.POST_INCIDENT: _("Your answers are seen by you alone."),
    AssessmentType.RETURN_TO_DUTY: _(
        "Nobody sees it unless you share it, not even the people on your plan."
    ),
    AssessmentType.ANNUAL_REVIEW: _(
        "Your answers are seen by you alone. If you like, you confirm the day to the wellness team."
    ),
    **dict.fromkeys(Licensed, _("Your answers are seen by you alone.")),
}


@dataclass(frozen=True)
class Offer:
    """One kind of assessment on the page: what it is, how long it takes, where it begins."""

    title: str
    takes: str
    url: str
    seen: str = ""
    why: str = ""
    pk: uuid.UUID | None = None


def offer(kind: str, due: Due | None = None) -> Offer:
    return Offer(
        title=assessment_types.label(kind),
        takes=str(assessment_types.TAKES[kind]),
        url=where(kind),
        seen=str(SEEN.get(kind, "")),
        why=str(Reason(due.reason).label) if due else "",
        pk=due.row.pk if due else None,
    )


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """Everything on one page. The list of before is paged by cursor, and by type if wished."""
    if not joined(request):
        return render(request, "wellness/check_in_closed.html")
    named = slots(me(request))
    chosen = request.GET.get("type", "")
    rows, after = _finished(request, named, chosen)
    page = list(rows[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    here = reverse("assessments") + (f"?type={chosen}&" if chosen in named.values() else "?")
    context = {
        "due": [offer(each.kind, each) for each in due_now(by=me(request))],
        "unfinished": _unfinished(request, named),
        "kinds": [offer(kind) for kind in AssessmentType.values],
        "licensed": _licensed(request),
        "rows": [(row, assessment_types.label(named.get(row.slot, ""))) for row in page[:PAGE]],
        "filters": _filters(chosen),
        "narrowed": bool(chosen),
        "team": opens_words(request),
        "next_url": f"{here}after={more}" if more else "",
        "first_url": here.rstrip("&?") if after else "",
    }
    return render(request, "wellness/assessments.html", context)


def _licensed(request: HttpRequest) -> list[Offer]:
    """Those whose wording the agency brought; each is named as its instrument."""
    found = wordings.with_wordings(me(request), wordings.for_upload())
    return [offer(kind) for kind in Licensed if kind in found]


def _mine(request: HttpRequest) -> QuerySet[Assessment]:
    return access.visible(me(request), Assessment, "change").filter(participant=my_handle(request))


def _finished(
    request: HttpRequest, named: dict[str, str], chosen: str
) -> tuple[QuerySet[Assessment], Assessment | None]:
    """What was sent, newest first, from the cursor on."""
    rows = _mine(request).filter(submitted_at__isnull=False).order_by("-submitted_at", "-id")
    wanted = [slot for slot, kind in named.items() if kind == chosen]
    if wanted:
        rows = rows.filter(slot__in=wanted)
    after = rows.filter(pk=as_id(request.GET.get("after", ""))).first()
    return rows.filter(submitted_at__lt=after.submitted_at) if after else rows, after


def _unfinished(request: HttpRequest, named: dict[str, str]) -> list[dict[str, object]]:
    rows = _mine(request).filter(submitted_at=None).order_by("-saved_at")
    return [
        {"row": row, "offer": offer(named[row.slot])} for row in rows if named.get(row.slot, "")
    ]


def _filters(chosen: str) -> list[dict[str, object]]:
    """All types but the weekly check, which has its own list."""
    here = reverse("assessments")
    kinds = [kind for kind in AssessmentType.values if kind != AssessmentType.WEEKLY_CHECK]
    every = {"label": _("All"), "url": here, "current": chosen not in kinds}
    return [
        every,
        *(
            {
                "label": assessment_types.label(kind),
                "url": f"{here}?type={kind}",
                "current": kind == chosen,
            }
            for kind in kinds
        ),
    ]


@require_POST
def forget(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Leave a half-done run for good."""
    actions.cancel(by=me(request), assessment=pk)
    return redirect("assessments")
