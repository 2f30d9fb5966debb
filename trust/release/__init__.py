"""The only way a figure about people leaves: frozen once per closed period, by partition refinement, coarsely.

Holds no query that a viewer can steer. Apps bring their values through `register`; viewers read ReleasedCell.
"""

from trust.release.engine import K_DEFAULT, K_FLOOR, Group, GroupTooSmall, in_order, refine
from trust.release.periods import (
    UNIT_KINDS,
    Period,
    PeriodKind,
    PeriodOpen,
    PeriodUnclear,
    closed_since,
)
from trust.release.registry import Metric, MetricKind, MetricTaken, metrics, register
from trust.release.shape import Scale

__all__ = [
    "K_DEFAULT",
    "K_FLOOR",
    "UNIT_KINDS",
    "Group",
    "GroupTooSmall",
    "Metric",
    "MetricKind",
    "MetricTaken",
    "Period",
    "PeriodKind",
    "PeriodOpen",
    "PeriodUnclear",
    "Scale",
    "closed_since",
    "in_order",
    "metrics",
    "refine",
    "register",
]
