"""The newest band of each instrument: kept only while the officer opens it to the wellness team.

What nobody may see is not worked out: below the top level there is no such row. The house's own
questions and ProQOL (three scales that say three things) have no band as a whole; the safety screen
and what was answered before going back to duty never count here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from trust import vault
from trust.models import Level, Participant
from wellness.assessment_types import AssessmentType, Extra, Licensed
from wellness.models import Assessment, CheckIn, ScoreSummary

LOOK_BACK = 60  # finished runs, and check-ins, in which the newest bands are searched for
OWN = "own-"
PRIVATE = {AssessmentType.RETURN_TO_DUTY, Extra.SAFETY_SCREEN, Licensed.PROQOL}

Bands = dict[str, dict[str, str]]
Scores = Iterable[Mapping[str, object]]


def refresh_scores(mine: Participant) -> None:
    """Bring the summary up to date, or take it away when no level opens it."""
    bands = _bands(mine) if mine.check_ins_level >= Level.FULL else {}
    if not bands:
        ScoreSummary.objects.filter(participant=mine).delete()
        return
    ScoreSummary.objects.update_or_create(participant=mine, defaults={"bands": bands})


def _bands(mine: Participant) -> Bands:
    newest: Bands = {}
    for on, scores in sorted(_scores(mine), key=lambda each: each[0], reverse=True):
        for each in scores:
            code = str(each["instrument"])
            if each["complete"] and each["total"] is not None and not code.startswith(OWN):
                newest.setdefault(code, {"band": str(each["band"]), "on": on[:10]})
    return newest


def _scores(mine: Participant) -> Iterator[tuple[str, Scores]]:
    with vault.keyring():
        runs = Assessment.objects.filter(participant=mine).exclude(submitted_at=None)
        for run in runs.order_by("-submitted_at")[:LOOK_BACK]:
            content = cast("dict[str, object]", vault.open_row(run)["content"])
            if content["type"] not in PRIVATE:
                yield str(run.submitted_at), cast("Scores", content["scores"])
        weeks = CheckIn.objects.filter(participant=mine).order_by("-submitted_at")
        for week in weeks.defer("note")[:LOOK_BACK]:
            answers = cast("dict[str, object]", CheckIn._meta.get_field("answers").unseal(week))
            yield str(week.submitted_at), cast("Scores", answers.get("scores", ()))
