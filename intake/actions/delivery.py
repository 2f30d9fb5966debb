"""What came, and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came, from where: the mapping named, the digest of its bytes, and its kind.

    Kinds: roster, cad, epcr, shifts, training, clearances.

    ``history``: an archive, loaded once; its facts are kept but open no case. ``arrived``: when it
    first came, if it is read again now; what came later is not overwritten by it.
    """

    kind: str
    digest: str
    mapping: str = ""
    source: str = ""
    history: bool = False
    arrived: dt.datetime | None = None


@dataclass(slots=True)
class Summary:
    """read = kept + repeated + quarantined, always.

    `waiting` counts attendances of taken-in incidents, shifts, and training records whose number is not
    on the roster yet. `overlapping` counts shifts that were kept beside another one at the same time.
    """

    read: int = 0
    kept: int = 0
    repeated: int = 0
    quarantined: int = 0
    waiting: int = 0
    overlapping: int = 0

    def add(self, other: Summary) -> None:
        self.read += other.read
        self.kept += other.kept
        self.repeated += other.repeated
        self.quarantined += other.quarantined
        self.waiting += other.waiting
        self.overlapping += other.overlapping
