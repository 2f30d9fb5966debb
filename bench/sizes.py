"""How large a run is. ``full`` is what the aims are stated for; ``tiny`` only shows that it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """``officers`` stand around in the tables of measures 1 to 4, each with ``history`` check-ins."""

    officers: int
    history: int
    rows: int
    page: int
    rounds: int
    incidents: int
    rounds_of_writing: int
    to_freeze: int
    to_score: int
    to_purge: int
    to_escalate: int
    supporters: int = 500


SIZES = {
    "full": Sizes(3_600, 12, 100, 50, 60, 100_000, 3, 36_000, 100_000, 1_000_000, 100_000),
    "quick": Sizes(360, 12, 100, 50, 15, 5_000, 1, 1_200, 10_000, 50_000, 5_000),
    "tiny": Sizes(24, 2, 20, 5, 1, 20, 1, 24, 20, 50, 40),
}
