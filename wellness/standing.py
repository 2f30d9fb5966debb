"""The colour of a check-in: a small rule that anybody can follow by hand. Pure, versioned.

Not a risk score and not a diagnosis. Each answer falls into a band; the colour counts bands.
An answer that the officer would rather not give counts for nothing. Where the numbers come from:

stress   0 none to 10 most. 4 and 7: single-item distress scales (NCCN Distress Thermometer: 4 or
         more calls for a closer look); 7 is the house's own upper step.
sleep    hours in an average night of the week. 6 or less: too little to keep adults healthy (Watson
         et al. 2015, consensus of AASM and SRS). Below 5: impaired at work the next day (Dawson and
         McCulloch 2005, prior sleep rule).
fatigue  0 rested to 10 worn out. 4 and 7: moderate and severe in the Brief Fatigue Inventory
         (Mendoza et al. 1999).
balance  0 no room for life to 10 plenty. 3 and 1: the house's own steps, no published scale.
phq-2    0 to 6, low mood and little interest. 3: the published cut (Kroenke et al. 2003). 5: the
         house's own upper step.
gad-2    0 to 6, worry. 3: the published cut (Kroenke et al. 2007). 5: the house's own upper step.

Since ``standing-2`` the two short scales count as well, each as one answer by its total; a scale
that was answered by half counts for nothing. ``standing-1`` knew the officer's own four only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

RULE_VERSION = "standing-2"

Answer = float | int | None
ITEMS = ("stress", "sleep", "fatigue", "balance")
SCALES = ("phq-2", "gad-2")
MOST_OF_A_SCALE = 6
RANGES: dict[str, tuple[int, int]] = {
    "stress": (0, 10),
    "sleep": (0, 24),
    "fatigue": (0, 10),
    "balance": (0, 10),
}


class Colour(TextChoices):
    GREEN = "GREEN", _("Green")
    YELLOW = "YELLOW", _("Yellow")
    ORANGE = "ORANGE", _("Orange")
    RED = "RED", _("Red")


class Band(TextChoices):
    FINE = "fine", _("Fine")
    RAISED = "raised", _("Raised")
    HIGH = "high", _("High")


@dataclass(frozen=True)
class Because:
    """One answer that counted toward the colour."""

    item: str
    answer: float
    band: str


@dataclass(frozen=True)
class Result:
    colour: str
    because: tuple[Because, ...]
    rule_version: str = RULE_VERSION


def band(item: str, answer: Answer) -> str:
    """The band of one answer; *fine* when it was not given."""
    if answer is None:
        return Band.FINE
    if item == "sleep":
        return _step(answer < 5, answer <= 6)
    if item == "balance":
        return _step(answer <= 1, answer <= 3)
    if item in SCALES:
        return _step(answer >= 5, answer >= 3)
    return _step(answer >= 7, answer >= 4)


def _step(high: bool, raised: bool) -> str:
    if high:
        return Band.HIGH
    return Band.RAISED if raised else Band.FINE


def what_counts(answers: Mapping[str, object]) -> dict[str, Answer]:
    """Of what a check-in keeps, the own four and the totals of the two short scales."""
    counted: dict[str, Answer] = {item: answers.get(item) for item in ITEMS}  # type: ignore[misc]
    for score in answers.get("scores", ()):  # type: ignore[attr-defined]
        if score["instrument"] in SCALES:
            counted[score["instrument"]] = score["total"]
    return counted


def assess(answers: Mapping[str, Answer]) -> Result:
    """The colour and the answers that produced it, from ``what_counts``.

    RED: three answers high, or stress at 10. ORANGE: two high, or one high with two raised.
    YELLOW: one high, or two raised. Otherwise GREEN.
    """
    because = tuple(
        Because(item, answer, str(found))
        for item in (*ITEMS, *SCALES)
        if (answer := answers.get(item)) is not None and (found := band(item, answer)) != Band.FINE
    )
    high = sum(each.band == Band.HIGH for each in because)
    raised = len(because) - high
    return Result(str(_colour(high, raised, answers.get("stress") == 10)), because)


def _colour(high: int, raised: int, most_stress: bool) -> str:
    if high >= 3 or most_stress:
        return Colour.RED
    if high == 2 or (high == 1 and raised >= 2):
        return Colour.ORANGE
    if high == 1 or raised >= 2:
        return Colour.YELLOW
    return Colour.GREEN


def decisive(newest_first: Sequence[Mapping[str, Answer]]) -> Mapping[str, Answer]:
    """The newest answers that say anything; saying nothing leaves the colour as it was."""
    return next(
        (
            each
            for each in newest_first
            if any(each.get(item) is not None for item in (*ITEMS, *SCALES))
        ),
        newest_first[0],
    )
