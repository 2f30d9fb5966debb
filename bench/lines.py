"""One line of the result, and the table that lines make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("measure", "what", "against", "value", "aim", "met", "took", "base took")


@dataclass(frozen=True)
class Line:
    """``value`` in ``unit`` (×, ms, s, MB); ``took`` and ``base`` in seconds where there are any.

    ``aim`` None: a line to compare with, not to reach. ``least``: the aim is a lower bound.
    """

    measure: str
    what: str
    value: float
    unit: str
    against: str = ""
    aim: float | None = None
    least: bool = False
    took: float | None = None
    base: float | None = None

    @property
    def met(self) -> str:
        if self.aim is None:
            return ""
        good = self.value >= self.aim if self.least else self.value <= self.aim
        return "yes" if good else "no"

    @property
    def cells(self) -> tuple[str, ...]:
        sign = "≥" if self.least else "≤"
        aim = "" if self.aim is None else f"{sign} {self.aim:g} {self.unit}"
        return (
            self.measure,
            self.what,
            self.against,
            f"{_number(self.value)} {self.unit}",
            aim,
            self.met,
            _time(self.took),
            _time(self.base),
        )


def ratio(
    measure: str, what: str, against: str, *, took: float, base: float, aim: float | None = None
) -> Line:
    """``took`` as a multiple of ``base``."""
    return Line(measure, what, took / base, "×", against, aim, took=took, base=base)


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def markdown(lines: Sequence[Line]) -> str:
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    text = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)
