"""Charts as plain data: pure functions from points to coordinates, drawn by templates/components/chart.html.

A hidden or missing value becomes a hatched gap that carries its reason. It is never drawn as zero and the line never
runs across it. Coordinates are strings made here, because a template would print 12.5 as "12,5" in Spanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import TypedDict

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from trust.doors.figure import (
    BOTTOM,
    LEFT,
    Axes,
    Box,
    Cell,
    Chart,
    Dot,
    Gap,
    Point,
    Text,
    Tick,
)
from trust.doors.shading import Bands, gaps, levels, shades, word_cells

__all__ = ["Chart", "Point", "bar_chart", "line_chart", "step_chart"]

X_LABELS_AT_MOST = 6
BAR_LABELS_AT_MOST = 12
DOTS_AT_MOST = 60
DOTS_THAT_OPEN = 26  # more of them stand too close for a thumb; the table opens them all
BAR_SHARE = 0.6

Heads = tuple[Text, ...]
Writer = Callable[[float], str]


class Frame(TypedDict):
    """The part of a chart that lines and bars share."""

    description: str
    table_caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    gaps: tuple[Gap, ...]
    value_head: str
    linked: bool


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
    bands: Bands = (),
    folded: bool = False,
    table: bool = True,
) -> Chart:
    """One measure over time. `top` is the fixed end of the axis, so that two charts can be compared by eye.

    `bands`: (low, high, word) of every range, lowest first: shaded in the picture, a column in the table.
    `table=False`: the page has one table for several charts.
    """
    axes = _axes(points, top, centre=False)
    runs = list(_runs(points))
    write = _writer(percent, decimals)
    frame = _frame(
        points,
        axes,
        write,
        title=title,
        ticks=ticks,
        heads=(label_head, people_head, value_head),
        bands=bands,
        table=table,
    )
    return Chart(
        key=key,
        title=str(title),
        note=str(note),
        lines=tuple(_polyline(run, axes) for run in runs if len(run) > 1),
        dots=tuple(_dots(points, runs, axes, write)),
        shades=shades(bands, axes),
        folded=folded,
        **frame,
    )


def step_chart(
    points: Sequence[Point],
    *,
    key: str,
    title: Text,
    label_head: Text,
    value_head: Text,
    words: Sequence[Text],
    tones: Sequence[str] = (),
    note: Text = "",
    folded: bool = False,
    table: bool = True,
) -> Chart:
    """One word over time. A point's value is the place of its word in `words`, lowest first."""
    axes = _axes(points, len(words), centre=True)
    runs = list(_runs(points))

    def write(value: float) -> str:
        return str(words[round(value)])

    frame = _frame(
        points,
        axes,
        write,
        title=title,
        ticks=0,
        heads=(label_head, "", value_head),
        table=table,
    )
    middles = [[(i, value + 0.5) for i, value in run] for run in runs]
    return Chart(
        key=key,
        title=str(title),
        note=str(note),
        lines=tuple(_steps(run, axes) for run in middles),
        dots=tuple(_dots(points, middles, axes, lambda value: write(value - 0.5))),
        shades=levels(words, tones, axes),
        folded=folded,
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
    folded: bool = False,
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
    return Chart(key=key, title=str(title), note=str(note), bars=bars, folded=folded, **frame)


def _axes(points: Sequence[Point], top: float, *, centre: bool) -> Axes:
    if not points or top <= 0:
        raise ValueError("a chart needs points and an axis that ends above zero")
    return Axes(len(points), top, centre)


def _px(number: float) -> str:
    return f"{number:.1f}"


def _writer(percent: bool, decimals: int) -> Writer:
    @cache  # the same few values come again and again
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


def _dots(
    points: Sequence[Point], runs: list[list[tuple[int, float]]], axes: Axes, write: Writer
) -> Iterator[Dot]:
    """A dot for each value; among many, only for one that no line reaches."""
    opens, many = len(points) <= DOTS_THAT_OPEN, len(points) > DOTS_AT_MOST
    for i, value in (pair for run in runs if not many or len(run) == 1 for pair in run):
        url = points[i].url if opens else ""
        label = f"{points[i].label}: {write(value)}" if url else ""
        yield Dot(_px(axes.x(i)), _px(axes.y(value)), url, label)


def _steps(run: list[tuple[int, float]], axes: Axes) -> str:
    half = axes.band / 2
    edges = [(axes.x(i) + side, axes.y(value)) for i, value in run for side in (-half, half)]
    return " ".join(f"{_px(x)},{_px(y)}" for x, y in edges)


def _polyline(run: list[tuple[int, float]], axes: Axes) -> str:
    return " ".join(f"{_px(axes.x(i))},{_px(axes.y(value))}" for i, value in run)


def _bar(index: int, value: float, axes: Axes) -> Box:
    width = axes.band * BAR_SHARE
    y = axes.y(value)
    return Box(_px(axes.x(index) - width / 2), _px(y), _px(width), _px(BOTTOM - y))


def _frame(
    points: Sequence[Point],
    axes: Axes,
    write: Writer,
    *,
    title: Text,
    ticks: int,
    heads: Heads,
    bands: Bands = (),
    table: bool = True,
) -> Frame:
    """What all kinds share: ticks, gaps, sentence, table."""
    with_people = any(point.people is not None for point in points)
    linked = any(point.url for point in points)
    label, people, value = heads
    head = (label, people or _("People"), value) if with_people else (label, value)
    return {
        "description": _describe(points, write),
        "table_caption": _("%(title)s: the same numbers as a table") % {"title": title},
        "head": tuple(str(cell) for cell in (*head, *([_("Range")] if bands else []))),
        "rows": tuple(
            (*_row(point, write, with_people, linked), *word_cells(point, bands))
            for point in (points if table else ())
        ),
        "y_ticks": tuple(_y_tick(axes, axes.top * n / ticks, write) for n in range(ticks + 1))
        if ticks
        else (),
        "x_ticks": tuple(_x_ticks(points, axes)),
        "gaps": tuple(gaps(points, axes)),
        "value_head": str(value),
        "linked": linked,
    }


def _row(point: Point, write: Writer, with_people: bool, linked: bool) -> tuple[str, ...]:
    label = Cell.of(point.label, point.url) if linked else point.label
    value = str(point.reason) if point.value is None else write(point.value)
    people = "–" if point.people is None else number_format(point.people)
    return (label, people, value) if with_people else (label, value)


def _y_tick(axes: Axes, value: float, write: Writer) -> Tick:
    y = axes.y(value)
    return Tick(at=_px(y), label=write(value), baseline=_px(y + 4), label_at=_px(LEFT - 8))


def _x_ticks(points: Sequence[Point], axes: Axes) -> Iterator[Tick]:
    few = axes.centre and len(points) <= BAR_LABELS_AT_MOST
    every = 1 if few else -(-len(points) // X_LABELS_AT_MOST)
    for index in range(0, len(points), every):
        yield Tick(at=_px(axes.x(index)), label=points[index].label, baseline=_px(BOTTOM + 24))


def _describe(points: Sequence[Point], write: Writer) -> str:
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
