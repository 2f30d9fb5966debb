"""The team's roster: who helps, who can be reached, whose course runs out, how busy each is. Counts only."""

from __future__ import annotations

import csv
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import ClassVar

import tablib
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agency import local_time
from agency.models import Course, Role
from peersupport import actions
from peersupport.actions import overview
from peersupport.actions.overview import Entry
from peersupport.availability import Hour, gaps
from peersupport.forms.roster import WEEKDAYS, AddForm, PlaceForm, SearchForm
from peersupport.kinds import Kind, Language
from peersupport.models import Photo, Supporter
from trust import access
from trust.doors import history
from trust.doors.forms import show
from trust.doors.tables import XLSX, plain
from trust.doors.views import NOT_YET, ForRoles, PolicyMixin, me
from trust.refusal import Refusal

TEAM = (Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN)
PAGE, HISTORY = 25, 20
Row = list[object]
Table = list[Row]


class Roster(ForRoles):
    """Everybody on the roster, to search and to plan with. Nine queries whatever their number."""

    for_roles: ClassVar[tuple[str, ...]] = TEAM

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.GET)
        found = overview.overview(me(request), form.wanted)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        ready = sum(each.reachable and each.can_be_asked for each in found)
        content = {"form": form, "page": page, "found": len(found), "ready": ready}
        return render(request, "peersupport/roster/list.html", content)


class RosterAdd(ForRoles):
    """Put somebody on the roster."""

    for_roles: ClassVar[tuple[str, ...]] = TEAM

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, AddForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddForm(request.POST)
        if form.is_valid():
            try:
                row = actions.add_supporter(by=me(request), **form.cleaned_data)
            except Refusal as refusal:
                show(form, refusal)
            else:
                messages.success(request, _("On the roster now."))
                return redirect("roster_detail", pk=row.pk)
        return self.page(request, form, NOT_YET)

    def page(self, request: HttpRequest, form: AddForm, status: int = 200) -> HttpResponse:
        return render(request, "peersupport/roster/add.html", {"form": form}, status=status)


