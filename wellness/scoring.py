"""From answers to scores: the one scorer of every instrument. Pure.

The rules are few, the numbers (reversals, factors, cut-offs) stand in each instrument's file with
their source:

- An instrument that was answered by half has no score. "Rather not say" counts as not answered.
- A question that its gate closed is not missing. PC-PTSD-5: no traumatic event, then 0 (Prins et al.
  2016; ptsd.va.gov).
- The safety step opens by the answer alone, whatever the total and even when the rest is empty:
  PHQ-9 item 9 at 1 or more (Kroenke et al. 2001), any yes on the C-SSRS screener.
- C-SSRS screener, triage as the Columbia Lighthouse Project publishes it: yes to 4 or 5, or behaviour
  within three months, is high; yes to 3, or behaviour longer ago, is moderate; yes to 1 or 2 is low.
  Each of the three calls for a step there, so each opens the safety step here.
- HRQOL-4: unhealthy days are physical and mental days together, at most 30 (CDC, Measuring Healthy
  Days, 2000).
- PCL-5: a group of symptoms counts when enough of its items are at 2 or more: one of B (1-5), one of
  C (6-7), two of D (8-14), two of E (15-20) (Weathers et al. 2013, National Center for PTSD).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise

from wellness.instruments import Answer, Answers, Instrument, Item, Scale, instrument
from wellness.instruments.words import BANDS

INCOMPLETE = "incomplete"
ANSWERED = "answered"
MOST_DAYS = 30
Values = dict[str, float]  # item -> value, reversed where the instrument says so


class OutOfOptions(ValueError):
    """An answer that this question does not offer, or an answer to no question of this instrument."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


@dataclass(frozen=True, slots=True)
class Score:
    """One scale's result. ``total`` is None while incomplete, and where a scale has no number."""

    instrument: str
    scale: str
    total: float | None
    band: str
    complete: bool
    safety: bool


def score(of: Instrument | str, answers: Answers) -> tuple[Score, ...]:
    """A score for each scale. Raises ``OutOfOptions``."""
    plan = _plan(_instrument(of))
    for code, answer in answers.items():
        if answer is not None and not plan.takes(code, answer):
            raise OutOfOptions(code)
        if code not in plan.items:
            raise OutOfOptions(code)
    safety = plan.opens_safety(answers)
    return tuple(_score(plan, ready, answers, safety) for ready in plan.scales)


def needs_safety_step(scores: Iterable[Score]) -> bool:
    """Whether any answer behind these scores opens the safety step."""
    return any(each.safety for each in scores)


def takes(of: Instrument | str, item: str, answer: Answer) -> bool:
    """Whether the question offers this answer; "rather not say" is always offered."""
    plan = _plan(_instrument(of))
    return item in plan.items and (answer is None or plan.takes(item, answer))


def bands(of: Instrument | str, scale: str) -> tuple[tuple[float, float, str, str | Promise], ...]:
    """The bands of a scale as (low, high, code, label), in order: the shading of a chart."""
    found = _instrument(of).scale(scale).bands
    return tuple((each.low, each.high, each.code, each.label) for each in found)


def band_label(of: Instrument | str, scale: str, band: str) -> str | Promise:
    """The words for a band; of one that this version no longer has, its name as it always was."""
    named = {each.code: each.label for each in _instrument(of).scale(scale).bands}
    return named.get(band) or BANDS.get(band, band)


def _instrument(of: Instrument | str) -> Instrument:
    return instrument(of) if isinstance(of, str) else of


# --- made ready once for each instrument ----------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Ready:
    """One scale, with what a response needs looked up beforehand."""

    scale: Scale
    lows: tuple[float, ...]
    codes: tuple[str, ...]
    gates: tuple[tuple[str, frozenset[float]] | None, ...]
    total: Callable[[Scale, Values], float]


