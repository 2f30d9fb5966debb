"""Twelve months of an agency that never was: people move, opt out, withdraw, skip weeks; answers never change."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.adversary.attacker import Seen
from trust.release import K_DEFAULT, Group, Scale, in_order, refine
from trust.release.shape import mean, share

Path = tuple[int, ...]
Engine = Callable[[Sequence[Group[Path, int]], int], Mapping[Path, frozenset[int]]]
Sway = Callable[[frozenset[int]], Fraction]
Print = Callable[[Fraction, int, Fraction], str]
TEN = Scale(Fraction(0), Fraction(10))


def stress(total: Fraction, n: int, sway: Fraction) -> str:
    """A mean of answers from 0 to 10."""
    return mean(total, n, TEN, K_DEFAULT, sway)


def contact(total: Fraction, n: int, sway: Fraction) -> str:
    """A share of people whose answer is 1 and not 0."""
    return share(total, n, sway)


DIVISION = 1


def steady(_: frozenset[int]) -> Fraction:
    """No sway at all."""
    return Fraction(0)


def swaying(secret: int) -> Sway:
    """A sway fixed by who is in the group and a secret."""

    def sway(people: frozenset[int]) -> Fraction:
        dice = random.Random(hash((secret, people)))
        return Fraction(dice.randint(-500, 500) + dice.randint(-500, 500), 1000)

    return sway


@dataclass
class Agency:
    """Who stands where, who is counted, and what each of them always answers."""

    seed: int
    squad: tuple[int, int] = (6, 18)
    answering: float = 0.95
    churn: float = 1.0
    answers: tuple[int, ...] = tuple(range(11))
    unit: dict[int, Path] = field(default_factory=dict)
    counted: set[int] = field(default_factory=set)
    answer: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        for path in self.paths():
            for _ in range(
                self.random.randint(*self.squad) if len(path) == 3 else self.random.randint(0, 4)
            ):
                self.join(path)

    def paths(self) -> list[Path]:
        """Every unit: the agency, 2 divisions, 6 districts, 18 squads."""
        return [
            path[:depth]
            for depth, last in ((0, 1), (1, 2), (2, 6), (3, 18))
            for path in [self._path(i, depth) for i in range(last)]
        ]

    @staticmethod
    def _path(index: int, depth: int) -> Path:
        return ((), (index,), (index // 3, index % 3), (index // 9, index // 3 % 3, index % 3))[
            depth
        ]

    def join(self, path: Path) -> None:
        """One more officer, who may or may not be counted."""
        person = len(self.unit)
        self.unit[person] = path
        self.answer[person] = self.random.choice(self.answers)
        if self.random.random() < 0.8:
            self.counted.add(person)

    def move(self) -> None:
        """A month of transfers, opt-outs, withdrawals and new people."""
        squads = [path for path in self.paths() if len(path) == 3]
        for person in list(self.unit):
            chance = self.random.random() / self.churn
            if chance < 0.03:
                self.unit[person] = self.random.choice(squads)
            elif chance < 0.05:
                self.counted.discard(person)
            elif chance < 0.06:
                self.counted.add(person)
        self.join(self.random.choice(squads))

    def answered(self) -> set[int]:
        """Who of those counted answers this month."""
        return {person for person in sorted(self.counted) if self.random.random() < self.answering}


@dataclass
class Publisher:
    """What stands between the agency and its readers: the engine, its k, and how a figure is printed."""

    engine: Engine = refine
    k: int = K_DEFAULT
    sway: Sway = field(default_factory=lambda: swaying(7))
    show: Print = stress

    def figures(
        self, run: str, agency: Agency, unit: Mapping[int, Path], people: set[int], depths: range
    ) -> Iterator[Seen]:
        """The figures of one period for units of these depths."""
        groups = _groups(unit, people & unit.keys(), depths.stop)
        for path, group in self.engine(in_order(groups), self.k).items():
            if len(path) in depths:
                total = Fraction(sum(agency.answer[person] for person in group))
                yield Seen(run, group, self.show(total, len(group), self.sway(group)))


def year(agency: Agency, publisher: Publisher) -> list[Seen]:
    """Everything anyone can read about twelve months and four quarters."""
    seen: list[Seen] = []
    for quarter in range(4):
        at_start, throughout, heard = dict(agency.unit), set(agency.counted), set[int]()
        for month in range(3):
            here, answered = dict(agency.unit), agency.answered()
            heard |= answered
            agency.move()
            run = f"quarter {quarter} month {month}"
            seen += publisher.figures(run, agency, here, answered & agency.counted, range(2))
            throughout &= agency.counted
        seen += publisher.figures(
            f"quarter {quarter}", agency, at_start, heard & throughout, range(2, 4)
        )
    return seen


def _groups(unit: Mapping[int, Path], people: set[int], depths: int) -> list[Group[Path, int]]:
    members: dict[Path, set[int]] = defaultdict(set)
    for person in people:
        for depth in range(min(depths, len(unit[person]) + 1)):
            members[unit[person][:depth]].add(person)
    return [Group(path, frozenset(group), len(path), str(path)) for path, group in members.items()]
