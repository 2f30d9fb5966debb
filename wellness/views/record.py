"""My record: check-ins, trend, incidents attended, download."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import clock
from agency.models import Category
from trust import access
from trust.refusal import Refusal
from wellness import actions
from wellness.actions.exposure import Entry
from wellness.models import CheckIn, CheckInGrant, Exposure
from wellness.standing import ITEMS
from wellness.views.figures import answer_rows, figure, my_answers
from wellness.views.person import me, my_handle, step_up

PAGE = 20
SPANS = (30, 90, 365)


def check_ins(request: HttpRequest) -> HttpResponse:
    """My check-ins, newest first, by cursor."""
    mine = access.visible(me(request), CheckIn).filter(participant=my_handle(request))
    rows = mine.order_by("-submitted_at", "-id")
    after = mine.filter(pk=_uuid(request.GET.get("after", ""))).first()
    if after is not None:
        rows = rows.filter(submitted_at__lt=after.submitted_at)
    page = list(rows[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    context = {
        "rows": page[:PAGE],
        "next_url": f"{reverse('check_ins')}?after={more}" if more else "",
        "first_url": reverse("check_ins") if after else "",
    }
    return render(request, "wellness/check_ins.html", context)


def _uuid(text: str) -> uuid.UUID:
    """What the address asks for; an id that nothing has, when it can't be read."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def check_in_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One check-in: my own, or one that was shared with me."""
    row = access.fetch(me(request), "view", CheckIn, pk=pk)
    own = row.participant_id == my_handle(request)
    if not own:
        step_up(request)
    shown = access.reveal(me(request), row, names=not own)
    answers = dict(shown.content["answers"])  # type: ignore[call-overload]
    shares = access.visible(me(request), CheckInGrant).filter(
        content_object=row, expires_at__gt=clock.now()
    )
    context = {
        "row": row,
        "own": own,
        "person": shown.person,
        "answers": answer_rows(answers),
        "note": shown.content["note"],
        "shares": shares.select_related("user") if own else [],
    }
    return render(request, "wellness/check_in_detail.html", context)


@require_POST
def check_in_delete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.delete_check_in(by=me(request), check_in=pk)
    messages.success(request, _("The check-in is deleted."))
    return redirect("check_ins")


def trend(request: HttpRequest) -> HttpResponse:
    """My own weeks. Nobody else's, and nothing to compare with."""
    said = my_answers(me(request))
    figures = [drawn for item in ITEMS if (drawn := figure(said, item))]
    return render(request, "wellness/trend.html", {"figures": figures})


def exposures(request: HttpRequest) -> HttpResponse:
    """The incidents that I attended: counts, and the list they are counted from."""
    book = access.visible(me(request), Exposure).filter(participant=my_handle(request)).first()
    entries: list[Entry] = []
    if book is not None:
        entries = list(access.reveal(me(request), book).content["entries"])  # type: ignore[call-overload]
    entries = [each for each in reversed(entries) if not each["removed"]]
    context = {
        "counts": _counts(entries),
        "head": [_("Kind of incident"), *(_("%(days)d days") % {"days": n} for n in SPANS)],
        "entries": [_line(each) for each in entries[:50]],
    }
    return render(request, "wellness/exposures.html", context)


def _counts(entries: list[Entry]) -> list[list[str]]:
    spans = [actions.count_exposure(entries, days=days) for days in SPANS]
    return [
        [kind(category), *(str(span.get(category, 0)) for span in spans)]
        for category in sorted(spans[-1])
    ]


def kind(category: str) -> str:
    return str(Category(category).label) if category in Category.values else _("Other incidents")


def _line(entry: Entry) -> dict[str, object]:
    return {
        "incident": entry["incident"],
        "day": parse_date(str(entry["day"])),
        "kind": kind(str(entry["category"])),
        "brought_in": entry["source"] == "brought_in",
    }


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    try:
        new = actions.bring_in_attendance(by=me(request))
        messages.success(request, _("Done. New in your list: %(count)d.") % {"count": new})
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    return redirect("exposures")


@require_POST
def exposure_remove(request: HttpRequest, incident: uuid.UUID) -> HttpResponse:
    actions.remove_exposure(by=me(request), incident=incident)
    return redirect("exposures")


def download(request: HttpRequest) -> HttpResponse:
    """Everything of mine in this room, as one JSON file."""
    response = JsonResponse(actions.download(by=me(request)), json_dumps_params={"indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="my-record.json"'
    return response
