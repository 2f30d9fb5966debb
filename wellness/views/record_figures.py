"""The charts of "My record": pure functions from what was opened to what is drawn.

They compare an officer with nobody but themselves. A week without an answer stays a gap.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import mean
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trust.doors.charts import Chart, Point, bar_chart, line_chart
from trust.doors.shading import Bands
from wellness import scoring
from wellness.actions.overview import Overview, Visit
from wellness.instruments import Instrument, Scale, say
from wellness.standing import SCALES
from wellness.trend import NO_CHECK_IN, NOT_SAID, WEEK, Weekly, monday, weekly

LONG = 60  # weeks from which a label needs its year
MONTHS_AT_MOST = 60
TICKS = (5, 4, 3, 2)


@dataclass(frozen=True)
class Frame:
    """Which weeks are drawn, whether tables wait behind their captions, and where things open."""

    until: dt.date
    weeks: int
    folded: bool = True

    @cached_property
    def since(self) -> dt.date:
        return monday(self.until) - WEEK * (self.weeks - 1)

    @cached_property
    def months(self) -> dict[tuple[int, int, str], str]:
        return {}

    def day(self, day: dt.date, *, year: bool = False) -> str:
        """As "j M" or "j M Y"; each month is put into words once, there may be hundreds of weeks."""
        how = "M Y" if year or self.weeks > LONG else "M"
        month = self.months.get((day.year, day.month, how))
        if month is None:
            month = self.months[day.year, day.month, how] = date_format(day, how)
        return f"{day.day} {month}"


class Links:
    """Addresses of check-ins and assessments, each pattern asked for once. On paper nothing opens."""

    def __init__(self, *, open_pages: bool = True) -> None:
        names = {True: "check_in_detail", False: "assessment_detail"}
        self.patterns = {
            is_check_in: _pattern(name) if open_pages else "" for is_check_in, name in names.items()
        }

    def to(self, visit: Visit) -> str:
        return self.patterns[visit.is_check_in].replace(str(uuid.UUID(int=0)), str(visit.pk))


def _pattern(name: str) -> str:
    try:
        return reverse(name, args=[uuid.UUID(int=0)])
    except NoReverseMatch:
        return ""


# --- points ----------------------------------------------------------------------------------------


def points_of(
    found: Iterable[Weekly], frame: Frame, urls: Mapping[dt.date, str], reasons: Mapping[str, str]
) -> list[Point]:
    return [
        Point(
            label=frame.day(each.week),
            value=each.value,
            reason=reasons[each.reason] if each.reason else "",
            url=urls.get(each.week, ""),
        )
        for each in found
    ]


# --- scores -----------------------------------------------------------------------------------------

Result = tuple[Visit, Mapping[str, Any]]


def series(record: Overview) -> dict[tuple[str, str], list[Result]]:
    """Every scale with its results, oldest first; what the weekly check asks stands week by week."""
    found: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for visit in record.visits:
        for score in visit.scores:
            if score["instrument"] not in SCALES and not score["instrument"].startswith("own-"):
                found[score["instrument"], score["scale"]].append((visit, score))
    return dict(found)


def title_of(of: Instrument, scale: Scale) -> str:
    title = say(of.title, language())
    return title if len(of.scales) == 1 else f"{title}, {scale.label}"


def score_chart(
    of: Instrument, scale: Scale, results: Sequence[Result], frame: Frame, links: Links
) -> Chart | None:
    """One scale over time with its ranges; None with fewer than two numbers to join."""
    if sum(score["total"] is not None for _visit, score in results) < 2:
        return None
    return line_chart(
        [_point(visit, score, frame, links) for visit, score in results],
        key=f"record-{of.code}-{scale.code}",
        title=title_of(of, scale),
        label_head=_("Day"),
        value_head=_("Score"),
        top=scale.high,
        ticks=next((n for n in TICKS if scale.high % n == 0), 1),
        decimals=1 if scale.rule == "mean" else 0,
        bands=bands_of(of, scale),
        folded=frame.folded,
    )


def bands_of(of: Instrument, scale: Scale) -> Bands:
    return [(low, high, word) for low, high, _code, word in scoring.bands(of, scale.code)]


def language() -> str:
    return get_language() or "en"


def _point(visit: Visit, score: Mapping[str, Any], frame: Frame, links: Links) -> Point:
    return Point(
        label=frame.day(visit.on, year=True),
        value=score["total"],
        reason="" if score["total"] is not None else _("not finished"),
        url=links.to(visit),
    )


# --- hard calls, sleep ------------------------------------------------------------------------------


def exposure(record: Overview, frame: Frame, url: str) -> Chart | None:
    """How many hard calls, month by month. A month without any is a true zero."""
    per_month = Counter(str(each["day"])[:7] for each in record.attended)
    if not per_month:
        return None
    first = min(per_month) if frame.weeks > LONG else frame.since.isoformat()[:7]
    months = _months(first, frame.until)[-MONTHS_AT_MOST:]
    return bar_chart(
        [
            Point(
                label=date_format(dt.date.fromisoformat(f"{month}-01"), "M Y"),
                value=per_month[month],
                url=url if per_month[month] else "",
            )
            for month in months
        ],
        key="record-exposure",
        title=_("Hard calls, by month"),
        label_head=_("Month"),
        value_head=_("Hard calls"),
        top=max(4, -(-max(per_month.values()) // 4) * 4),
        folded=frame.folded,
    )


def _months(first: str, until: dt.date) -> list[str]:
    year, month = map(int, first.split("-"))
    count = (until.year - year) * 12 + until.month - month + 1
    places = (month - 1 + n for n in range(count))
    return [f"{year + place // 12:04d}-{place % 12 + 1:02d}" for place in places]


def sleep(record: Overview, frame: Frame, url: str) -> Chart | None:
    """Hours of sleep as written down night by night: the mean of each week."""
    nights: dict[dt.date, list[float]] = defaultdict(list)
    for each in record.nights:
        nights[monday(each.night)].append(each.hours)
    if not nights:
        return None
    said = [(week, {"hours": mean(hours)}) for week, hours in nights.items()]
    reasons = {NO_CHECK_IN: _("nothing written down"), NOT_SAID: _("nothing written down")}
    found = weekly(said, "hours", until=frame.until, weeks=frame.weeks)
    return line_chart(
        points_of(found, frame, dict.fromkeys(nights, url), reasons),
        key="record-sleep-diary",
        title=_("Sleep diary: hours a night, by week"),
        label_head=_("Week of"),
        value_head=_("Hours a night"),
        top=12,
        decimals=1,
        folded=frame.folded,
    )
