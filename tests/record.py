"""Small makers of a record: an officer joins, checks in, and has offers after an incident."""

from peersupport import actions as support
from peersupport.triggers import Decision, Severity, Source
from tests.factories import make_incident
from trust.models.consent import Level
from wellness import actions as wellness
from wellness.consent_texts import CURRENT
from wellness.models import CheckIn

ANSWERS = {"stress": 8, "sleep": 4, "fatigue": 3, "balance": 6}


def join(user, level: str = "SELF_ONLY", **other) -> None:
    wellness.set_opt_in(by=user, text_version=CURRENT, level=Level[level], **other)


def check_in(user, key: str = "k1", **other) -> CheckIn:
    return wellness.submit_check_in(by=user, key=key, answers=ANSWERS, note="my note", **other)


def offer_to(*users, number: str = "2026-77") -> None:
    decision = Decision(str(Severity.STANDARD), (str(Source.EVENT_TYPE),))
    support.open_case(
        event=make_incident(number), decision=decision, people=dict.fromkeys(users, "standard")
    )
