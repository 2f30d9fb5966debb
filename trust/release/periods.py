"""Calendar periods that can be frozen: months and quarters, in UTC, only once they are over. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

MONTH = re.compile(r"(?P<year>\d{4})-(?P<part>0[1-9]|1[0-2])")
QUARTER = re.compile(r"(?P<year>\d{4})-Q(?P<part>[1-4])")


class PeriodUnclear(ValueError):
    """The text names neither a month nor a quarter."""


class PeriodOpen(ValueError):
    """The period is not over yet."""


class PeriodKind(StrEnum):
    """Months are for division and up, quarters for the units below."""

    MONTH = "month"
    QUARTER = "quarter"

    @property
    def months(self) -> int:
        """Its length in months."""
        return 1 if self is PeriodKind.MONTH else 3


#: Which kinds of unit get a figure in which kind of period.
UNIT_KINDS = {
    PeriodKind.MONTH: frozenset({"agency", "bureau", "division"}),
    PeriodKind.QUARTER: frozenset({"district", "squad"}),
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One calendar month or quarter; `first` is its first day."""

    first: date
    kind: PeriodKind

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period named by "2026-10" or "2026-Q3". Raises PeriodUnclear."""
        if month := MONTH.fullmatch(text):
            return cls(date(int(month["year"]), int(month["part"]), 1), PeriodKind.MONTH)
        if quarter := QUARTER.fullmatch(text):
            return cls(
                date(int(quarter["year"]), 3 * int(quarter["part"]) - 2, 1), PeriodKind.QUARTER
            )
        raise PeriodUnclear("A period is written 2026-10 for a month or 2026-Q3 for a quarter.")

    @classmethod
    def around(cls, day: date, kind: PeriodKind) -> "Period":
        """The period of this kind that holds this day."""
        month = day.month - (day.month - 1) % kind.months
        return cls(date(day.year, month, 1), kind)

    def __str__(self) -> str:
        if self.kind is PeriodKind.MONTH:
            return f"{self.first:%Y-%m}"
        return f"{self.first.year}-Q{(self.first.month + 2) // 3}"

    @property
    def after(self) -> "Period":
        """The next period of the same kind."""
        months = self.first.year * 12 + self.first.month - 1 + self.kind.months
        return Period(date(months // 12, months % 12 + 1, 1), self.kind)

    @property
    def starts(self) -> datetime:
        """Its first moment."""
        return datetime(self.first.year, self.first.month, 1, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return self.after.starts

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - timedelta(days=1)

    def is_closed(self, now: datetime) -> bool:
        """Whether it is over."""
        return now >= self.ends

    def require_closed(self, now: datetime) -> "Period":
        """Itself. Raises PeriodOpen while it runs."""
        if not self.is_closed(now):
            raise PeriodOpen(
                f"{self} runs until {self.last.isoformat()}; figures are made once it is over."
            )
        return self


def closed_since(start: date, now: datetime) -> Iterator[Period]:
    """Every period that began on or after this day and is over, months before the quarter they make up."""
    found = []
    for kind in PeriodKind:
        period = Period.around(start, kind)
        while period.is_closed(now):
            found.append(period)
            period = period.after
    yield from sorted(
        (each for each in found if each.first >= start), key=lambda each: (each.ends, each.kind)
    )
