"""11. Who is asked first: matching over a large roster, without and with its tables."""

from __future__ import annotations

import datetime as dt
import random
import uuid

from agency import clock
from bench.lines import Line
from bench.sizes import Sizes
from bench.timing import interleaved
from peersupport.kinds import Background, Language, Speciality
from peersupport.matching import Candidate, Wish, rank

NOW = dt.datetime(2026, 3, 1, 3, tzinfo=dt.UTC)


def measure(sizes: Sizes) -> list[Line]:
    """The pure order of everybody on the pick list."""
    dice = random.Random(11)
    people = [_candidate(dice) for _ in range(sizes.supporters)]
    wish = Wish(
        "peer",
        language="es",
        speciality=Speciality.GRIEF,
        background=Background.MILITARY,
        unit="A/3/2/",
        division="A/3/",
        team=tuple(each.key for each in people[:3]),
        blocked=frozenset(each.key for each in people[3:6]),
    )
    seconds = interleaved({"rank": lambda: rank(wish, people, NOW)}, sizes.rounds)["rank"]
    return [Line("match", f"{len(people):,} supporters", seconds * 1000, "ms", aim=20)]


def _candidate(dice: random.Random) -> Candidate:
    return Candidate(
        key=uuid.UUID(int=dice.getrandbits(128)),
        kind="peer",
        languages=frozenset({"en", *dice.sample(Language.values, 2), "es"}),
        backgrounds=frozenset(dice.sample(Background.values, 3)),
        specialities=frozenset(dice.sample(Speciality.values, 3)),
        unit=f"A/{dice.randint(1, 9)}/{dice.randint(1, 9)}/",
        division=f"A/{dice.randint(1, 9)}/",
        linked=dice.random() < 0.02,
        reachable=dice.random() < 0.4,
        on_duty=dice.random() < 0.1,
        open_contacts=dice.randint(0, 5),
        asked_at=tuple(clock.now() - dt.timedelta(days=dice.randint(0, 29)) for _ in range(5)),
    )
