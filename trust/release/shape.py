"""How a figure looks when it leaves: coarse, open at both ends, and a little unsteady.

Pure, in exact fractions. What is stored is exactly what these functions return, so nothing finer
exists to be asked for.

The sway moves a total by up to one person's whole scale (two people for a yes or no), in a
direction fixed by who is in the group and a secret. Without it, one officer's transfer that tips a
figure over a rounding edge tells on which side of the edge that officer stands: in every simulated
agency somebody's yes or no could be read off.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

#: Below this many people a mean has k steps and a share ten; from here on twice as many.
LARGE = 50
BANDS = (15, 25, LARGE)
PARTICIPATION = (
    (Fraction(9, 10), "≥ 90 %"),
    (Fraction(3, 4), "75–89 %"),
    (Fraction(1, 2), "50–74 %"),
    (Fraction(1, 4), "25–49 %"),
)
PARTICIPATION_LOWEST = "< 25 %"


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and highest value that one person can contribute."""

    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        """What one person can move a total by."""
        return self.high - self.low


UNIT = Scale(Fraction(0), Fraction(1))
#: A whole yes or no can be read off a coarser figure than a score can, so it sways further.
SHARE_SWAY = 2


def steps(n: int, few: int) -> int:
    """How many steps the scale is cut into for n people."""
    return few if n < LARGE else 2 * few


def band_of(n: int, k: int) -> str:
    """The band that stands in for n, e.g. "15–24"; its lowest band starts at k."""
    edges = [k, *(edge for edge in BANDS if edge > k)]
    place = max(index for index, edge in enumerate(edges) if n >= edge)
    return (
        f"{edges[place]}+" if place + 1 == len(edges) else f"{edges[place]}–{edges[place + 1] - 1}"
    )


def mean(total: Fraction, n: int, scale: Scale, k: int, sway: Fraction = Fraction(0)) -> str:
    """A mean on a grid of scale/k (scale/2k from 50 people), e.g. "3.6", "≤ 0.9", "≥ 9.1"."""
    count = steps(n, k)
    place = _place((total - n * scale.low) / scale.width, n, count, sway)
    end = count // k
    if place <= end:
        return f"≤ {_one_decimal(scale.low + scale.width / k)}"
    if place >= count - end:
        return f"≥ {_one_decimal(scale.high - scale.width / k)}"
    return _one_decimal(scale.low + scale.width * place / count)


def share(part: Fraction, n: int, sway: Fraction = Fraction(0)) -> str:
    """A share in steps of 10 % (5 % from 50 people), e.g. "40 %", "≤ 10 %", "≥ 90 %"."""
    count = steps(n, 10)
    percent = 100 * _place(part, n, count, SHARE_SWAY * sway) // count
    if percent <= 10:
        return "≤ 10 %"
    return "≥ 90 %" if percent >= 90 else f"{percent} %"


def participation(joined: Fraction, roster: int, sway: Fraction = Fraction(0)) -> str:
    """How much of a roster takes part: a band only, open at the top."""
    part = (joined + SHARE_SWAY * sway) / roster
    return next((label for edge, label in PARTICIPATION if part >= edge), PARTICIPATION_LOWEST)


def _place(people: Fraction, n: int, count: int, sway: Fraction) -> int:
    """The step nearest to people/n, where people is a total counted in whole scales."""
    return min(count, max(0, floor((people + sway) * count / n + Fraction(1, 2))))


def _one_decimal(value: Fraction) -> str:
    return f"{float(value):.1f}"
