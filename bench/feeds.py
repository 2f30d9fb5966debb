"""A dispatch export of any length, in the layout of the shipped ``demo`` mapping."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

HEAD = "incident,unit,received,district,type,crew,officer_injured\n"
MAPPING = "demo"
NOTABLE = 200  # one in so many calls for an offer
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def write(where: Path, incidents: int, crew: list[str], each: int = 3) -> Path:
    """``each`` crew numbers per incident, taken in turn."""
    with where.open("w") as out:
        out.write(HEAD)
        for number in range(incidents):
            at = START + dt.timedelta(seconds=20 * number)
            there = ";".join(crew[(number * each + n) % len(crew)] for n in range(each))
            kind = "FATAL COLLISION" if number % NOTABLE == 0 else "WELFARE CHECK"
            line = f"B-{number:07d},U{number % 90},{at.isoformat()},District {number % 40},{kind},{there},no"
            out.write(line + "\n")
    return where
