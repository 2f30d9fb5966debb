"""My record: check-ins, trend, incidents attended, download."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import clock
from trust import access
from trust.doors.views import me
from trust.written import as_id
from wellness import actions
from wellness.models import CheckIn, CheckInGrant
from wellness.standing import ITEMS
from wellness.views.figures import answer_rows, figure, my_answers
from wellness.views.person import my_handle, step_up

PAGE = 20


def check_ins(request: HttpRequest) -> HttpResponse:
    """My check-ins, newest first, by cursor."""
    mine = access.visible(me(request), CheckIn).filter(participant=my_handle(request))
    rows = mine.order_by("-submitted_at", "-id")
    after = mine.filter(pk=as_id(request.GET.get("after", ""))).first()
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


def download(request: HttpRequest) -> HttpResponse:
    """Everything of mine in this room, as one JSON file."""
    response = JsonResponse(actions.record_json(by=me(request)), json_dumps_params={"indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="my-record.json"'
    return response
