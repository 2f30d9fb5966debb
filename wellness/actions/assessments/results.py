"""The officer's own results in a row, weekly checks among them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import cast

from agency.models import User
from trust import access, vault
from trust.access import Revealed
from wellness.actions.assessments.content import Content, restored
from wellness.actions.own import DOMAIN
from wellness.assessment_types import AssessmentType
from wellness.models import Assessment, CheckIn
from wellness.scoring import Score


@dataclass(frozen=True)
class Result:
    """One finished assessment, by its scores."""

    on: dt.date
    type: str
    scores: tuple[Score, ...]
    pk: uuid.UUID
    is_check_in: bool


def my_results(*, by: User, since: dt.date | None = None) -> list[Result]:
    """Everything the officer finished since that day, oldest first; scores as they were told then."""
    handle = vault.handle(by.pk, DOMAIN)
    start = dt.datetime.combine(since or dt.date.min, dt.time(), dt.UTC)
    with vault.keyring():
        runs = access.visible(by, Assessment).filter(participant=handle, submitted_at__gte=start)
        weeks = access.visible(by, CheckIn).filter(participant=handle, submitted_at__gte=start)
        found = [_of_run(each) for each in access.reveal_all(by, runs)]
        found += [_of_week(each) for each in access.reveal_all(by, weeks)]
    return [result for _moment, result in sorted(found, key=lambda each: each[0])]


def _of_run(found: Revealed) -> tuple[dt.datetime, Result]:
    content, row = cast("Content", found.content["content"]), cast("Assessment", found.row)
    moment = cast("dt.datetime", row.submitted_at)
    scores = restored(content["scores"])
    return moment, Result(moment.date(), content["type"], scores, row.pk, False)


def _of_week(found: Revealed) -> tuple[dt.datetime, Result]:
    row = cast("CheckIn", found.row)
    answers = dict(found.content["answers"])  # type: ignore[call-overload]
    scores = restored(answers.get("scores", ()))
    kind = str(AssessmentType.WEEKLY_CHECK)
    return row.submitted_at, Result(row.submitted_at.date(), kind, scores, row.pk, True)
