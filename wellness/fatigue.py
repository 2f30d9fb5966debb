"""Hours, rest and sleep as an officer's own band, with every number behind it. Pure, versioned.

Not a score of a person and not fitness for duty: it counts how many numbers of the agency's pack are
passed. None: fine. One: raised. Two or more: high (the house's own steps). It warns and never blocks.

Spans are half-open and in UTC, so a night on which the clocks change has its true length; spans that
overlap or touch are one duty, counted once. Days and nights are those of the zone that ``now`` carries.
A night counts as worked from 3 hours between 23:00 and 06:00 (Working Time Regulations 1998,
regulation 2). A pause shorter than an hour is a break inside one duty (the house's own step).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count as count_up
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wellness.fatigue_packs import Limit, Pack

RULE_VERSION = "fatigue-1"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
BREAK = HOUR
NIGHT_BEGINS, NIGHT_ENDS, NIGHT_WORK = dt.time(23), dt.time(6), 3 * HOUR
WEEKS_OF_AVERAGE = 17
LOOK_BACK = dt.timedelta(weeks=WEEKS_OF_AVERAGE)
CALL_BACK = "call_back"
#: Measures of which less, not more, is what wears out.
LESS = frozenset({"shortest_rest", "sleep_24", "sleep_48"})


class Band(TextChoices):
    FINE = "fine", _("Fine")
    RAISED = "raised", _("Raised")
    HIGH = "high", _("High")


@dataclass(frozen=True)
class Span:
    """Hours at work, in UTC, the end outside. ``kind``: a kind of shift, or of an own entry."""

    starts: dt.datetime
    ends: dt.datetime
    kind: str = "regular"


@dataclass(frozen=True)
class Night:
    """Sleep of one night, named by the day on which it began."""

    night: dt.date
    hours: float
    quality: int | None = None


@dataclass(frozen=True)
class Because:
    """One number of the pack that was passed."""

    code: str
    value: float
    limit: float


@dataclass(frozen=True)
class Windows:
    """What was counted, in hours unless it is a number of days, nights or times. None: not known."""

    hours_24: float
    hours_7d: float
    hours_14d: float
    hours_28d: float
    week_average: float
    days_in_a_row: int
    nights_in_a_row: int
    shortest_rest: float | None
    split_shifts: int
    call_backs: int
    sleep_24: float | None
    sleep_48: float | None


@dataclass(frozen=True)
class Fatigue:
    band: str
    because: tuple[Because, ...]
    windows: Windows
    pack: str
    rule_version: str = RULE_VERSION


def assess(shifts: Sequence[Span], sleep: Iterable[Night], now: dt.datetime, pack: Pack) -> Fatigue:
    """Band, reasons and counts at ``now``, whose zone says what a day and a night are."""
    windows = count(shifts, sleep, now)
    because = tuple(_passed(windows, pack.limits))
    band = (Band.FINE, Band.RAISED, Band.HIGH)[min(len(because), 2)]
    return Fatigue(str(band), because, windows, pack.version)


def _passed(windows: Windows, limits: Iterable[Limit]) -> Iterator[Because]:
    short_night = False
    for each in limits:
        value = getattr(windows, each.code)
        if not each.counts or value is None or (each.code == "sleep_48" and short_night):
            continue
        if (value < each.value) if each.code in LESS else (value > each.value):
            short_night = short_night or each.code == "sleep_24"
            yield Because(each.code, value, each.value)


def count(shifts: Sequence[Span], sleep: Iterable[Night], now: dt.datetime) -> Windows:
    """Only what lies before ``now`` counts: a planned shift is not yet worked."""
    zone, moment, today = now.tzinfo, now.astimezone(dt.UTC), now.date()
    done = [_until(each, moment) for each in shifts if each.starts < moment]
    duties = merged(done)
    began = {each.starts.astimezone(zone).date() for each in done}
    nights = {each.night: each.hours for each in sleep}
    return Windows(
        hours_24=worked(duties, moment - DAY, moment),
        hours_7d=worked(duties, moment - 7 * DAY, moment),
        hours_14d=worked(duties, moment - 14 * DAY, moment),
        hours_28d=worked(duties, moment - 28 * DAY, moment),
        week_average=_week_average(duties, moment),
        days_in_a_row=_in_a_row(began.__contains__, today),
        nights_in_a_row=_in_a_row(lambda day: _worked_night(duties, day, zone), today),
        shortest_rest=min(rests(duties, moment - 7 * DAY), default=None),
        split_shifts=_split_shifts(duties, moment - 14 * DAY, zone),
        call_backs=sum(each.kind == CALL_BACK and each.starts >= moment - 14 * DAY for each in done),
        sleep_24=_sum(nights, today, 1),
        sleep_48=_sum(nights, today, 2),
    )  # fmt: skip


def _until(each: Span, moment: dt.datetime) -> Span:
    """In UTC: between two times of one zone, arithmetic would count clock faces and not hours."""
    starts, ends = each.starts.astimezone(dt.UTC), each.ends.astimezone(dt.UTC)
    return Span(starts, min(ends, moment), each.kind)


def merged(spans: Iterable[Span], gap: dt.timedelta = dt.timedelta()) -> list[Span]:
    """Spans in order, those that overlap, touch, or lie no further apart than ``gap`` joined."""
    duties: list[Span] = []
    for each in sorted(spans, key=lambda span: (span.starts, span.ends)):
        if duties and each.starts - duties[-1].ends <= gap:
            last = duties.pop()
            each = Span(last.starts, max(last.ends, each.ends), last.kind)  # noqa: PLW2901
        duties.append(each)
    return duties


def worked(duties: Iterable[Span], since: dt.datetime, until: dt.datetime) -> float:
    """Hours of merged spans inside [since, until)."""
    inside = (min(each.ends, until) - max(each.starts, since) for each in duties)
    return sum((max(each, dt.timedelta()) for each in inside), dt.timedelta()) / HOUR


def rests(duties: Sequence[Span], since: dt.datetime) -> list[float]:
    """Hours between one duty and the next that began at ``since`` or later. Breaks are no rests."""
    gaps = ((before, after) for before, after in pairwise(duties) if after.starts >= since)
    found = [after.starts - before.ends for before, after in gaps]
    return [each / HOUR for each in found if each >= BREAK]


def _week_average(duties: Sequence[Span], now: dt.datetime) -> float:
    """Hours a week over 17 weeks, or over the weeks since the first duty that is known."""
    since = now - LOOK_BACK
    known = [each for each in duties if each.ends > since]
    if not known:
        return 0.0
    weeks = -((max(known[0].starts, since) - now) // (7 * DAY))  # begun weeks count whole
    return worked(known, since, now) / weeks


def _in_a_row(was: Callable[[dt.date], bool], today: dt.date) -> int:
    """How many days without a gap, up to today or yesterday."""
    last = today if was(today) else today - DAY
    return next(n for n in count_up() if not was(last - n * DAY))


def _worked_night(duties: Sequence[Span], evening: dt.date, zone: dt.tzinfo | None) -> bool:
    """Whether the night that began on ``evening`` was worked."""
    begins = dt.datetime.combine(evening, NIGHT_BEGINS, zone).astimezone(dt.UTC)
    ends = dt.datetime.combine(evening + DAY, NIGHT_ENDS, zone).astimezone(dt.UTC)
    return worked(duties, begins, ends) * HOUR >= NIGHT_WORK


def _split_shifts(duties: Sequence[Span], since: dt.datetime, zone: dt.tzinfo | None) -> int:
    """Duties that began again on the day on which the one before began."""
    whole = (each for each in merged(duties, BREAK) if each.starts >= since)
    began = [each.starts.astimezone(zone).date() for each in whole]
    return sum(before == after for before, after in pairwise(began))


def _sum(nights: Mapping[dt.date, float], today: dt.date, count: int) -> float | None:
    """Sleep of the last nights; None unless each of them was written down."""
    known = [nights.get(today - DAY * n) for n in range(1, count + 1)]
    return None if None in known else float(sum(each for each in known if each is not None))
