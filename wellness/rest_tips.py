"""Rest for people who work shifts: what helps, with where it comes from. Pure data, no rule of its own.

NIOSH is the United States National Institute for Occupational Safety and Health. ``codes`` are those of
``wellness.fatigue_packs``: a tip is shown first where one of its numbers was passed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NURSES = "NIOSH, Training for Nurses on Shift Work and Long Work Hours (2015-115)"
RESPONDERS = (
    "NIOSH, Training for Emergency Responders: Reducing Risks Associated with Long Work Hours"
)
CONSENSUS = "Watson et al., Sleep 38, 2015 (AASM and SRS)"


@dataclass(frozen=True)
class Tip:
    code: str
    title: Promise
    text: Promise
    source: str
    codes: frozenset[str]


TIPS = (
    Tip(
        "drive",
        _("The way home"),
        _(
            "If your eyes close or you miss an exit, stop in a safe place and sleep 15 to 30 minutes,"
            " or let somebody else drive."
        ),
        RESPONDERS,
        frozenset({"hours_24", "sleep_24", "sleep_48", "nights_in_a_row"}),
    ),
    Tip(
        "nap",
        _("A short nap"),
        _("15 to 30 minutes on a break lift alertness. Give yourself some minutes to wake up before you drive."),
        NURSES,
        frozenset({"sleep_24", "sleep_48", "shortest_rest", "hours_24"}),
    ),
    Tip(
        "before_nights",
        _("Before a first night"),
        _("A sleep of about an hour and a half in the late afternoon makes the first night easier."),
        NURSES,
        frozenset({"nights_in_a_row"}),
    ),
    Tip(
        "day_sleep",
        _("Sleep by day"),
        _("Dark, cool and quiet: curtains, ear plugs, phone outside. Sunglasses on the way home help."),
        NURSES,
        frozenset({"nights_in_a_row", "shortest_rest"}),
    ),
    Tip(
        "first_days_off",
        _("The first days off"),
        _("After a hard run, the first two nights off belong to sleep. One long night rarely makes up for a week."),
        RESPONDERS,
        frozenset({"hours_7d", "hours_14d", "week_average", "days_in_a_row"}),
    ),
    Tip(
        "coffee",
        _("Coffee early"),
        _("Small amounts at the start of a shift work best. Leave it out in the six hours before you want to sleep."),
        NURSES,
        frozenset(),
    ),
    Tip(
        "seven",
        _("Seven hours"),
        _("Most adults need seven hours or more in 24 to stay well. Two parts count, if one night is cut short."),
        CONSENSUS,
        frozenset(),
    ),
)  # fmt: skip


def tips_for(codes: Iterable[str], most: int = 3) -> list[Tip]:
    """The tips that fit what was passed, then the general ones."""
    passed = set(codes)
    fitting = [each for each in TIPS if each.codes & passed]
    return [*fitting, *(each for each in TIPS if not each.codes)][:most]
