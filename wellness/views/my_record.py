"""My record: one calm page of everything an officer told Argus, for that officer alone.

Compares with nobody. Each point opens what it came from. On paper, as PDF, JSON and FHIR too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agency import clock
from trust import documents
from trust.doors.charts import Chart
from trust.doors.views import me
from wellness import actions, scoring
from wellness.actions.overview import Overview, Visit, known, overview
from wellness.assessment_types import label
from wellness.exposure_kinds import in_order, kind_label
from wellness.fatigue import Band
from wellness.instruments import Instrument, UnknownInstrument, instrument
from wellness.recommendations import Next, next_steps
from wellness.trend import WEEK, monday
from wellness.views import record_figures as figures
from wellness.views.person import joined
from wellness.views.record_figures import Frame, Links
from wellness.views.record_weeks import Weeks
from wellness.views.results import NEVER_NAMED

NOTES = 20
FHIR = "application/fhir+json"


@dataclass(frozen=True)
class Span:
    """How far back the page looks; ``weeks`` 0: as far as there is anything."""

    code: str
    label: str | Promise
    weeks: int = 0


SPANS = (
    Span("3-months", gettext_lazy("3 months"), 13),
    Span("1-year", gettext_lazy("1 year"), 52),
    Span("all", gettext_lazy("All")),
)


@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    """The page. Its tables wait behind their captions."""
    page = _page(request, folded=True)
    return render(request, "wellness/my_record.html", page)


@require_safe
def my_record_paper(request: HttpRequest) -> HttpResponse:
    """The same, laid out for paper: every table open, a section a page."""
    return render(request, "wellness/my_record_paper.html", _page(request, folded=False))


@require_safe
def my_record_pdf(request: HttpRequest) -> HttpResponse:
    """The paper as a tagged PDF; where none can be made, the page to print."""
    page = _page(request, folded=False) | {"pdf": True}
    try:
        drawn = documents.render_pdf("wellness/my_record_paper.html", page)
    except documents.PdfUnavailable:
        messages.info(request, _("A PDF can’t be made here. Print this page instead."))
        return redirect(f"{reverse('my_record_paper')}?span={page['span'].code}")
    return _file(HttpResponse(drawn, content_type="application/pdf"), "my-record.pdf")


@require_safe
def my_record_fhir(request: HttpRequest) -> HttpResponse:
    """Answers, scores and sleep for another system; the name only on the officer's wish."""
    made = actions.record_fhir(by=me(request), named=request.GET.get("name") == "yes")
    answer = JsonResponse(made, json_dumps_params={"indent": 1}, content_type=FHIR)
    return _file(answer, "my-record.fhir.json")


def _file(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- what the page is made of -----------------------------------------------------------------------


def _page(request: HttpRequest, *, folded: bool) -> dict[str, Any]:
    today = clock.today()
    span = next((each for each in SPANS if each.code == request.GET.get("span")), SPANS[0])
    since = monday(today) - WEEK * (span.weeks - 1) if span.weeks else None
    record = overview(me(request), since=since)
    first = record.first or today
    count = span.weeks or (monday(today) - monday(first)).days // 7 + 1
    frame, links = Frame(today, count, folded), Links(open_pages=folded)
    weeks = Weeks(record, frame, links)
    hours_url = _address("hours")
    return {
        "made_at": clock.now(),
        "person": me(request),
        "paper": not folded,
        "spans": [(each, each is span) for each in SPANS],
        "span": span,
        "empty": record.empty,
        "joined": not record.empty or joined(request),
        "steps": [_step(each) for each in next_steps(known(record))],
        "standing": weeks.standing(),
        "own": [*weeks.own(), *weeks.scales()],
        "weeks": weeks.table(),
        **_scores(record, frame, links),
        "kinds": _kinds(record),
        "exposure": figures.exposure(record, frame, reverse("exposures") if folded else ""),
        "sleep": figures.sleep(record, frame, hours_url if folded else ""),
        "hours_url": hours_url,
        "fatigue": Band(record.fatigue.band).label if record.fatigue else "",
        **_notes(record, links),
    }


def _address(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _step(each: Next) -> dict[str, object]:
    return {"step": each, "url": _address(each.url_name, *each.args) if each.url_name else ""}


def _scores(record: Overview, frame: Frame, links: Links) -> dict[str, object]:
    """The newest result of each scale as a row, and a chart where there are two or more."""
    rows: list[dict[str, str]] = []
    charts: list[Chart] = []
    for (code, scale), results in sorted(figures.series(record).items()):
        of = _instrument(code)
        if of is None or scale not in {each.code for each in of.scales}:
            continue
        title = figures.title_of(of, of.scale(scale))
        rows.append(_newest(of, scale, title, results[-1], links))
        if code in NEVER_NAMED:
            continue
        drawn = figures.score_chart(of, of.scale(scale), results, frame, links)
        charts += [drawn] if drawn else []
    return {"newest": rows, "scores": charts}


def _instrument(code: str) -> Instrument | None:
    try:
        return instrument(code)
    except UnknownInstrument:
        return None


def _newest(
    of: Instrument, scale: str, title: str, result: figures.Result, links: Links
) -> dict[str, str]:
    visit, score = result
    named = of.code not in NEVER_NAMED
    return {
        "term": title,
        "tag": str(scoring.band_label(of, scale, str(score["band"]))) if named else "",
        "text": _told(of.scale(scale).high, score["total"] if named else None, visit),
        "url": links.to(visit),
        "action": _("Open"),
    }


def _told(high: float, total: float | None, visit: Visit) -> str:
    day = date_format(visit.on)
    if total is None:
        return day
    return _("%(total)s of %(high)s, %(day)s") % {
        "total": number_format(total),
        "high": number_format(high),
        "day": day,
    }


def _kinds(record: Overview) -> list[dict[str, str]]:
    """How often each kind came in this time, in reading order."""
    found = Counter(each["kind"] for each in record.attended)
    return [
        {"term": kind_label(kind), "text": str(found[kind])} for kind in sorted(found, key=in_order)
    ]


def _notes(record: Overview, links: Links) -> dict[str, object]:
    told = [each for each in reversed(record.visits) if each.note.strip()]
    return {
        "notes": [
            {"on": each.on, "kind": label(each.type), "text": each.note, "url": links.to(each)}
            for each in told[:NOTES]
        ],
        "more_notes": len(told) > NOTES,
    }
