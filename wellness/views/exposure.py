"""Hard calls: the officer's own book, the history to take along, and the duty-of-care lane."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from agency import clock
from trust.doors.charts import Chart, Point, bar_chart
from trust.doors.forms import show
from trust.doors.views import me, number
from trust.refusal import Refusal
from wellness import actions
from wellness.actions.exposure import Entry, Reason, counts, lane_open, months, my_entries
from wellness.exposure_kinds import kind_label
from wellness.forms.exposure import AttendanceForm, DisputeForm, ExposureForm, NoteForm
from wellness.views.person import joined, step_up

PAGE = 20
MONTHS = 12
MONTHS_AT_LEAST = 3


def exposures(request: HttpRequest) -> HttpResponse:
    """Counts, the months, and the list they are counted from."""
    entries = my_entries(me(request))
    newest = entries[::-1]
    start = number(request.GET.get("from", ""))
    more = start + PAGE if len(newest) > start + PAGE else 0
    rows = counts(entries, clock.today())
    usual_known = any(each.usual_30 is not None for each in rows)
    context = {
        "head": _head(with_usual=usual_known),
        "counts": [_count_row(each) for each in rows],
        "usual_known": usual_known,
        "figure": _figure(entries),
        "entries": [_line(each) for each in newest[start : start + PAGE]],
        "next_url": f"{reverse('exposures')}?from={more}" if more else "",
        "first_url": reverse("exposures") if start else "",
        "first_page": not start,
        "joined": joined(request),
    }
    return render(request, "wellness/exposures.html", context)


def _head(*, with_usual: bool) -> list[str]:
    spans = [_("%(days)d days") % {"days": days} for days in (30, 90, 365)]
    return [_("Kind"), *spans, *([_("Your usual")] if with_usual else [])]


def _count_row(count: actions.exposure.Count) -> list[str]:
    row = [kind_label(count.kind), *map(str, (count.last_30, count.last_90, count.last_365))]
    if count.usual_30 is None:
        return row
    whole = count.usual_30 == int(count.usual_30)
    return [*row, number_format(count.usual_30, 0 if whole else 1)]


def _figure(entries: list[Entry]) -> Chart | None:
    """The months since the list begins, twelve at most. A month without any is a true zero."""
    per_month = Counter({month: sum(kinds.values()) for month, kinds in months(entries).items()})
    first = min(per_month, default="9999")
    shown = [month for month in _last_months(clock.today()) if month >= first]
    most = max((per_month[month] for month in shown), default=0)
    if not most or len(shown) < MONTHS_AT_LEAST:
        return None
    return bar_chart(
        [
            Point(
                label=date_format(dt.date.fromisoformat(f"{month}-01"), "M"),
                value=per_month[month],
            )
            for month in shown
        ],
        key="exposure-months",
        title=_("Calls in your list, by month"),
        label_head=_("Month"),
        value_head=_("Calls"),
        top=max(4, -(-most // 4) * 4),
        folded=True,
    )


def _last_months(today: dt.date) -> list[str]:
    last = today.year * 12 + today.month - 1
    return [f"{each // 12}-{each % 12 + 1:02}" for each in range(last - MONTHS + 1, last + 1)]


def _line(entry: Entry) -> dict[str, object]:
    return {
        "id": entry["id"],
        "day": dt.date.fromisoformat(entry["day"]),
        "kind": kind_label(entry["kind"]),
        "source": _source(entry),
        "own": entry["source"] == "own",
        "secondary": entry["secondary"],
        "disputed": str(Reason(entry["disputed"]).label) if entry["disputed"] else "",
        "note": entry["note"],
    }


def _source(entry: Entry) -> str:
    words = {
        "attended": _("from attendance records"),
        "brought_in": _("from attendance records, brought in by you"),
        "own": _("added by you"),
    }
    return words.get(entry["source"], "")


# --- changing the book --------------------------------------------------------------------------


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    try:
        new = actions.bring_in_attendance(by=me(request))
        messages.success(request, _("Done. New in your list: %(count)d.") % {"count": new})
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    return redirect("exposures")


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Read the kinds anew by today's table of call types."""
    try:
        changed = actions.map_again(by=me(request))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
        return redirect("exposures")
    told = ngettext("%(count)d entry changed.", "%(count)d entries changed.", changed)
    messages.success(request, told % {"count": changed} if changed else _("Nothing changed."))
    return redirect("exposures")


def add(request: HttpRequest) -> HttpResponse:
    """A call that no record knows."""
    form = ExposureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_exposure(by=me(request), **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("It is in your list."))
            return redirect("exposures")
    return render(request, "wellness/exposure_add.html", {"form": form})


def entry_detail(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """One entry: its note, and what may not be right about it."""
    return _entry_page(request, entry)


@require_POST
def note(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.annotate_exposure(by=me(request), entry=entry, note=form.cleaned_data["note"])
        messages.success(request, _("Your note is kept."))
        return redirect("exposure_entry", entry)
    return _entry_page(request, entry, note=form)


@require_POST
def dispute(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    form = DisputeForm(request.POST)
    if form.is_valid():
        try:
            actions.dispute_exposure(by=me(request), entry=entry, **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("Noted. Your list follows what you said."))
            return redirect("exposure_entry", entry)
    return _entry_page(request, entry, dispute=form)


@require_POST
def take_back(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    actions.take_back_dispute(by=me(request), entry=entry)
    messages.success(request, _("The entry stands again as the record has it."))
    return redirect("exposure_entry", entry)


@require_POST
def remove(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    actions.remove_exposure(by=me(request), entry=entry)
    messages.success(request, _("It is out of your list."))
    return redirect("exposures")


def _entry_page(
    request: HttpRequest,
    entry: uuid.UUID,
    *,
    note: NoteForm | None = None,
    dispute: DisputeForm | None = None,
) -> HttpResponse:
    found = [each for each in my_entries(me(request)) if each["id"] == str(entry)]
    if not found:
        raise Http404
    said = found[0].get("said")
    context = {
        "line": _line(found[0]),
        "recorded_kind": kind_label(said["kind"]) if said else "",
        "recorded_day": dt.date.fromisoformat(said["day"]) if said else None,
        "note_form": note or NoteForm({"note": found[0]["note"]}),
        "dispute_form": dispute or DisputeForm(),
    }
    return render(request, "wellness/exposure_entry.html", context)


# --- the duty-of-care lane ----------------------------------------------------------------------


def lane(request: HttpRequest) -> HttpResponse:
    """Counts of one officer from attendance records: only where the agency chose it, and logged."""
    if not lane_open(me(request)):
        raise Http404
    step_up(request)
    form = AttendanceForm(request.POST or None)
    context: dict[str, object] = {"form": form, "head": _head(with_usual=False)}
    if request.method == "POST" and form.is_valid():
        try:
            whose, found = actions.look_up_attendance(by=me(request), **form.cleaned_data)
        except Refusal as refusal:
            show(form, refusal)
        else:
            rows = [(each.kind, each.last_30, each.last_90, each.last_365) for each in found]
            context |= {
                "whose": whose,
                "rows": [[kind_label(kind), *map(str, spans)] for kind, *spans in rows],
            }
    return render(request, "wellness/exposure_lane.html", context)
