"""Charts as plain data: pure functions from points to coordinates, drawn by templates/components/chart.html.

A hidden or missing value becomes a hatched gap that carries its reason. It is never drawn as zero and the line never
runs across it. Coordinates are strings made here, because a template would print 12.5 as "12,5" in Spanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypedDict

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from trust.doors.figure import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Box,
    Chart,
    Dot,
    Gap,
    Point,
    Text,
    Tick,
)

__all__ = ["Chart", "Point", "bar_chart", "line_chart"]

X_LABELS_AT_MOST = 6
BAR_SHARE = 0.6

Heads = tuple[Text, Text, Text]


@dataclass(frozen=True, slots=True)
class Axes:
    """Where a point lands. `centre` puts points in the middle of their band, as bars need."""

    count: int
    top: float
    centre: bool

    @property
    def band(self) -> float:
        return (RIGHT - LEFT) / (self.count if self.centre else max(self.count - 1, 1))

    def x(self, index: int) -> float:
        if not self.centre and self.count == 1:
            return (LEFT + RIGHT) / 2
        return LEFT + self.band * (index + (0.5 if self.centre else 0))

    def y(self, value: float) -> float:
        inside = min(max(value, 0), self.top)
        return BOTTOM - (BOTTOM - TOP) * inside / self.top


class Frame(TypedDict):
    """The part of a chart that lines and bars share."""

    description: str
    table_caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    gaps: tuple[Gap, ...]


def line_chart(
    points: Sequence[Point],
    *,
    key: str,
    title: Text,
    label_head: Text,
    value_head: Text,
    top: float,
    percent: bool = False,
    decimals: int = 0,
    ticks: int = 4,
    note: Text = "",
    people_head: Text = "",
) -> Chart:
    """One measure over time. `top` is the fixed end of the axis, so that two charts can be compared by eye."""
    axes = _axes(points, top, centre=False)
    runs = list(_runs(points))
    frame = _frame(
        points,
        axes,
        _writer(percent, decimals),
        title=title,
        ticks=ticks,
        heads=(label_head, people_head, value_head),
    )
    return Chart(
        key=key,
        title=str(title),
        note=str(note),
        lines=tuple(_polyline(run, axes) for run in runs if len(run) > 1),
        dots=tuple(Dot(_px(axes.x(i)), _px(axes.y(value))) for run in runs for i, value in run),
        **frame,
    )


def bar_chart(
    points: Sequence[Point],
    *,
    key: str,
    title: Text,
    label_head: Text,
    value_head: Text,
    top: float,
    percent: bool = False,
    decimals: int = 0,
    ticks: int = 4,
    note: Text = "",
    people_head: Text = "",
) -> Chart:
    """One measure by kind. A gap keeps its place, so that no bar moves into it."""
    axes = _axes(points, top, centre=True)
    frame = _frame(
        points,
        axes,
        _writer(percent, decimals),
        title=title,
        ticks=ticks,
        heads=(label_head, people_head, value_head),
    )
    bars = tuple(_bar(i, p.value, axes) for i, p in enumerate(points) if p.value is not None)
    return Chart(key=key, title=str(title), note=str(note), bars=bars, **frame)


def _axes(points: Sequence[Point], top: float, *, centre: bool) -> Axes:
    if not points or top <= 0:
        raise ValueError("a chart needs points and an axis that ends above zero")
    return Axes(len(points), top, centre)


def _px(number: float) -> str:
    return f"{number:.1f}"


def _writer(percent: bool, decimals: int) -> Callable[[float], str]:
    def write(value: float) -> str:
        if percent:
            return number_format(value * 100, decimals) + "%"
        return number_format(value, decimals)

    return write


def _runs(points: Sequence[Point]) -> Iterator[list[tuple[int, float]]]:
    """Stretches without a gap."""
    for known, group in groupby(enumerate(points), key=lambda pair: pair[1].value is not None):
        if known:
            yield [(i, point.value) for i, point in group if point.value is not None]


def _polyline(run: list[tuple[int, float]], axes: Axes) -> str:
    return " ".join(f"{_px(axes.x(i))},{_px(axes.y(value))}" for i, value in run)


def _bar(index: int, value: float, axes: Axes) -> Box:
    width = axes.band * BAR_SHARE
    y = axes.y(value)
    return Box(_px(axes.x(index) - width / 2), _px(y), _px(width), _px(BOTTOM - y))


def _gaps(points: Sequence[Point], axes: Axes) -> Iterator[Gap]:
    """Neighbouring gaps with one reason are one band; its edges stop half way to the known points."""
    for gone, group in groupby(enumerate(points), key=lambda pair: _gap_kind(pair[1])):
        if gone is None:
            continue
        indexes = [i for i, _point in group]
        half = axes.band / 2 if axes.centre or axes.count > 1 else (RIGHT - LEFT) / 2
        start, end = max(LEFT, axes.x(indexes[0]) - half), min(RIGHT, axes.x(indexes[-1]) + half)
        yield Gap(
            x=_px(start),
            y=_px(TOP),
            width=_px(end - start),
            height=_px(BOTTOM - TOP),
            middle=_px((start + end) / 2),
            baseline=_px(BOTTOM - 10),
            mark=gone[1],
        )


def _gap_kind(point: Point) -> tuple[str, str] | None:
    return None if point.value is not None else (str(point.reason), point.mark)


def _frame(
    points: Sequence[Point],
    axes: Axes,
    write: Callable[[float], str],
    *,
    title: Text,
    ticks: int,
    heads: Heads,
) -> Frame:
    """What both kinds share: ticks, gaps, sentence, table."""
    with_people = any(point.people is not None for point in points)
    label, people, value = heads
    head = (label, people or _("People"), value) if with_people else (label, value)
    return {
        "description": _describe(points, write),
        "table_caption": _("%(title)s: the same numbers as a table") % {"title": title},
        "head": tuple(str(cell) for cell in head),
        "rows": tuple(_row(point, write, with_people) for point in points),
        "y_ticks": tuple(_y_tick(axes, axes.top * n / ticks, write) for n in range(ticks + 1)),
        "x_ticks": tuple(_x_ticks(points, axes)),
        "gaps": tuple(_gaps(points, axes)),
    }


def _row(point: Point, write: Callable[[float], str], with_people: bool) -> tuple[str, ...]:
    value = str(point.reason) if point.value is None else write(point.value)
    people = "–" if point.people is None else number_format(point.people)
    return (point.label, people, value) if with_people else (point.label, value)


def _y_tick(axes: Axes, value: float, write: Callable[[float], str]) -> Tick:
    y = axes.y(value)
    return Tick(at=_px(y), label=write(value), baseline=_px(y + 4), label_at=_px(LEFT - 8))


def _x_ticks(points: Sequence[Point], axes: Axes) -> Iterator[Tick]:
    every = 1 if axes.centre else -(-len(points) // X_LABELS_AT_MOST)
    for index in range(0, len(points), every):
        yield Tick(at=_px(axes.x(index)), label=points[index].label, baseline=_px(BOTTOM + 24))


def _describe(points: Sequence[Point], write: Callable[[float], str]) -> str:
    """The sentence a screen reader says in place of the picture."""
    known = [point.value for point in points if point.value is not None]
    hidden = len(points) - len(known)
    if not known:
        return _("No value is shown. The table below gives the reasons.")
    sentence = _("Between %(low)s and %(high)s.") % {
        "low": write(min(known)),
        "high": write(max(known)),
    }
    if hidden:
        sentence += " " + _(
            "%(count)d of %(all)d values are not shown; the table below gives the reasons."
        ) % {
            "count": hidden,
            "all": len(points),
        }
    return sentence
