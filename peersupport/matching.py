"""Who is asked first when an officer would like to talk to somebody. Pure: plain values in, an order out.

The officer's own team comes first, in the officer's order. Whoever may not be asked is left out: the
officer, anybody linked by command now or in the last twelve months, anybody the officer would
rather not meet, anybody who carries as many contacts as they said. Then: reachable now, what was
wished for, few open contacts, and a fair share over thirty days (IACP peer support guidelines;
the numbers are the programme's own). Every match says why, in codes and in words.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peersupport.kinds import Background, Language, Speciality

FAIRNESS = dt.timedelta(days=30)
#: Codes that speak of the supporter alone. The others would tell about the officer, and are not stored.
ABOUT_SUPPORTER = ("speaks", "lived", "trained", "on_duty", "reachable", "open")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished for, and what only the system knows of the officer. ``team``: best first."""

    kind: str
    language: str = ""
    background: str = ""
    speciality: str = ""
    other_unit: bool = False
    on_duty_now: bool = False
    unit: str = ""
    division: str = ""
    team: tuple[uuid.UUID, ...] = ()
    blocked: frozenset[uuid.UUID] = frozenset()
    asked: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the pick list (active, certified). ``linked``: the officer, or linked by command."""

    key: uuid.UUID
    kind: str
    languages: frozenset[str] = frozenset()
    backgrounds: frozenset[str] = frozenset()
    specialities: frozenset[str] = frozenset()
    unit: str = ""
    division: str = ""
    linked: bool = False
    reachable: bool = False
    on_duty: bool = False
    open_contacts: int = 0
    capacity: int = 5
    asked_at: tuple[dt.datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One supporter who may be asked, and why at this place."""

    key: uuid.UUID
    because: tuple[str, ...]

    @property
    def words(self) -> str:
        return in_words(self.because)


def rank(wish: Wish, candidates: Iterable[Candidate], now: dt.datetime) -> list[Match]:
    """Everybody who may be asked, first to last. The same input gives the same order."""
    team = {key: place for place, key in enumerate(wish.team)}
    fit = [each for each in candidates if may_be_asked(wish, each) and suits(wish, each)]
    since = now - FAIRNESS
    fit.sort(key=lambda each: _place(wish, team, each, since))
    return [Match(each.key, _because(wish, team, each)) for each in fit]


def may_be_asked(wish: Wish, one: Candidate) -> bool:
    """What no wish can change, also not the wish for this very person."""
    if one.linked or one.key in wish.blocked or one.key in wish.asked:
        return False
    return one.open_contacts < one.capacity


def suits(wish: Wish, one: Candidate) -> bool:
    """What was asked for as a must: the kind (any, if none), the language, on duty now, another unit."""
    if (wish.kind and one.kind != wish.kind) or (
        wish.language and wish.language not in one.languages
    ):
        return False
    if wish.on_duty_now and not one.on_duty:
        return False
    return not (wish.other_unit and _same(wish.unit, one.unit))


def _same(one: str, other: str) -> bool:
    """The same unit, or one of the two inside the other."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _place(
    wish: Wish, team: dict[uuid.UUID, int], one: Candidate, since: dt.datetime
) -> tuple[object, ...]:
    wished = (wish.speciality in one.specialities) + (wish.background in one.backgrounds)
    return (
        team.get(one.key, len(team)),
        not one.on_duty,
        not one.reachable,
        -wished,
        one.open_contacts,
        sum(asked > since for asked in one.asked_at),
        one.key,
    )


# --- why ------------------------------------------------------------------------------------------


def _because(wish: Wish, team: dict[uuid.UUID, int], one: Candidate) -> tuple[str, ...]:
    codes = [f"team:{team[one.key] + 1}"] if one.key in team else []
    if wish.language:
        codes.append(f"speaks:{wish.language}")
    if wish.background in one.backgrounds:
        codes.append(f"lived:{wish.background}")
    if wish.speciality in one.specialities:
        codes.append(f"trained:{wish.speciality}")
    codes += [code for code in (_unit(wish, one), _when(one)) if code]
    return (*codes, f"open:{one.open_contacts}")


def _unit(wish: Wish, one: Candidate) -> str:
    if not wish.unit or not one.unit:
        return ""
    if _same(wish.unit, one.unit):
        return "same_unit"
    return "other_division" if wish.division != one.division else "other_unit"


def _when(one: Candidate) -> str:
    return "on_duty" if one.on_duty else "reachable" if one.reachable else ""


def about_supporter(codes: Sequence[str]) -> list[str]:
    """The codes that may be stored beside a supporter: none tells where the officer stands."""
    return [code for code in codes if code.partition(":")[0] in ABOUT_SUPPORTER]


def in_words(codes: Sequence[str]) -> str:
    """``speaks Spanish, other division, 1 open contact``. A code from another day is left out."""
    return ", ".join(filter(None, (_word(code) for code in codes)))


def _word(code: str) -> str:
    name, _sep, value = code.partition(":")
    if name in {"team", "open"}:
        return _counted(name, int(value)) if value.isdecimal() else ""
    known = {
        "same_unit": _("your own unit"),
        "other_unit": _("other unit"),
        "other_division": _("other division"),
        "on_duty": _("on duty now"),
        "reachable": _("can be reached now"),
    }
    return known.get(code) or _named(name, value)


def _counted(name: str, number: int) -> str:
    if name == "team":
        return _("number %(n)d of your own team") % {"n": number}
    return ngettext("%(n)d open contact", "%(n)d open contacts", number) % {"n": number}


def _named(name: str, value: str) -> str:
    if name == "speaks" and value in Language.values:
        return _("speaks %(language)s") % {"language": Language(value).label}
    if name == "lived" and value in Background.values:
        return str(Background(value).label)
    if name == "trained" and value in Speciality.values:
        return _("trained in: %(what)s") % {"what": Speciality(value).label}
    return ""
