"""What a chart is made of: plain frozen records, so that a test or a template can read every coordinate."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 700, 20, 256


@dataclass(frozen=True, slots=True)
class Point:
    """One place on the axis. `value=None` needs a `reason` for the table; `mark` is its short form in the picture."""

    label: str
    value: float | None
    reason: Text = ""
    mark: str = ""
    people: int | None = None

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
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the template prints; nothing is computed there."""

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
    width: str = str(WIDTH)
    height: str = str(HEIGHT)
    left: str = str(LEFT)
    right: str = str(RIGHT)
