"""Counting entries: by kind, by month, against the officer's own usual. Pure; no weight anywhere."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import NotRequired, TypedDict

from agency import clock
from wellness.exposure_kinds import in_order

SPANS = (30, 90, 365)
WINDOW = 30
WINDOWS = 12
WINDOWS_AT_LEAST = 6  # half a year; with less, "usual" would be a guess
NOT_ME = "not_me"


class Said(TypedDict):
    """What the record had, kept while a dispute stands."""

    kind: str
    day: str


class Entry(TypedDict):
    """One line of the book, as the model describes it."""

    id: str
    incident: str
    kind: str
    day: str
    source: str
    secondary: bool
    removed: bool
    disputed: str
    note: str
    basis: str
    said: NotRequired[Said]


@dataclass(frozen=True)
class Count:
    """How often one kind was met. ``usual_30``: None when the book is too young to say."""

    kind: str
    last_30: int
    last_90: int
    last_365: int
    usual_30: float | None


def counted(entries: Iterable[Entry]) -> list[Entry]:
    """What stands: not taken out, and not disputed as somebody else's."""
    return [each for each in entries if not each["removed"] and each["disputed"] != NOT_ME]


def count_exposure(entries: Iterable[Entry], *, days: int) -> dict[str, int]:
    """How often each kind stands in the last ``days`` days."""
    since = (clock.today() - dt.timedelta(days=days)).isoformat()
    return dict(Counter(each["kind"] for each in counted(entries) if each["day"] > since))


def counts(entries: Iterable[Entry], today: dt.date) -> list[Count]:
    """Every kind of the last 365 days, in reading order."""
    standing = counted(entries)
    ages: dict[str, list[int]] = {}
    for each in standing:
        age = (today - dt.date.fromisoformat(each["day"])).days
        ages.setdefault(each["kind"], []).append(age)
    windows = _windows(age for of_kind in ages.values() for age in of_kind)
    found = [_count(kind, of_kind, windows) for kind, of_kind in ages.items()]
    return sorted((each for each in found if each.last_365), key=lambda each: in_order(each.kind))


def _count(kind: str, ages: list[int], windows: int) -> Count:
    thirty, ninety, year = (sum(age < span for age in ages) for span in SPANS)
    return Count(kind, thirty, ninety, year, _usual(ages, windows))


def _windows(ages: Iterator[int]) -> int:
    """How many whole windows before the current one the book reaches back, twelve at most."""
    oldest = max(ages, default=0)
    return min(WINDOWS, oldest // WINDOW - 1) if oldest >= WINDOW else 0


def _usual(ages: list[int], windows: int) -> float | None:
    """The median over the own windows of 30 days before the current one."""
    if windows < WINDOWS_AT_LEAST:
        return None
    in_window = Counter(age // WINDOW for age in ages)
    return float(median(in_window.get(window, 0) for window in range(1, windows + 1)))


def months(entries: Iterable[Entry]) -> dict[str, dict[str, int]]:
    """``{"2026-11": {kind: count}}``, without any day or incident."""
    found: dict[str, dict[str, int]] = {}
    for each in counted(entries):
        month = found.setdefault(each["day"][:7], {})
        month[each["kind"]] = month.get(each["kind"], 0) + 1
    return found
