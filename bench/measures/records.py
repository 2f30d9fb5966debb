"""7. "My record" of an officer with five years of weekly data, against a page of nothing but words."""

from __future__ import annotations

import datetime as dt
import random
import time
import uuid
from collections.abc import Callable

from django.test import Client

from agency import clock
from agency.models import Role, User
from bench import seeds
from bench.lines import Line
from bench.measures.stage import stage
from bench.sizes import Sizes
from bench.timing import interleaved
from trust import vault
from trust.models import Participant
from wellness import scoring
from wellness.models import Assessment, CheckIn, Diary, Exposure
from wellness.standing import RULE_VERSION
from wellness.trend import monday

WEEKS, QUARTERS, NIGHTS, CALLS = 260, 20, 365, 120
QUARTERLY = ("phq-9", "gad-7", "audit-c", "k6", "brs")
PAGES = {
    "newest": "/my-record/",
    "all": "/my-record/?span=all",
    "bare": "/resources/",
}


def measure(sizes: Sizes) -> list[Line]:
    """Whole requests: session, policy, opening, charts with their tables. What was seeded is aimed at."""
    who = stage(sizes).agency.officers[-1]
    with vault.keyring():
        _five_years(vault.participant(who, "wellness"))
    browser = _signed_in(who)
    took = interleaved({name: _get(browser, path) for name, path in PAGES.items()}, sizes.rounds)
    return [
        _line("My record, five years of weekly data, all of it", took["all"], took["bare"]),
        _line("My record, five years of weekly data, the newest weeks", took["newest"], took["bare"]),
    ]  # fmt: skip


def _line(what: str, took: float, base: float) -> Line:
    return Line("record", what, took * 1000, "ms", "a page of words", 60, took=took, base=base)


def _get(browser: Client, path: str) -> Callable[[], None]:
    def ask() -> None:
        answer = browser.get(path)
        if answer.status_code != 200:
            raise AssertionError(f"{path} answered {answer.status_code}")

    return ask


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["role"] = Role.OFFICER
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def _five_years(mine: Participant) -> None:
    dice, now = random.Random(37), clock.now()
    CheckIn.objects.filter(participant=mine).delete()
    seeds.store(CheckIn, (_week(mine, now - dt.timedelta(weeks=n), dice) for n in range(WEEKS)))
    seeds.store(
        Assessment,
        (_quarter(mine, now - dt.timedelta(weeks=13 * n), dice) for n in range(QUARTERS)),
    )
    Exposure(participant=mine, entries=[_call(now, dice) for _ in range(CALLS)]).save()
    Diary(participant=mine, entries={"sleep": [_night(now, n, dice) for n in range(NIGHTS)]}).save()


def _answers(code: str, dice: random.Random) -> dict[str, float]:
    asked = scoring.instrument(code).items
    return {each.code: dice.choice(each.options).value for each in asked if each.options}


def _scores(answers: dict[str, dict[str, float]]) -> list[dict[str, object]]:
    scores = [each for code, said in answers.items() for each in scoring.score(code, said)]
    return [{name: getattr(each, name) for name in each.__slots__} for each in scores]


def _week(mine: Participant, at: dt.datetime, dice: random.Random) -> CheckIn:
    scales = {code: _answers(code, dice) for code in ("phq-2", "gad-2")}
    answers = {
        "stress": dice.randint(0, 10), "sleep": dice.randint(3, 9), "fatigue": dice.randint(0, 10),
        "balance": dice.randint(0, 10), "contact": False, "scales": scales,
        "versions": {}, "scores": _scores(scales),
    }  # fmt: skip
    return CheckIn(
        participant=mine, key=uuid.uuid4().hex, body_mac="0" * 64, submitted_at=at,
        week=monday(at.date()), rule_version=RULE_VERSION, answers=answers,
        note="Slept badly after the late shift.",
    )  # fmt: skip


def _quarter(mine: Participant, at: dt.datetime, dice: random.Random) -> Assessment:
    answers = {code: _answers(code, dice) for code in QUARTERLY}
    content = {
        "type": "quarterly", "versions": {}, "answers": answers, "scores": _scores(answers),
        "note": "", "contact": False,
    }  # fmt: skip
    key = uuid.uuid4().hex
    return Assessment(
        participant=mine, slot=key, key=key, saved_at=at, submitted_at=at, content=content
    )


def _call(now: dt.datetime, dice: random.Random) -> dict[str, object]:
    day = now.date() - dt.timedelta(days=dice.randint(0, 729))
    return {
        "id": str(uuid.uuid4()), "incident": "", "kind": "fatal_collision", "day": day.isoformat(),
        "source": "own", "secondary": False, "removed": False, "disputed": "", "note": "",
    }  # fmt: skip


def _night(now: dt.datetime, back: int, dice: random.Random) -> dict[str, object]:
    night = now.date() - dt.timedelta(days=back + 1)
    return {
        "id": str(uuid.uuid4()), "night": night.isoformat(), "hours": dice.randint(3, 9),
        "quality": None, "note": "",
    }  # fmt: skip
