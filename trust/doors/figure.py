"""What a chart is made of: plain frozen records, so that a test or a template can read every coordinate."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 700, 20, 256


@dataclass(frozen=True, slots=True)
class Point:
    """One place on the axis. `value=None` needs a `reason` for the table; `mark` is its short form in the picture.

    `url`: the page of what the value came from; the row of the table links it, and so does the dot.
    """

    label: str
    value: float | None
    reason: Text = ""
    mark: str = ""
    people: int | None = None
    url: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError(f"the gap at {self.label} has no reason")


@dataclass(frozen=True, slots=True)
class Tick:
    at: str
    label: str
    baseline: str
    label_at: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    x: str
    y: str
    width: str
    height: str
    middle: str
    baseline: str
    mark: str


@dataclass(frozen=True, slots=True)
class Box:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Dot:
    """`url` and `label` (its accessible name) are empty for a dot that opens nothing."""

    x: str
    y: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Shade:
    """A range of the axis with its word. `tone` is a class of components.css, `fill` its colour on paper."""

    y: str
    height: str
    label: str
    baseline: str
    tone: str
    fill: str


class Cell(str):
    """A cell of the table that may open the page its row came from."""

    url: str = ""

    @classmethod
    def of(cls, text: str, url: str) -> Cell:
        cell = cls(text)
        cell.url = url
        return cell


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


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the template prints; nothing is computed there.

    `linked`: the first cells of the rows are `Cell`. `folded`: the table waits behind its caption.
    """

    key: str
    title: str
    description: str
    note: str
    table_caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    gaps: tuple[Gap, ...]
    lines: tuple[str, ...] = ()
    dots: tuple[Dot, ...] = ()
    bars: tuple[Box, ...] = ()
    shades: tuple[Shade, ...] = ()
    value_head: str = ""
    linked: bool = False
    folded: bool = False
    width: str = str(WIDTH)
    height: str = str(HEIGHT)
    left: str = str(LEFT)
    right: str = str(RIGHT)
    inner: str = str(RIGHT - LEFT)
    inset: str = str(LEFT + 8)
    radius: str = "3.5"
