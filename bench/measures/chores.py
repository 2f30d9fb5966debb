"""8 to 10. What runs by itself: scoring, a week's suggestions for a very large agency, the purge."""

from __future__ import annotations

import datetime as dt
import random

from agency import clock
from bench import seeds
from bench.lines import Line
from bench.sizes import Sizes
from bench.timing import timed
from trust import retention, vault
from trust.models import Level
from trust.purge import Rows
from wellness import actions
from wellness.instruments import instrument
from wellness.models import Invitation
from wellness.scoring import score
from wellness.trend import monday

CLASS = "suggestions"
LONG_AGO = dt.date(2022, 1, 3)


def scoring(sizes: Sizes) -> list[Line]:
    """PHQ-9 responses, whole, one after the other."""
    dice = random.Random(9)
    of = instrument("phq-9")
    given = [
        {each.code: dice.choice(each.options).value for each in of.items}
        for _ in range(min(sizes.to_score, 1_000))
    ]
    rounds = -(-sizes.to_score // len(given))

    def all_of_them() -> None:
        for _round in range(rounds):
            for answers in given:
                score(of, answers)

    count = rounds * len(given)
    return [Line("score", f"{count:,} PHQ-9 responses", timed(all_of_them), "s", aim=2)]


def schedule(sizes: Sizes) -> list[Line]:
    """One week's suggestions, everyone joined."""
    agency = seeds.agency(sizes.to_freeze, "schedule")
    with vault.keyring():
        seeds.join(agency.officers, Level.SELF_ONLY)
    seeds.settle()
    week = monday(clock.today()) + dt.timedelta(weeks=1)
    seconds = timed(lambda: actions.invite_weekly(week=week))
    made = Invitation.objects.filter(due=week).count()
    return [Line("schedule", f"a week's suggestions: {made:,} officers", seconds, "s", aim=30)]


def purge(sizes: Sizes) -> list[Line]:
    """Rows past their term, slice by slice: all of it, and the longest slice (how long a lock can last)."""
    agency = seeds.agency(12, "purge")
    with vault.keyring():
        mine = seeds.join(agency.officers[:1])[0]
        Invitation(participant=mine, slot="x", due=LONG_AGO).save()
        sealed = Invitation.objects.get(slot="x").reason
        # One sealed value on all of them: nobody opens it again, and the rows are of the right size.
        seeds.store(
            Invitation,
            (
                Invitation(participant=mine, slot=f"week:{n}", due=LONG_AGO, reason=sealed)
                for n in range(sizes.to_purge)
            ),
        )
    seeds.settle()
    limit = retention.LIMITS[CLASS]
    assert isinstance(limit.purge, Rows)  # noqa: S101 - suggestions go as whole rows
    until = clock.now() - dt.timedelta(days=limit.days)
    slices = [timed(step) for step in limit.purge.steps(until)]
    left = Invitation.objects.filter(due=LONG_AGO).count()
    what = f"{sizes.to_purge:,} rows in {len(slices):,} transactions, {left} left"
    return [
        Line("purge", what, sum(slices), "s"),
        Line("purge", "the longest of these transactions", max(slices) * 1000, "ms"),
    ]