@dataclass(frozen=True, eq=False)
class _Plan:
    code: str
    items: frozenset[str]
    offered: dict[str, frozenset[float]]
    ranges: dict[str, tuple[float, float, bool]]
    safety: tuple[tuple[str, float], ...]
    turned: dict[str, float]
    scales: tuple[_Ready, ...]

    def takes(self, item: str, answer: Answer) -> bool:
        if type(answer) not in (int, float):  # True is no answer, though Python counts it as 1
            return False
        if item in self.offered:
            return answer in self.offered[item]
        if item not in self.ranges or answer is None:
            return False
        low, high, whole = self.ranges[item]
        return low <= answer <= high and (not whole or answer == math.floor(answer))

    def opens_safety(self, answers: Answers) -> bool:
        return any((answers.get(item) or 0) >= least for item, least in self.safety)


@cache
def _plan(of: Instrument) -> _Plan:
    by_code = {each.code: each for each in of.items}
    return _Plan(
        code=of.code,
        items=frozenset(by_code),
        offered={
            each.code: frozenset(float(option.value) for option in each.options)
            for each in of.items
            if each.low is None
        },
        ranges={
            each.code: (each.low, each.high, each.kind == "number")
            for each in of.items
            if each.low is not None and each.high is not None
        },
        safety=tuple((each.code, each.safety) for each in of.items if each.safety is not None),
        turned={each.code: each.least + each.most for each in of.items if each.reverse},
        scales=tuple(_ready(scale, by_code) for scale in of.scales),
    )


def _ready(scale: Scale, items: dict[str, Item]) -> _Ready:
    return _Ready(
        scale=scale,
        lows=tuple(each.low for each in scale.bands),
        codes=tuple(each.code for each in scale.bands),
        gates=tuple(_gate(items[code]) for code in scale.items),
        total=TOTALS[scale.rule],
    )


def _gate(item: Item) -> tuple[str, frozenset[float]] | None:
    return (item.gate_item, frozenset(item.gate_values)) if item.gate else None


# --- one response -----------------------------------------------------------------------------------


def _score(plan: _Plan, ready: _Ready, answers: Answers, safety: bool) -> Score:
    values = _values(plan, ready, answers)
    scale = ready.scale
    if values is None:
        return Score(plan.code, scale.code, None, INCOMPLETE, False, safety)
    if scale.rule == "none":
        return Score(plan.code, scale.code, None, ANSWERED, True, safety)
    total = ready.total(scale, values)
    band = ready.codes[bisect_right(ready.lows, total) - 1]
    return Score(plan.code, scale.code, total, band, True, safety)


def _values(plan: _Plan, ready: _Ready, answers: Answers) -> Values | None:
    """What was answered of the scale's items; None when one that was asked has no answer."""
    found: Values = {}
    turned = plan.turned
    for code, gate in zip(ready.scale.items, ready.gates, strict=True):
        if gate is not None:
            opened = answers.get(gate[0])
            if opened is None:
                return None
            if opened not in gate[1]:
                continue
        answer = answers.get(code)
        if answer is None:
            return None
        found[code] = turned[code] - answer if code in turned else answer
    return found


def _sum(scale: Scale, values: Values) -> float:
    return sum(values.values()) * scale.factor


def _mean(scale: Scale, values: Values) -> float:
    return round(sum(values.values()) / len(values), 2)


def _count(scale: Scale, values: Values) -> float:
    return sum(each >= scale.at for each in values.values())


def _days(scale: Scale, values: Values) -> float:
    return min(MOST_DAYS, sum(values.values()))


def _clusters(scale: Scale, values: Values) -> float:
    return sum(
        sum(values[item] >= scale.at for item in cluster.items) >= cluster.need
        for cluster in scale.clusters
    )


def _cssrs(scale: Scale, values: Values) -> float:
    """0 none, 1 low, 2 moderate, 3 high. ``q6`` is ever, ``q6-recent`` within three months."""
    yes = {code for code, value in values.items() if value}
    if yes & {"q4", "q5", "q6-recent"}:
        return 3
    return 2 if yes & {"q3", "q6"} else min(1, len(yes))


def _no_number(scale: Scale, values: Values) -> float:
    return math.nan


TOTALS: dict[str, Callable[[Scale, Values], float]] = {
    "sum": _sum,
    "mean": _mean,
    "count": _count,
    "days": _days,
    "clusters": _clusters,
    "cssrs": _cssrs,
    "none": _no_number,
}
