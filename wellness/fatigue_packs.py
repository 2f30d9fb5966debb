"""Policy packs for hours and rest: the numbers an officer's own hours are held against. Pure data.

A number warns; it never blocks a shift. Numbers that only say from when overtime is paid are shown
for information and make no band. Sources stand with each number; two are shared by all packs:

HSG256    Health and Safety Executive, Managing shift work (2006): at most 5 to 7 working days in a row,
          and 2 to 3 in a row for night shifts.
prior sleep   Dawson and McCulloch, Sleep Medicine Reviews 9 (2005): less than 5 hours of sleep in the
          24 hours before duty, or less than 12 in the 48 hours before.
"""

from __future__ import annotations

from dataclasses import dataclass

HSG256 = "HSE, Managing shift work (HSG256), 2006"
PRIOR_SLEEP = "Dawson and McCulloch, Sleep Medicine Reviews 9, 2005"


@dataclass(frozen=True)
class Limit:
    """One number. ``code`` names a measure of ``wellness.fatigue``; ``counts``: it can raise the band."""

    code: str
    value: float
    source: str
    counts: bool = True


@dataclass(frozen=True)
class Pack:
    """The numbers of one jurisdiction."""

    code: str
    version: str
    limits: tuple[Limit, ...]

    def limit(self, code: str) -> Limit | None:
        return next((each for each in self.limits if each.code == code), None)


EVERYWHERE = (
    Limit("days_in_a_row", 7, HSG256),
    Limit("nights_in_a_row", 3, HSG256),
    Limit("sleep_24", 5, PRIOR_SLEEP),
    Limit("sleep_48", 12, PRIOR_SLEEP),
)
US = Pack(
    code="US",
    version="us-hours-2026-1",
    limits=(
        Limit("hours_24", 16, "US Park Police, limit of 2014: 16 hours in 24"),
        Limit("hours_7d", 64, "Georgia Department of Public Safety, Rule 570-9-.07: 64 hours a week"),
        Limit("hours_14d", 86, "29 CFR 553.230, FLSA section 7(k): overtime above 86 hours", counts=False),
        Limit("hours_28d", 171, "29 CFR 553.230, FLSA section 7(k): overtime above 171 hours", counts=False),
        Limit("shortest_rest", 8, "Agency rules of Florida: 8 hours of rest before the next duty"),
        *EVERYWHERE,
    ),
)  # fmt: skip
EU = Pack(
    code="EU",
    version="eu-hours-2026-1",
    limits=(
        Limit("hours_24", 13, "Directive 2003/88/EC, article 3: 11 hours of rest in 24"),
        Limit("week_average", 48, "Directive 2003/88/EC, articles 6 and 16: 48 hours a week over four months"),
        Limit("shortest_rest", 11, "Directive 2003/88/EC, article 3: 11 hours of rest in 24"),
        *EVERYWHERE,
    ),
)  # fmt: skip
UK = Pack(
    code="UK",
    version="uk-hours-2026-1",
    limits=(
        Limit("hours_24", 13, "Working Time Regulations 1998, regulation 10: 11 hours of rest in 24"),
        Limit("week_average", 48, "Working Time Regulations 1998, regulation 4: 48 hours a week over 17 weeks"),
        Limit("shortest_rest", 11, "Working Time Regulations 1998, regulation 10: 11 hours of rest in 24"),
        *EVERYWHERE,
    ),
)  # fmt: skip
PACKS = {pack.code: pack for pack in (US, EU, UK)}


def pack_named(code: str) -> Pack:
    """The pack of the agency's setting; the one for the United States where it has none of its own."""
    return PACKS.get(code, US)
