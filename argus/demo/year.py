"""One officer's year: an ordinary spring, a child's death in summer, a slow way back.

What the demonstration's officer would have done in the portal, week by week, through the real
actions. Invented from start to end; same seed, same year.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from agency import clock, local_time
from agency.models import User
from resources import actions as board
from trust import vault
from wellness import actions as wellness
from wellness.actions import assessments, safety
from wellness.assessment_types import AssessmentType, sets
from wellness.instruments import Instrument, Item, instrument

WEEKS = 52
HARD_WEEK = 21  # of the year: the incident after which things were heavy
AWAY = {33, 34}  # two weeks of leave without a check-in
NOTES = {
    3: "Good week. Coached two games, slept like a stone.",
    9: "Court on my day off, twice. Tired of it.",
    HARD_WEEK: "The little one on Mill Road. I keep hearing the mother.",
    HARD_WEEK + 1: "Three hours a night. Snapped at home and hated it.",
    HARD_WEEK + 3: "Talked to Quinn for an hour. First time I said it out loud.",
    HARD_WEEK + 7: "Two nights in a row without the dream.",
    35: "Back from the lake. The phone stayed in the drawer.",
    44: "Holiday overtime begins. Keeping one day free, whatever comes.",
    50: "Told the new kid it is all right to ask. Nobody told me, back then.",
}
PLAN = {
    "signs": ["I stop answering my brother's messages", "I sit in the car in the garage"],
    "alone": ["Run the river loop", "Sand something in the workshop"],
    "around": ["Sit at the diner on Fifth", "Watch practice at the rink"],
    "ask": ["My brother", "Quinn, any hour"],
    "professionals": ["988, then 1 if I want the veterans' line", "Dr. Amaya's office"],
    "safer": ["Duty weapon stays in the station locker", "My brother keeps the key to the safe"],
}
CALLS = (  # week, kind, own words
    (6, "domestic_abuse", ""),
    (14, "death_message", "Told the parents at the door."),
    (HARD_WEEK, "child_death", "Mill Road."),
    (29, "threats", ""),
    (40, "suicide", ""),
    (47, "threats", "Spat at again. It adds up."),
)
NIGHTS = 42  # kept in the diary up to today, with some left out
FORMS = (
    (11, AssessmentType.QUARTERLY),
    (HARD_WEEK, AssessmentType.POST_INCIDENT),
    (24, AssessmentType.QUARTERLY),
    (HARD_WEEK + 5, AssessmentType.POST_INCIDENT),
    (HARD_WEEK + 13, AssessmentType.POST_INCIDENT),
    (37, AssessmentType.QUARTERLY),
    (41, AssessmentType.ANNUAL_REVIEW),
    (50, AssessmentType.QUARTERLY),
)


def heaviness(week: int) -> float:
    """How much there was to carry in a week, from 0 to 1: the shape of the year."""
    usual = 0.24 + 0.06 * (week % 4 == 2)
    since = week - HARD_WEEK
    wave = 0.62 * 0.86**since if since >= 0 else 0.0
    leave = 0.12 if week in range(min(AWAY), max(AWAY) + 4) else 0.0
    holidays = 0.14 if week >= 44 else 0.0
    return min(1.0, max(0.05, usual + wave + holidays - leave))


def live(user: User, now: dt.datetime) -> None:
    """The fifty-two weeks before ``now``, as this officer lived them."""
    dice = random.Random(11)  # noqa: S311 - an invented life, not secrets
    for week, moment in _weeks(now):
        with clock.at(moment), vault.keyring():
            if week not in AWAY:
                _check_in(user, week, dice)
            for when, kind in FORMS:
                if when == week:
                    _fill_in(user, kind, week, dice)
            for when, call, words in CALLS:
                if when == week:
                    day = moment.date() - dt.timedelta(days=1)
                    wellness.add_exposure(by=user, kind=call, day=day, note=words)
            if week == HARD_WEEK + 2:
                safety.save_plan(by=user, steps=PLAN)
    with vault.keyring():
        _sleep(user, now, dice)
    with clock.at(now - dt.timedelta(days=3)), vault.keyring():
        assessments.confirm_annual_review(by=user)
        board.add_milestone(
            by=user, title="First week with no bad night", day=now.date() - dt.timedelta(weeks=18)
        )


def _sleep(user: User, now: dt.datetime, dice: random.Random) -> None:
    """Six weeks of nights, as somebody writes them who forgets some."""
    for back in range(NIGHTS, 0, -1):
        if dice.random() < 0.15:
            continue
        hours = round(max(3.0, min(9.0, dice.gauss(6.6, 1.0))) * 2) / 2
        wellness.log_sleep(
            by=user,
            night=local_time.today() - dt.timedelta(days=back),
            hours=hours,
            quality=max(1, min(5, round(hours - 3))),
        )


def _weeks(now: dt.datetime) -> Iterator[tuple[int, dt.datetime]]:
    first = (now - dt.timedelta(weeks=WEEKS)).replace(hour=18, minute=20, second=0, microsecond=0)
    for week in range(WEEKS):
        moment = first + dt.timedelta(weeks=week, days=3, minutes=37 * (week % 5))
        if moment < now:
            yield week, moment


def _check_in(user: User, week: int, dice: random.Random) -> None:
    kind = AssessmentType.WEEKLY_CHECK
    assessments.submit(
        by=user,
        assessment=kind,
        key=f"{kind}-{clock.today()}",
        answers={code: _answers(code, heaviness(week), dice) for code in sets(kind)},
        note=NOTES.get(week, ""),
        contact=week == HARD_WEEK + 1,
    )


def _fill_in(user: User, kind: AssessmentType, week: int, dice: random.Random) -> None:
    days = 7 * (week - HARD_WEEK) + 2 if kind == AssessmentType.POST_INCIDENT else None
    run = assessments.start(by=user, kind=kind, since_incident=days)
    answers = {code: _answers(code, heaviness(week), dice) for code in sets(kind, days)}
    assessments.submit(by=user, assessment=run.pk, key=run.key, answers=answers)


#: Items that do not follow how heavy a week was: what stays away, what is always so.
ALWAYS: dict[tuple[str, str], int] = {
    ("phq-9", "q9"): 0, ("pc-ptsd-5", "exposure"): 1, ("audit-c", "q1"): 2, ("audit-c", "q2"): 0,
    ("audit-c", "q3"): 0,
}  # fmt: skip
BETTER_IS_MORE = {"own-readiness", "brs"}


def _answers(code: str, heavy: float, dice: random.Random) -> dict[str, float | int | None]:
    of = instrument(code)
    said = {each.code: _answer(of, each, heavy, dice) for each in of.items}
    return {each.code: said[each.code] for each in of.items if _asked(each, said)}


def _asked(item: Item, said: dict[str, float | int | None]) -> bool:
    return not item.gate or said.get(item.gate_item) in item.gate_values


def _answer(of: Instrument, item: Item, heavy: float, dice: random.Random) -> float | int | None:
    if (of.code, item.code) in ALWAYS:
        return ALWAYS[of.code, item.code]
    upside = (of.code in BETTER_IS_MORE) != item.reverse or item.code in ("sleep", "balance")
    share = min(1.0, max(0.0, (1 - heavy if upside else heavy) + dice.gauss(0, 0.09)))
    if item.options:
        values = sorted(option.value for option in item.options)
        return values[round(share * (len(values) - 1))]
    return round(item.least + share * 0.4 * (item.most - item.least))
