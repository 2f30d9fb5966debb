"""Hours, rest and sleep in words, rows and charts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agency import clock, local_time
from agency.models import Shift
from trust.doors.charts import Chart, Point, bar_chart
from wellness.actions.hours import Slept, Worked, WorkKind
from wellness.fatigue import Band, Because, Fatigue, Night, Span, Windows, merged, worked
from wellness.fatigue_packs import Limit, Pack
from wellness.forms.hours import QUALITY
from wellness.trend import monday

NIGHTS, WEEKS = 14, 8
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
MOST_NIGHT, MOST_WEEK = 12, 60
Text = str | Promise
Row = dict[str, object]

BANDS: dict[str, tuple[Text, Text, str]] = {
    Band.FINE: (
        gettext_lazy("Room to rest"),
        gettext_lazy("Nothing passes your agency’s numbers right now."),
        "settled",
    ),
    Band.RAISED: (
        gettext_lazy("One thing to look after"),
        gettext_lazy("One of your agency’s numbers is passed. A good night helps most."),
        "care",
    ),
    Band.HIGH: (
        gettext_lazy("Rest comes first"),
        gettext_lazy(
            "More than one of your agency’s numbers is passed. If you can, take the rest."
        ),
        "attention",
    ),
}
REASONS: dict[str, Text] = {
    "hours_24": gettext_lazy("%(value)s hours of work in the last 24; the number is %(limit)s."),
    "hours_7d": gettext_lazy(
        "%(value)s hours of work in the last 7 days; the number is %(limit)s."
    ),
    "week_average": gettext_lazy(
        "%(value)s hours a week over the last months; the number is %(limit)s."
    ),
    "shortest_rest": gettext_lazy(
        "Only %(value)s hours between two duties in the last 7 days; the number is %(limit)s."
    ),
    "days_in_a_row": gettext_lazy("%(value)s days in a row; the number is %(limit)s."),
    "nights_in_a_row": gettext_lazy("%(value)s nights in a row; the number is %(limit)s."),
    "sleep_24": gettext_lazy("%(value)s hours of sleep last night; the number is %(limit)s."),
    "sleep_48": gettext_lazy("%(value)s hours of sleep in two nights; the number is %(limit)s."),
}
STATS: dict[str, Text] = {
    "hours_24": gettext_lazy("Last 24 hours"),
    "hours_7d": gettext_lazy("Last 7 days"),
    "hours_14d": gettext_lazy("Last 14 days"),
}
TERMS: dict[str, Text] = {
    "week_average": gettext_lazy("Hours a week, on average"),
    "hours_28d": gettext_lazy("Hours in 28 days"),
    "shortest_rest": gettext_lazy("Shortest rest in 7 days"),
    "days_in_a_row": gettext_lazy("Days in a row"),
    "nights_in_a_row": gettext_lazy("Nights in a row"),
    "split_shifts": gettext_lazy("Split shifts in 14 days"),
    "call_backs": gettext_lazy("Call-backs in 14 days"),
    "sleep_24": gettext_lazy("Sleep last night"),
    "sleep_48": gettext_lazy("Sleep in the last two nights"),
}
IN_HOURS = frozenset(
    ("hours_24 hours_7d hours_14d hours_28d week_average shortest_rest sleep_24 sleep_48").split()
)
ONLY_WITH_A_NUMBER = frozenset({"week_average", "hours_28d"})


@dataclass(frozen=True)
class Shown:
    """The band in words."""

    title: Text
    text: Text
    kind: str


def band(fatigue: Fatigue) -> Shown:
    return Shown(*BANDS[Band(fatigue.band)])


def number(value: float) -> str:
    return number_format(value, 0 if float(value).is_integer() else 1)


def because_sentences(because: Iterable[Because]) -> list[str]:
    return [
        str(REASONS[each.code]) % {"value": number(each.value), "limit": number(each.limit)}
        for each in because
    ]


def stats(windows: Windows, pack: Pack) -> list[Row]:
    """The three windows for ``components/stat.html``."""
    return [
        {
            "label": label,
            "value": _measure(code, getattr(windows, code)),
            "detail": _beside(code, pack.limit(code)),
        }
        for code, label in STATS.items()
    ]


def rows(windows: Windows, pack: Pack) -> list[Row]:
    """Everything else that was counted, for ``components/rows.html``."""
    shown: list[Row] = []
    for code, term in TERMS.items():
        value, limit = getattr(windows, code), pack.limit(code)
        if limit or code not in ONLY_WITH_A_NUMBER:
            text = _measure(code, value)
            beside = _beside(code, limit) if limit else ""
            shown.append({"term": term, "text": f"{text} · {beside}" if beside else text})
    return shown


def _measure(code: str, value: float | None) -> str:
    if value is None:
        return _("not known")
    return _("%(hours)s h") % {"hours": number(value)} if code in IN_HOURS else number(value)


def _beside(code: str, limit: Limit | None) -> str:
    if limit is None:
        return _("Your agency has no number for this.")
    what = _measure(code, limit.value)
    if not limit.counts:
        return _("Overtime is paid from %(number)s") % {"number": what}
    return _("Your agency’s number: %(number)s") % {"number": what}


# --- charts -----------------------------------------------------------------------------------------


def sleep_figure(nights: Iterable[Night]) -> Chart | None:
    """The last fourteen nights; None before the first one is written down."""
    known = {each.night: each.hours for each in nights}
    last = local_time.today() - DAY
    days = [last - DAY * n for n in reversed(range(NIGHTS))]
    if not known.keys() & set(days):
        return None
    points = [
        Point(label=date_format(day, "j M"), value=known.get(day), reason=_("not written down"))
        for day in days
    ]
    return bar_chart(
        points,
        key="own-nights",
        title=_("Sleep of the last 14 nights"),
        label_head=_("Night of"),
        value_head=_("Hours"),
        top=max(MOST_NIGHT, math.ceil(max(each.value or 0 for each in points) / 4) * 4),
        decimals=1,
        note=_("Hatched nights: not written down."),
        folded=True,
    )


def hours_figure(spans: Sequence[Span]) -> Chart | None:
    """Hours of the last eight weeks, by week; None when none are known."""
    now = clock.now()
    duties = merged(each for each in spans if each.starts < now)
    last = monday(local_time.today())
    weeks = [last - WEEK * n for n in reversed(range(WEEKS))]
    if not duties or duties[-1].ends <= _midnight(weeks[0]):
        return None
    points = [_week_point(duties, week, now) for week in weeks]
    return bar_chart(
        points,
        key="own-hours",
        title=_("Hours by week"),
        label_head=_("Week of"),
        value_head=_("Hours"),
        top=max(MOST_WEEK, math.ceil(max(each.value or 0 for each in points) / 20) * 20),
        decimals=1,
        note=_("On the roster and written down by you, up to now."),
        folded=True,
    )


def _week_point(duties: Sequence[Span], week: dt.date, now: dt.datetime) -> Point:
    begins, ends = _midnight(week), min(_midnight(week + WEEK), now)
    label = date_format(week, "j M")
    if ends <= duties[0].starts:
        return Point(label=label, value=None, reason=_("not known"))
    return Point(label=label, value=worked(duties, begins, ends))


def _midnight(day: dt.date) -> dt.datetime:
    return local_time.instant(dt.datetime.combine(day, dt.time()), local_time.zone())


# --- lists ------------------------------------------------------------------------------------------


def night_row(entry: Slept) -> Row:
    quality = QUALITY[entry.quality] if entry.quality else ""
    said = [_measure("sleep_24", entry.hours), str(quality), entry.note]
    return {
        "id": entry.id,
        "night": entry.night,
        "text": " · ".join(each for each in said if each),
    }


def page_by_start(
    found: Sequence[Shift | Worked], size: int
) -> tuple[list[Shift | Worked], list[Shift | Worked]]:
    """A page and what is left; those that begin together with its last one stay on it."""
    cut = min(size, len(found))
    while 0 < cut < len(found) and found[cut].starts == found[cut - 1].starts:
        cut += 1
    return list(found[:cut]), list(found[cut:])


def work_rows(page: Sequence[Shift | Worked]) -> list[Row]:
    return [_work_row(each, page) for each in page]


def _work_row(each: Shift | Worked, page: Sequence[Shift | Worked]) -> Row:
    own = isinstance(each, Worked)
    kinds = WorkKind if own else Shift.Kind
    double = any(
        other is not each and other.starts < each.ends and each.starts < other.ends
        for other in page
    )
    return {
        "id": each.pk if isinstance(each, Shift) else each.id,
        "own": own,
        "kind": kinds(each.kind).label,
        "when": _when(each.starts, each.ends),
        "starts": each.starts,
        "hours": _measure("hours_24", (each.ends - each.starts) / dt.timedelta(hours=1)),
        "planned": each.starts > clock.now(),
        "double": double,
        "edit_url": reverse("work_edit", args=[each.id]) if isinstance(each, Worked) else "",
    }


def _when(starts: dt.datetime, ends: dt.datetime) -> str:
    """Clock times of the agency; the day of the end only where it is another one."""
    begun, ended = (each.astimezone(local_time.zone()) for each in (starts, ends))
    last = "TIME_FORMAT" if ended.date() == begun.date() else "SHORT_DATETIME_FORMAT"
    if ended.date() == begun.date() + DAY:
        last = "TIME_FORMAT"
    return f"{date_format(begun, 'TIME_FORMAT')} – {date_format(ended, last)}"