class RosterDetail(ForRoles, PolicyMixin[Supporter]):
    """One supporter: what they say, their week, their courses, counts. Nothing about anybody helped."""

    for_roles: ClassVar[tuple[str, ...]] = TEAM
    model = Supporter

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = self.get_object()
        return self.page(request, row, PlaceForm({"kind": row.kind, "capacity": row.capacity}))

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row, form = self.get_object(), PlaceForm(request.POST)
        if form.is_valid():
            try:
                actions.save_place(by=self.person, supporter=pk, **form.cleaned_data)
            except Refusal as refusal:
                show(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("roster_detail", pk=pk)
        return self.page(request, row, form, NOT_YET)

    def page(
        self, request: HttpRequest, row: Supporter, form: PlaceForm, status: int = 200
    ) -> HttpResponse:
        entry = overview.one(self.person, row)
        titles = access.visible(self.person, Course).in_bulk([x.course for x in entry.lines])
        content = {
            "entry": entry,
            "form": form,
            "lines": [(titles[each.course], each) for each in entry.lines],
            "week": [(WEEKDAYS[each.weekday][1], each) for each in entry.supporter.week.all()],
            "moves": [
                (code, label)
                for code, label in _moves()
                if code in Supporter.MOVES[entry.supporter.status]
            ],
            "history": history.of(entry.supporter, HISTORY),
        }
        return render(request, "peersupport/roster/detail.html", content, status=status)


def _moves() -> list[tuple[str, str]]:
    return [
        (Supporter.Status.PAUSED, _("Take a break")),
        (Supporter.Status.ACTIVE, _("Bring back")),
        (Supporter.Status.LEFT, _("End in the programme")),
    ]


@require_POST
def roster_status(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A break, the way back, or the end: by the team, or by supporters for themselves."""
    status = request.POST.get("status", "")
    try:
        row = actions.set_supporter_status(by=me(request), supporter=pk, status=status)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
        if row.user_id == me(request).pk and row.status != Supporter.Status.LEFT:
            return redirect("supporter_profile")
    return redirect("roster_detail", pk=pk)


# --- a week -----------------------------------------------------------------------------------------------


class RosterCoverage(ForRoles):
    """Who covers a week, hour by hour, with the gaps in words."""

    for_roles: ClassVar[tuple[str, ...]] = TEAM

    def get(self, request: HttpRequest) -> HttpResponse:
        day = _day(request.GET.get("week", ""))
        kind, language = request.GET.get("kind", ""), request.GET.get("language", "")
        language = language if language in Language.values else ""
        monday = overview.monday_of(day)
        hours = overview.week_of(me(request), monday, kind=kind)
        days = [monday + dt.timedelta(days=n) for n in range(7)]
        content = {
            "monday": monday,
            "days": days,
            "rows": _table(hours, days, language),
            "gaps": gaps(hours, language)[:100],
            "before": monday - dt.timedelta(days=7),
            "after": monday + dt.timedelta(days=7),
            "kinds": Kind.choices,
            "languages": Language.choices,
            "kind": kind,
            "language": language,
        }
        return render(request, "peersupport/roster/coverage.html", content)


def _day(text: str) -> dt.date:
    """The day of an address, within a few years of today; today for anything odd."""
    try:
        return overview.near(parse_date(text))
    except ValueError:
        return local_time.today()


def _table(
    hours: Iterable[Hour], days: list[dt.date], language: str
) -> list[tuple[str, list[int | None]]]:
    """Hour of the day -> a number a day; the smaller one where an hour comes twice, None where none is."""
    cells: dict[tuple[dt.date, int], int] = {}
    for each in hours:
        key = (each.starts.date(), each.starts.hour)
        here = each.languages[language] if language else each.people
        cells[key] = min(here, cells.get(key, here))
    return [(f"{n:02}:00", [cells.get((day, n)) for day in days]) for n in range(24)]


# --- files and pictures ------------------------------------------------------------------------------------


class RosterExport(ForRoles):
    """The roster as a file, as it is searched: CSV, or XLSX with ``?as=xlsx``."""

    for_roles: ClassVar[tuple[str, ...]] = TEAM

    def get(self, request: HttpRequest) -> HttpResponse:
        found = overview.overview(me(request), SearchForm(request.GET).wanted)
        table: Table = [_head(), *([plain(cell) for cell in _cells(each)] for each in found)]
        as_xlsx = request.GET.get("as") == "xlsx"
        response = _xlsx(table) if as_xlsx else _csv(table)
        ending = "xlsx" if as_xlsx else "csv"
        name = f"roster-{local_time.today():%Y-%m-%d}.{ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _head() -> Row:
    return [
        _("Name"), _("Personnel number"), _("Kind"), _("Status"), _("Languages"), _("Specialities"),
        _("Area"), _("Training"), _("Reachable now"), _("Open contacts at most"), _("Open contacts"),
        _("Asked in 30 days"), _("Accepted in 30 days"), _("Since"),
    ]  # fmt: skip


def _cells(each: Entry) -> list[object]:
    row, load = each.supporter, each.load
    return [
        str(row.user), row.user.personnel_number or "", row.get_kind_display(),
        row.get_status_display(),
        ", ".join(each.languages), ", ".join(each.specialities), row.area, str(each.training.label),
        _("yes") if each.reachable else _("no"), row.capacity, load.open_now, load.asked,
        load.accepted, row.since.isoformat(),
    ]  # fmt: skip


def _csv(table: Table) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    csv.writer(response).writerows(table)
    return response


def _xlsx(table: Table) -> HttpResponse:
    data = tablib.Dataset(*table[1:], headers=table[0], title=_("Roster"))
    return HttpResponse(data.export("xlsx"), content_type=XLSX)


@require_safe
def supporter_photo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The picture of a supporter, for whoever may read their page."""
    photo = access.fetch(me(request), "view", Photo, pk=pk)
    return HttpResponse(bytes(photo.jpeg), content_type="image/jpeg")
