"""NEWS2: the Royal College of Physicians' early warning score, as pure functions.

Source: Royal College of Physicians. National Early Warning Score (NEWS) 2: standardising the
assessment of acute-illness severity in the NHS. London: RCP, 2017 (Chart 1, the scoring system). The
RCP holds the copyright and allows free use with acknowledgement.

Partial observations: a parameter that was not taken is unknown, never 0. A partial sum that already
reaches 7 decides, because more parameters can only add; a lower partial sum stays unknown. The score is not
valid under 16 years or in pregnancy. Scale 2 for oxygen saturation counts only when a clinician prescribed it.
Must not contain: storage, people, or any rule about what the score leads to (that is `intake.triggers`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

URGENT = 7
ADULT = 16
ACVPU = ("A", "C", "V", "P", "U")  # in order of gravity

Bands = tuple[tuple[Decimal, int], ...]


def _bands(*pairs: tuple[str, int]) -> Bands:
    """(highest value of the band, points), lowest band first."""
    return tuple((Decimal(upper), points) for upper, points in pairs)


RESPIRATION = _bands(("8", 3), ("11", 1), ("20", 0), ("24", 2), ("Infinity", 3))
SATURATION_1 = _bands(("91", 3), ("93", 2), ("95", 1), ("Infinity", 0))
SATURATION_2_LOW = _bands(("83", 3), ("85", 2), ("87", 1), ("92", 0))
SATURATION_2_ON_OXYGEN = _bands(("94", 1), ("96", 2), ("Infinity", 3))
SYSTOLIC = _bands(("90", 3), ("100", 2), ("110", 1), ("219", 0), ("Infinity", 3))
PULSE = _bands(("40", 3), ("50", 1), ("90", 0), ("110", 1), ("130", 2), ("Infinity", 3))
TEMPERATURE = _bands(("35.0", 3), ("36.0", 1), ("38.0", 0), ("39.0", 1), ("Infinity", 2))


@dataclass(frozen=True, slots=True)
class Vitals:
    """One set of observations. Units: /min, %, mmHg, /min, degrees Celsius. None means not taken."""

    respiration: Decimal | None = None
    saturation: Decimal | None = None
    on_oxygen: bool | None = None
    systolic: Decimal | None = None
    pulse: Decimal | None = None
    consciousness: str | None = None
    temperature: Decimal | None = None
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Score:
    """`floor` is the sum of what is known; `total` is None while that sum can't decide."""

    floor: int
    complete: bool

    @property
    def total(self) -> int | None:
        return self.floor if self.complete or self.floor >= URGENT else None


def valid_for(age_years: int | None, pregnant: bool) -> bool:
    """An unknown age is taken as adult: most patients are, and the rule must not fall silent."""
    return not pregnant and (age_years is None or age_years >= ADULT)


def score(vitals: Vitals) -> Score:
    known = points(vitals)
    return Score(
        floor=sum(value for value in known.values() if value is not None),
        complete=None not in known.values(),
    )


def points(vitals: Vitals) -> dict[str, int | None]:
    """Points for each of the seven parameters, None where it was not taken."""
    return {
        "respiration": _whole(vitals.respiration, RESPIRATION),
        "saturation": saturation_points(vitals),
        "oxygen": None if vitals.on_oxygen is None else 2 * vitals.on_oxygen,
        "systolic": _whole(vitals.systolic, SYSTOLIC),
        "pulse": _whole(vitals.pulse, PULSE),
        "consciousness": consciousness_points(vitals.consciousness),
        "temperature": _banded(vitals.temperature, TEMPERATURE, "0.1"),
    }


def saturation_points(vitals: Vitals) -> int | None:
    if vitals.scale != 2:
        return _whole(vitals.saturation, SATURATION_1)
    low = _whole(vitals.saturation, SATURATION_2_LOW)
    if low is not None or vitals.saturation is None or vitals.on_oxygen is None:
        return low
    return _whole(vitals.saturation, SATURATION_2_ON_OXYGEN) if vitals.on_oxygen else 0


def consciousness_points(level: str | None) -> int | None:
    if level not in ACVPU:
        return None
    return 0 if level == "A" else 3


def gravest(levels: Iterable[str]) -> str:
    """The lowest level of consciousness among several observations, '' when none was taken."""
    return max((level for level in levels if level in ACVPU), key=ACVPU.index, default="")


def decide(scores: Iterable[Score]) -> Score | None:
    """The set that decides among several: the highest sum, complete before partial.

    A partial sum above the best complete total leaves the encounter unknown: the patient was worse than the
    complete set says, and nobody knows by how much.
    """
    return max(scores, key=lambda one: (one.floor, one.complete), default=None)


def _whole(value: Decimal | None, bands: Bands) -> int | None:
    return _banded(value, bands, "1")


def _banded(value: Decimal | None, bands: Bands, step: str) -> int | None:
    if value is None:
        return None
    rounded = value.quantize(Decimal(step), rounding=ROUND_HALF_UP)
    return next((points for upper, points in bands if rounded <= upper), None)
