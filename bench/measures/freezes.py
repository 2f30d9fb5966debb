"""6. Freezing the figures of a month and of a quarter for a very large agency."""

from __future__ import annotations

import datetime as dt

from bench import seeds
from bench.lines import Line
from bench.sizes import Sizes
from bench.timing import timed
from trust import vault
from trust.models import ReleasedCell
from trust.release import Period
from trust.release.freeze import freeze

MONTH, QUARTER = "2025-09", "2025-Q3"
LAST_WEEK = dt.datetime(2025, 9, 28, 12, tzinfo=dt.UTC)
FIRST_DAY = dt.datetime(2025, 9, 1, 8, tzinfo=dt.UTC)
WEEKS = 4


def measure(sizes: Sizes) -> list[Line]:
    """Everyone joined, is counted, checked in weekly and attended once: the widest case."""
    agency = seeds.agency(sizes.to_freeze, "freeze")
    with vault.keyring():
        people = seeds.join(agency.officers)
        seeds.check_ins(people, WEEKS, LAST_WEEK)
        seeds.offers(agency.officers, FIRST_DAY)
    seeds.settle()
    return [_line(period, sizes, len(agency.units)) for period in (MONTH, QUARTER)]


def _line(name: str, sizes: Sizes, units: int) -> Line:
    period = Period.parse(name)
    seconds = timed(lambda: freeze(period))
    cells = ReleasedCell.objects.filter(run__period=name).count()
    what = f"{period.kind}: {sizes.to_freeze:,} officers, {units:,} units, {cells:,} figures"
    return Line("freeze", what, seconds, "s", aim=20)
