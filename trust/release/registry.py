"""The figures that exist. Apps bring them with `register`; nobody can ask for another one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from django.utils.functional import Promise

from trust.release.periods import Period
from trust.release.shape import UNIT, Scale

Handles = Mapping[uuid.UUID, uuid.UUID]
#: One person's value: a number, or for a share of offers (in time, of how many).
Value = int | float | Fraction | tuple[int, int]
Answers = Mapping[uuid.UUID, Value] | Mapping[uuid.UUID, dict[str, Value | None]]
Contributors = Callable[[Period, Handles], Answers]


def _nobody(_: Period, __: Handles) -> dict[uuid.UUID, Value]:
    return {}


class MetricKind(StrEnum):
    """What is counted, of whom, and how it is printed."""

    MEAN = "mean"
    SHARE = "share"
    PARTICIPATION = "participation"
    SHARE_OF_OFFERS = "share_of_offers"

    @property
    def about_everyone(self) -> bool:
        """Whether it counts the whole roster, and not only those who said "count me"."""
        return self in (MetricKind.PARTICIPATION, MetricKind.SHARE_OF_OFFERS)


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure: `contributors(period, {user: handle})` returns {user: value}, or with `item` set
    {user: {item: value}}, so that several figures are read from one opening of sealed rows.

    `domain` says which handle the provider gets. A user without a value is left out or has None.
    Participation needs no provider: it is read from consent.
    """

    code: str
    label: str | Promise
    kind: MetricKind
    contributors: Contributors = field(default=_nobody, repr=False)
    item: str = ""
    scale: Scale = UNIT
    domain: str = "wellness"
    hidden_in: frozenset[str] = frozenset()


class MetricTaken(ValueError):
    """Two apps use one code for different figures."""


_metrics: dict[str, Metric] = {}


def register(metric: Metric) -> Metric:
    """Add a figure to every later run. Raises MetricTaken when its code is in use."""
    if _metrics.setdefault(metric.code, metric) != metric:
        raise MetricTaken(metric.code)
    return metric


def metrics() -> list[Metric]:
    """All figures, by code."""
    return [_metrics[code] for code in sorted(_metrics)]
