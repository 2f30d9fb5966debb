"""Programme report and My unit: frozen figures only, read through the policy, laid out for people.

Composes and decides nothing. Every reader of the same row gets the same text, in page and CSV.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _

from agency.models import Role, Unit, User
from trust import access, roles
from trust.doors.charts import Chart, Point, line_chart
from trust.doors.tables import plain
from trust.doors.views import ForRoles, me
from trust.models import ReleasedCell, ReleaseRun
from trust.release import Metric, metrics

#: Enough for two years of months; the chart stays readable on a phone.
TREND_MONTHS = 24
ORDER = ("participation", "contact", "stress", "offers_in_time", "days_to_appointment")
#: What the support programme itself is judged by.
PROGRAMME = frozenset({"offers_in_time", "days_to_appointment"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as a page shows it: its name, the text, and of whom."""

    label: str
    value: str
    detail: str


def figures() -> list[Metric]:
    """The figures in reading order."""
    known = {metric.code: metric for metric in metrics()}
    return [known[code] for code in ORDER if code in known]


def refusal(cell: ReleasedCell) -> str:
    """The one sentence for every figure that is not shown, whatever the reason."""
    if cell.included_in is None:
        return _("Not reported at this level.")
    return _("Not reported at this level. Included in: %(unit)s.") % {"unit": cell.included_in.name}


def shown(cell: ReleasedCell) -> str:
    """The figure with the reader's decimal sign, or the sentence."""
    if cell.suppressed:
        return refusal(cell)
    return cell.value.replace(".", str(formats.get_format("DECIMAL_SEPARATOR")))


def period_name(run: ReleaseRun) -> str:
    """The period in words, e.g. "October 2026" or "3rd quarter of 2026"."""
    if run.kind == ReleaseRun.Kind.MONTH:
        return formats.date_format(run.first_day, "F Y")
    quarters = (_("First quarter"), _("Second quarter"), _("Third quarter"), _("Fourth quarter"))
    return f"{quarters[(run.first_day.month - 1) // 3]} {run.first_day.year}"


def cells(user: User) -> QuerySet[ReleasedCell]:
    """Every figure that this person may read, with what a page needs beside it."""
    return access.visible(user, ReleasedCell).select_related("unit", "included_in", "run")


def frozen(user: User) -> list[ReleaseRun]:
    """The frozen periods in which this person may read a figure, newest first."""
    runs = access.visible(user, ReleaseRun)
    mine = cells(user).order_by().values("run").distinct()
    return list(runs.filter(pk__in=mine).order_by("-first_day", "kind"))


def chosen(runs: Sequence[ReleaseRun], period: str) -> ReleaseRun | None:
    """The run asked for, else the newest. A period that was not frozen answers 404."""
    if not period:
        return runs[0] if runs else None
    run = next((run for run in runs if run.period == period), None)
    if run is None:
        raise Http404
    return run


def figure(metric: Metric, cell: ReleasedCell | None) -> Figure:
    """One number, or a dash with the sentence that says where its people are included."""
    label = str(metric.label)
    if cell is None:
        return Figure(label, "–", _("Not reported at this level."))
    if cell.suppressed:
        return Figure(label, "–", refusal(cell))
    return Figure(label, shown(cell), _("of %(people)s officers") % {"people": cell.n_band})


def table(rows: Iterable[ReleasedCell]) -> list[list[str]]:
    """One row per unit in the order of the unit tree, never by value: no ranking."""
    by_unit: dict[Unit, dict[str, ReleasedCell]] = {}
    for cell in rows:
        by_unit.setdefault(cell.unit, {})[cell.metric] = cell
    return [
        [unit.name, *(shown(mine[m.code]) if m.code in mine else "–" for m in figures())]
        for unit, mine in sorted(by_unit.items(), key=lambda item: item[0].path)
    ]


def head() -> list[str]:
    """The first row of that table."""
    return [_("Unit"), *(str(metric.label) for metric in figures())]


