"""The measures by name, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable

from bench.lines import Line
from bench.measures import (
    chores,
    freezes,
    ingests,
    lists,
    matches,
    pages,
    records,
    referrals,
    seals,
    submits,
)
from bench.sizes import Sizes

MEASURES: dict[str, Callable[[Sizes], list[Line]]] = {
    "list": lists.measure,
    "page": pages.measure,
    "open": seals.measure,
    "submit": submits.measure,
    "ingest": ingests.measure,
    "freeze": freezes.measure,
    "record": records.measure,
    "score": chores.scoring,
    "schedule": chores.schedule,
    "purge": chores.purge,
    "match": matches.measure,
    "escalate": referrals.escalations,
}
