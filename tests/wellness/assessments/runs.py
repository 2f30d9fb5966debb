"""Small makers for assessments: begun, sent, and read as their owner reads them."""

from trust import access
from wellness.actions import assessments
from wellness.models import Assessment

CALM = {f"q{n}": 0 for n in range(1, 10)}
K6 = {"k6": {f"q{n}": 0 for n in range(1, 7)}}


def start(user, kind: str = "post_incident") -> Assessment:
    return assessments.start(by=user, kind=kind)


def submit(user, kind: str = "post_incident", key: str = "a1", **more):
    return assessments.submit(by=user, assessment=kind, key=key, **more)


def content(user, row: Assessment) -> dict:
    return access.reveal(user, Assessment.objects.get(pk=row.pk)).content["content"]


def score(sent, instrument: str):
    return next(each for each in sent.scores if each.instrument == instrument)


def weekly(phq: int = 0, gad: int = 0) -> dict:
    return {
        "own-week": {"stress": 2, "sleep": 7.5, "fatigue": 2, "balance": 8},
        "phq-2": {"q1": min(phq, 3), "q2": max(0, phq - 3)},
        "gad-2": {"q1": min(gad, 3), "q2": max(0, gad - 3)},
    }