def trend(rows: Iterable[ReleasedCell]) -> Chart | None:
    """Asking for contact, month by month, with gaps where nothing was shown."""
    newest = sorted(rows, key=lambda cell: cell.run.first_day)[-TREND_MONTHS:]
    if not newest:
        return None
    return line_chart(
        [
            Point(
                label=formats.date_format(cell.run.first_day, "M Y"),
                value=None if cell.suppressed else number(cell.value) / 100,
                reason=refusal(cell) if cell.suppressed else "",
            )
            for cell in newest
        ],
        key="contact",
        title=_("Asking for contact, by month"),
        label_head=_("Month"),
        value_head=_("Asking for contact"),
        top=1.0,
        percent=True,
        note=_("Hatched months are not reported. Steps are rough on purpose."),
    )


def number(value: str) -> float:
    """The number in a figure's text: "≤ 10 %" is drawn at 10."""
    return float(value.strip("≤≥ %"))


class ProgrammeReport(ForRoles):
    """What commanders, the wellness team and the union reviewer read."""

    for_roles: ClassVar = (
        Role.COMMANDER,
        Role.CHIEF,
        Role.WELLNESS_COORDINATOR,
        Role.WELLNESS_ADMIN,
        Role.UNION_REVIEWER,
    )

    def get(self, request: HttpRequest) -> HttpResponse:
        user = me(request)
        runs = frozen(user)
        run = chosen(runs, request.GET.get("period", ""))
        mine = list(cells(user).filter(run=run).order_by("unit__path"))
        top = mine[0].unit if mine else None
        of_top = {cell.metric: cell for cell in mine if cell.unit == top}
        months = cells(user).filter(unit=top, metric="contact", run__kind=ReleaseRun.Kind.MONTH)
        page = {
            "run": run,
            "period": period_name(run) if run else "",
            "periods": [(each.period, period_name(each)) for each in runs],
            "unit": top,
            "figures": [figure(metric, of_top.get(metric.code)) for metric in figures()],
            "chart": trend(months),
            "head": head(),
            "rows": table(mine),
        }
        return render(request, "reports/programme.html", page)


class ProgrammeReportCsv(ForRoles):
    """The same rows as the report, as a file."""

    for_roles = ProgrammeReport.for_roles

    def get(self, request: HttpRequest) -> HttpResponse:
        user = me(request)
        run = chosen(frozen(user), request.GET.get("period", ""))
        if run is None:
            raise Http404
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="programme-{run.period}.csv"'
        writer = csv.writer(response)
        writer.writerow([_("Period"), *head()])
        rows = cells(user).filter(run=run)
        writer.writerows([run.period, *map(plain, row)] for row in table(rows))
        return response


class MyUnit(ForRoles):
    """A sergeant's page: the own unit where it is large enough, else the unit that includes it."""

    for_roles: ClassVar = (Role.SUPERVISOR,)

    def get(self, request: HttpRequest) -> HttpResponse:
        user = me(request)
        units = roles.active_units(user, Role.SUPERVISOR)
        readable = list(cells(user).order_by("-run__first_day", "run__kind"))
        page = {"units": [own_unit(unit, readable) for unit in units]}
        return render(request, "reports/my_unit.html", page)


def own_unit(unit: Unit, readable: Sequence[ReleasedCell]) -> Mapping[str, object]:
    """The newest period of one unit, and beside it the roll-up of everything not shown there."""
    own = [cell for cell in readable if cell.unit == unit]
    run = own[0].run if own else None
    now = {cell.metric: cell for cell in own if cell.run == run}
    return {
        "unit": unit,
        "period": period_name(run) if run else "",
        "k": run.k if run else None,
        "figures": [figure(metric, now.get(metric.code)) for metric in figures()],
        "roll_up": roll_up(now.values(), readable, run.first_day if run else None),
    }


def roll_up(
    own: Iterable[ReleasedCell], readable: Sequence[ReleasedCell], since: dt.date | None
) -> list[Mapping[str, str]]:
    """For every hidden figure, the newest one of the unit that includes these people."""
    found: list[Mapping[str, str]] = []
    names = {metric.code: str(metric.label) for metric in figures()}
    for cell in own:
        wanted = (cell.metric, cell.included_in_id)
        over = (c for c in readable if (c.metric, c.unit_id) == wanted and not c.suppressed)
        newest = next((c for c in over if since is None or c.run.first_day >= since), None)
        if cell.suppressed and newest is not None:
            where = f"{newest.unit.name}, {period_name(newest.run)}"
            found.append({"term": names[cell.metric], "text": shown(newest), "tag": where})
    return found
