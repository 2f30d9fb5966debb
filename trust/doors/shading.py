"""What lies behind the line of a chart: ranges, each with its word, and gaps, each with its reason. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from trust.doors.figure import BOTTOM, LEFT, RIGHT, TOP, Axes, Gap, Point, Shade, Text

#: (low, high, word) of every range, lowest first; both ends belong to it.
Bands = Sequence[tuple[float, float, Text]]

# What paper shows, where no style sheet is read; in a browser the classes decide (components.css).
FILLS = {
    "band-1": "#f7faf9",
    "band-2": "#e9f1f2",
    "band-3": "#dbe8ea",
    "band-4": "#cddfe2",
    "band-5": "#bfd6da",
    "tone-green": "#e6f3eb",
    "tone-yellow": "#faf4dd",
    "tone-orange": "#fbecdc",
    "tone-red": "#f8e4dd",
}
DEEPEST = 5
LEAST_FOR_A_WORD = 16  # px; a narrower strip keeps its word for the table


def shades(bands: Bands, axes: Axes) -> tuple[Shade, ...]:
    """A strip for each range, from half way to the one below up to half way to the one above."""
    inner = edges(bands)
    bounds = [0.0, *inner, axes.top]
    return tuple(
        _shade(axes, bounds[n], bounds[n + 1], str(word), f"band-{min(n + 1, DEEPEST)}")
        for n, (_low, _high, word) in enumerate(bands)
        if bounds[n] < axes.top
    )


def levels(words: Sequence[Text], tones: Sequence[str], axes: Axes) -> tuple[Shade, ...]:
    """A strip of equal height for each word."""
    named = list(tones) or [f"band-{min(n + 1, DEEPEST)}" for n in range(len(words))]
    return tuple(_shade(axes, n, n + 1, str(word), named[n]) for n, word in enumerate(words))


def edges(bands: Bands) -> list[float]:
    """Where one range ends and the next begins."""
    return [(below[1] + above[0]) / 2 for below, above in pairwise(bands)]


def word_for(value: float, bands: Bands) -> str:
    """The word of the range that a value falls into."""
    place = sum(value > edge for edge in edges(bands))
    return str(bands[place][2])


def word_cells(point: Point, bands: Bands) -> tuple[str, ...]:
    """The word of the point's range, as a cell of the table; no cell when there are no ranges."""
    if not bands:
        return ()
    return ("–" if point.value is None else word_for(point.value, bands),)


def _shade(axes: Axes, low: float, high: float, word: str, tone: str) -> Shade:
    top, bottom = axes.y(high), axes.y(low)
    return Shade(
        y=f"{top:.1f}",
        height=f"{bottom - top:.1f}",
        label=word if bottom - top >= LEAST_FOR_A_WORD else "",
        baseline=f"{top + 14:.1f}",  # the points of a step chart lie in the middle
        tone=tone,
        fill=FILLS[tone],
    )


def gaps(points: Sequence[Point], axes: Axes) -> Iterator[Gap]:
    """Neighbouring gaps with one reason are one band; its edges stop half way to the known points."""
    for gone, group in groupby(enumerate(points), key=lambda pair: _kind(pair[1])):
        if gone is None:
            continue
        indexes = [i for i, _point in group]
        half = axes.band / 2 if axes.centre or axes.count > 1 else (RIGHT - LEFT) / 2
        start, end = max(LEFT, axes.x(indexes[0]) - half), min(RIGHT, axes.x(indexes[-1]) + half)
        yield Gap(
            x=f"{start:.1f}",
            y=f"{TOP:.1f}",
            width=f"{end - start:.1f}",
            height=f"{BOTTOM - TOP:.1f}",
            middle=f"{(start + end) / 2:.1f}",
            baseline=f"{BOTTOM - 10:.1f}",
            mark=gone[1],
        )


def _kind(point: Point) -> tuple[str, str] | None:
    return None if point.value is not None else (str(point.reason), point.mark)
