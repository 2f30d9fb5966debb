"""Sleep and hours: one page with the band and its reasons, and the lists behind it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import clock
from agency.models import Shift
from trust import access
from trust.doors.forms import show
from trust.doors.views import me
from trust.models import Level, Participant
from trust.refusal import Refusal
from wellness.actions import hours as actions
from wellness.fatigue import LOOK_BACK
from wellness.forms.hours import SleepForm, WorkForm
from wellness.rest_tips import tips_for
from wellness.views import hours_shown
from wellness.views.person import my_handle

PAGE = 20
MORE = 10  # shifts that begin at the same moment as the last one of a page stay on it
E = TypeVar("E", actions.Slept, actions.Worked)


def hours(request: HttpRequest) -> HttpResponse:
    """How my hours stand beside the agency's numbers, and a place to write one night down."""
    by = me(request)
    book, shifts = actions.my_book(by), actions.my_shifts(by, clock.now() - LOOK_BACK)
    fatigue = actions.my_fatigue(by, book=book, shifts=shifts)
    pack = actions.my_pack()
    spans = actions.spans_of(shifts) + book.spans()
    mine = access.visible(by, Participant).filter(pk=my_handle(request)).first()
    context = {
        "joined": mine is not None and mine.level >= Level.SELF_ONLY,
        "shared": mine is not None and mine.fatigue_level >= Level.FULL,
        "band": hours_shown.band(fatigue),
        "because": hours_shown.because_sentences(fatigue.because),
        "stats": hours_shown.stats(fatigue.windows, pack),
        "rows": hours_shown.rows(fatigue.windows, pack),
        "sources": sorted({each.source for each in pack.limits}),
        "sleep_figure": hours_shown.sleep_figure(book.nights()),
        "hours_figure": hours_shown.hours_figure(spans),
        "form": SleepForm(initial=SleepForm.blank()),
        "tips": tips_for(each.code for each in fatigue.because),
    }
    return render(request, "wellness/hours.html", context)


# --- nights ---------------------------------------------------------------------------------------


def sleep_list(request: HttpRequest) -> HttpResponse:
    """My nights, newest first."""
    before = _day(request.GET.get("before", ""))
    nights = [n for n in actions.my_book(me(request)).sleep if before is None or n.night < before]
    page = nights[:PAGE]
    more = len(nights) > PAGE
    context = {
        "rows": [hours_shown.night_row(each) for each in page],
        "next_url": f"{reverse('sleep_list')}?before={page[-1].night}" if more else "",
        "first_url": reverse("sleep_list") if before else "",
    }
    return render(request, "wellness/sleep_list.html", context)


def sleep_entry(request: HttpRequest, entry: uuid.UUID | None = None) -> HttpResponse:
    """Write one night down, or change it."""
    given = _mine(actions.my_book(me(request)).sleep, entry) if entry else None
    form = SleepForm(
        request.POST or None, initial=SleepForm.of(given) if given else SleepForm.blank()
    )

    def save() -> object:
        return actions.log_sleep(by=me(request), entry=entry, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and _saved(form, save):
        messages.success(request, _("Your night is written down."))
        return redirect("sleep_list" if entry else "hours")
    return render(request, "wellness/sleep_entry.html", {"form": form, "entry": given})


@require_POST
def sleep_delete(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    actions.delete_sleep(by=me(request), entry=entry)
    messages.success(request, _("The night is deleted."))
    return redirect("sleep_list")


# --- hours ----------------------------------------------------------------------------------------


def work_list(request: HttpRequest) -> HttpResponse:
    """My hours, newest first: those on the roster, and those that I wrote down."""
    before = _moment(request.GET.get("before", ""))
    shifts = access.visible(me(request), Shift).filter(user=me(request))
    work = actions.my_book(me(request)).work
    if before is not None:
        shifts = shifts.filter(starts__lt=before)
        work = [each for each in work if each.starts < before]
    found: list[Shift | actions.Worked] = [*shifts[: PAGE + MORE + 1], *work[: PAGE + MORE + 1]]
    found.sort(key=lambda each: each.starts, reverse=True)
    page, rest = hours_shown.page_by_start(found, PAGE)
    more = page[-1].starts.isoformat().replace("+00:00", "Z") if rest else ""
    context = {
        "rows": hours_shown.work_rows(page),
        "next_url": f"{reverse('work_list')}?before={more}" if more else "",
        "first_url": reverse("work_list") if before else "",
    }
    return render(request, "wellness/work_list.html", context)


def work_entry(request: HttpRequest, entry: uuid.UUID | None = None) -> HttpResponse:
    """Write hours down that are on no roster, or change them."""
    given = _mine(actions.my_book(me(request)).work, entry) if entry else None
    form = WorkForm(request.POST or None, initial=WorkForm.of(given) if given else WorkForm.blank())

    def save() -> object:
        starts, ends = form.span()
        kind = form.cleaned_data["kind"]
        return actions.log_work(by=me(request), kind=kind, starts=starts, ends=ends, entry=entry)

    if request.method == "POST" and form.is_valid() and _saved(form, save):
        messages.success(request, _("Your hours are written down."))
        return redirect("work_list")
    return render(request, "wellness/work_entry.html", {"form": form, "entry": given})


@require_POST
def work_delete(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    actions.delete_work(by=me(request), entry=entry)
    messages.success(request, _("The hours are deleted."))
    return redirect("work_list")


# --- both -----------------------------------------------------------------------------------------


def _mine(entries: list[E], entry: uuid.UUID) -> E:
    found = next((each for each in entries if each.id == entry), None)
    if found is None:
        raise Http404
    return found


def _saved(form: SleepForm | WorkForm, save: Callable[[], object]) -> bool:
    """True when the action said yes; otherwise its reason stands in the form, which keeps what was typed."""
    try:
        save()
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text: str) -> dt.datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
