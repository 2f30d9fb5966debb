"""A small agency that lives four months through the real actions, and what its people know.

Whoever sits in the next chair knows who works where, who takes part and who answered this week. So
the attacker is given all of that, kept here apart from the tables.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from agency import clock
from agency.models import Post, Role, Unit, User
from tests.factories import make_unit
from trust.models import Level
from wellness import actions

START = dt.datetime(2026, 6, 20, 9, tzinfo=dt.UTC)
MONTHS = (7, 8, 9, 10)
SQUADS = {
    "X1": ("ABDX", 16),
    "X2": ("ABDX", 15),
    "Y1": ("ABDY", 17),
    "Y2": ("ABDY", 5),
    "Z1": ("AB", 14),
    "W1": ("AC", 17),
}


def day(month: int, number: int) -> dt.datetime:
    return dt.datetime(2026, month, number, 9, tzinfo=dt.UTC)


@dataclass
class Known:
    """What a colleague knows about one officer."""

    person: User
    answer: int
    stands: list[tuple[dt.datetime, Unit]]
    counted: dict[dt.datetime, bool] = field(default_factory=dict)
    answered: list[dt.datetime] = field(default_factory=list)

    def unit_on(self, moment: dt.datetime) -> Unit:
        return [unit for since, unit in self.stands if since <= moment][-1]

    def counts(self, start: dt.datetime, end: dt.datetime) -> bool:
        said = sorted(self.counted.items())
        before = [yes for at, yes in said if at <= start]
        within = [yes for at, yes in said if start < at < end]
        return bool(before) and before[-1] and all(within)


@dataclass
class House:
    """The agency, and everything that is known about its people."""

    units: dict[str, Unit]
    people: list[Known]

    def contributors(self, unit: Unit, start: dt.datetime, end: dt.datetime) -> frozenset[int]:
        return frozenset(
            index
            for index, known in enumerate(self.people)
            if known.unit_on(start).path.startswith(unit.path)
            and known.counts(start, end)
            and any(start <= at < end for at in known.answered)
        )


def build(seed: int) -> House:
    """Joined in June; then four months of check-ins, transfers, opt-outs and withdrawals."""
    dice = random.Random(seed)
    units = _units()
    people = [_officer(dice, units[code], n) for code, (_, n) in SQUADS.items() for n in range(n)]
    house = House(units, people)
    for month in MONTHS:
        for known in people:
            if known.counted and list(known.counted.values())[-1] and dice.random() < 0.97:
                _check_in(known, day(month, 10))
        for kind, known in _events(dice, people):
            kind(known, day(month, 20), dice, units)
    return house


def _units() -> dict[str, Unit]:
    units = {"A": make_unit("A", Unit.Kind.AGENCY)}
    for code, kind, over in (
        ("AB", "bureau", "A"), ("ABD", "division", "AB"), ("AC", "division", "A"),
        ("ABDX", "district", "ABD"), ("ABDY", "district", "ABD"),
    ):  # fmt: skip
        units[code] = make_unit(code, kind, units[over])
    for code, (over, _) in SQUADS.items():
        units[code] = make_unit(code, Unit.Kind.SQUAD, units[over])
    return units


def _officer(dice: random.Random, unit: Unit, number: int) -> Known:
    person = User.objects.create(username=f"{unit.code}-{number}", password="!")
    Post.objects.create(user=person, role=Role.OFFICER, unit=unit, since=START.date())
    known = Known(person, dice.randint(0, 10), [(START, unit)])
    if dice.random() < 0.93:
        _say(known, START, count_me=True)
    return known


def _say(known: Known, at: dt.datetime, *, count_me: bool) -> None:
    with clock.at(at):
        actions.set_opt_in(
            by=known.person, text_version="2026-11", level=Level.SELF_ONLY, count_me=count_me
        )
    known.counted[at] = count_me


def _check_in(known: Known, at: dt.datetime) -> None:
    with clock.at(at):
        actions.submit_check_in(
            by=known.person, key=at.isoformat(), answers={"stress": known.answer},
            contact=known.answer > 6,
        )  # fmt: skip
    known.answered.append(at)


def _events(dice: random.Random, people: list[Known]) -> Iterator[tuple[object, Known]]:
    for kind in (_moves, _moves, _opts_out, _withdraws):
        yield kind, dice.choice(people)


def _moves(known: Known, at: dt.datetime, dice: random.Random, units: dict[str, Unit]) -> None:
    unit = units[dice.choice(list(SQUADS))]
    known.person.posts.filter(until=None).update(until=at.date())
    Post.objects.create(user=known.person, role=Role.OFFICER, unit=unit, since=at.date())
    known.stands.append((at, unit))


def _opts_out(known: Known, at: dt.datetime, *_: object) -> None:
    if known.counted and list(known.counted.values())[-1]:
        _say(known, at, count_me=False)


def _withdraws(known: Known, at: dt.datetime, *_: object) -> None:
    if known.counted and list(known.counted.values())[-1]:
        with clock.at(at):
            actions.withdraw(by=known.person)
        known.counted[at] = False
