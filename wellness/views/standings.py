"""People who let me see how they are doing: a colour, since when, and whether they want contact."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date

from agency.models import User
from trust import access, roles
from trust.access import Revealed
from trust.doors.views import me
from wellness.actions.exposure import lane_open
from wellness.exposure_kinds import kind_label
from wellness.models import ExposureSummary, Standing
from wellness.standing import Colour
from wellness.views.person import my_handle, step_up
from wellness.views.reviews import AnnualReviews
from wellness.views.summaries import fatigue_of, scores_of

PAGE = 50
ORDER = {Colour.RED: 0, Colour.ORANGE: 1, Colour.YELLOW: 2, Colour.GREEN: 3}
TAGS = {Colour.RED: "attention", Colour.ORANGE: "care", Colour.YELLOW: "", Colour.GREEN: "settled"}


@dataclass(frozen=True)
class Line:
    """One person as others may see them."""

    pk: uuid.UUID
    person: User | None
    colour: Colour
    tag: str
    since: dt.date | None
    wants_contact: bool


def _line(shown: Revealed) -> Line:
    state = dict(shown.content["state"])  # type: ignore[call-overload]
    colour = Colour(state["colour"])
    return Line(
        pk=shown.row.pk,
        person=shown.person,
        colour=colour,
        tag=TAGS[colour],
        since=parse_date(state["since"]),
        wants_contact=bool(state["wants_contact"]),
    )


def standings(request: HttpRequest) -> HttpResponse:
    """Everyone who disclosed to me. Each line that opens here stands in that person's log."""
    step_up(request)
    rows = access.visible(me(request), Standing).exclude(participant=my_handle(request))
    rows = rows.select_related("participant").order_by("pk")
    after = request.GET.get("after", "")
    if after.replace("-", "").isalnum() and len(after) == 36:
        rows = rows.filter(pk__gt=after)
    page = list(rows[: PAGE + 1])
    lines = [_line(each) for each in access.reveal_all(me(request), page[:PAGE], names=True)]
    lines.sort(key=lambda each: (not each.wants_contact, ORDER[each.colour], str(each.person)))
    context = {
        "people": lines,
        "next_url": f"{reverse('standings')}?after={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "first_url": reverse("standings") if after else "",
        "lane_open": lane_open(me(request)),
        "for_team": bool(roles.active(me(request)) & set(AnnualReviews.for_roles)),
    }
    return render(request, "wellness/standings.html", context)


def standing_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One person's colour; for the wellness team at the top level also what stands beside it."""
    rows = access.visible(me(request), Standing).select_related("participant")
    row = rows.filter(pk=pk).first() or access.fetch(me(request), "view", Standing, pk=pk)
    step_up(request)
    line = _line(access.reveal(me(request), row, names=True))
    context = {
        "line": line,
        "months": _months(request, row),
        "fatigue": fatigue_of(me(request), row.participant_id),
        "scores": scores_of(me(request), row.participant_id),
    }
    return render(request, "wellness/standing_detail.html", context)


def _months(request: HttpRequest, row: Standing) -> list[list[str]]:
    rows = access.visible(me(request), ExposureSummary).filter(participant=row.participant_id)
    summary = rows.first()
    if summary is None:
        return []
    months = dict(access.reveal(me(request), summary).content["months"])  # type: ignore[call-overload]
    return [
        [month, kind_label(code), str(count)]
        for month in sorted(months, reverse=True)
        for code, count in sorted(months[month].items())
    ]
