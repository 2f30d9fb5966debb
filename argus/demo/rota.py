"""The rota of the demonstration agency as a CSV of shifts: four on and four off, with what comes between.

Invented, the same at every run for the same day (fixed seed). Squads of days work days, squads of nights
work nights, all others two of each, 12 hours; detectives work the week by day. Some overtime, call-backs,
court and training; about one officer in fifty has a shift that overlaps another one, as real rosters do.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterable, Iterator

from argus.demo.people import Person, people

SEED = 20_250_403
ANCHOR = dt.date(
    2024, 1, 1
)  # a Monday: the place in the rota does not depend on the day of the run
DAY, TURN = dt.timedelta(days=1), 8
WEEKDAYS_ONLY = ("Violent Crime", "Missing Persons", "Burglary", "Fraud")
DAYS, NIGHTS, OFFICE = (7, 12), (19, 12), (8, 9)  # hour of the start, length in hours
HEADINGS = ("personnel_number", "starts", "ends", "kind", "id")
Row = tuple[str, str, str, str, str]


def shifts_csv(today: dt.date, weeks: int, ahead: int = 2, only: Iterable[str] = ()) -> bytes:
    """Shifts of every officer for ``weeks`` weeks up to ``today`` and ``ahead`` weeks beyond.

    ``only``: personnel numbers, when not everybody's are wanted. Times are local, as rosters write them.
    """
    wanted = set(only)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    span = [today + DAY * n for n in range(-7 * weeks, 7 * ahead)]
    for person in people(today):
        if person.role == "officer" and (not wanted or person.number in wanted):
            writer.writerows(_rota(person, span))
    return out.getvalue().encode()


def _rota(person: Person, span: Iterable[dt.date]) -> Iterator[Row]:
    squad = person.unit.rsplit("/", 1)[-1]
    place = int(person.number) % TURN
    for day in span:
        dice = random.Random(f"{SEED}{person.number}{day}")  # noqa: S311 - an invented story
        turn = (day - ANCHOR).days + place
        on = day.weekday() < 5 if squad in WEEKDAYS_ONLY else turn % TURN < TURN / 2
        if on:
            begins, length = _shift(squad, turn % TURN)
            longer = dice.choice((1, 2, 3)) if dice.random() < 0.08 else 0
            yield _row(person, day, begins, length, "regular")
            if longer:
                yield _row(person, day, begins + length, longer, "overtime")
        elif turn % TURN != TURN / 2 or squad in WEEKDAYS_ONLY:  # the first day off is for sleep
            yield from _between(person, day, dice)


def _shift(squad: str, turn: int) -> tuple[int, int]:
    if squad in WEEKDAYS_ONLY:
        return OFFICE
    if squad.endswith("Days"):
        return DAYS
    if squad.endswith("Nights"):
        return NIGHTS
    return DAYS if turn < TURN / 4 else NIGHTS


def _between(person: Person, day: dt.date, dice: random.Random) -> Iterator[Row]:
    """What happens on days off: rarely, and never two things on one day."""
    chance = dice.random()
    if chance < 0.03:
        yield _row(person, day, 9, 3, "court")
    elif chance < 0.06:
        yield _row(person, day, dice.choice((1, 14, 20)), 4, "call_back")
    elif chance < 0.08:
        yield _row(person, day, 16, 6, "detail")
    elif chance < 0.10 and day.weekday() < 5:
        yield _row(person, day, 8, 8, "training")
    elif 0.11 < chance < 0.1105:
        yield _row(person, day, 8, 8, "overtime")
        yield _row(person, day, 14, 4, "detail")


def _row(person: Person, day: dt.date, hour: int, length: int, kind: str) -> Row:
    """Clock faces are added, not hours: that is how rosters are written."""
    starts = dt.datetime.combine(day, dt.time()) + dt.timedelta(hours=hour)
    ends = starts + dt.timedelta(hours=length)
    number = f"{person.number}-{starts:%Y%m%d%H}-{kind}"
    return person.number, f"{starts:%Y-%m-%d %H:%M}", f"{ends:%Y-%m-%d %H:%M}", kind, number
