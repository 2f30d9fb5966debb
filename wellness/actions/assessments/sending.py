"""Send an assessment, once, however often the network makes the page try again.

An answer about suicide changes what the officer is shown next, and nothing else: nobody is told and
no other row is written.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from agency import clock
from agency.models import User
from trust import audit, vault
from trust.models import Participant
from trust.refusal import Refusal
from wellness import assessment_types
from wellness.actions.assessments import content as inside
from wellness.actions.assessments.content import Content, Given
from wellness.actions.assessments.runs import begin, checked_note, open_run
from wellness.actions.check_ins import KEY_USED, checked_key, submit_check_in
from wellness.actions.own import joined
from wellness.actions.schedule import close_for
from wellness.actions.scores import refresh_scores
from wellness.assessment_types import GAD_2, OWN_WEEK, PHQ_2, AssessmentType
from wellness.models import Assessment, CheckIn
from wellness.scoring import Score, needs_safety_step


@dataclass(frozen=True)
class Submitted:
    """What was stored and what it says. ``safety``: show the safety step now."""

    row: Assessment | CheckIn
    scores: tuple[Score, ...]
    safety: bool
    offered: tuple[str, ...]  # kinds that could be done on top, if the officer likes


def submit(
    *,
    by: User,
    assessment: uuid.UUID | str,
    key: str,
    answers: Given | None = None,
    note: str = "",
    contact: bool = False,
    versions: Mapping[str, str] | None = None,
    day: dt.date | None = None,
) -> Submitted:
    """Finish a run: what was kept so far with ``answers`` on top.

    ``assessment``: the run's id, or a kind, which also works for a page that kept its answers while
    there was no network. ``key`` as in ``submit_check_in``: the same again is stored once, with
    another body it is refused (``key_used``). A weekly check becomes a ``CheckIn``, of ``day``; only
    there ``contact`` reaches the people who may see the colour. Refuses what ``save_answers`` and
    ``submit_check_in`` refuse.
    """
    given = answers or {}
    with transaction.atomic(), audit.acting(by), vault.keyring():
        checked_key(key)
        # One send of an officer at a time: two devices must not finish the same run twice.
        mine = Participant.objects.select_for_update().get(pk=joined(by).pk)
        if sent := _sent(mine, key):
            return _again(sent, assessment, inside.merged(_as_sent(sent), given), note, contact)
        row = _run(by, mine, assessment, versions)
        now = inside.merged(inside.opened(row), given, versions)
        now["note"], now["contact"] = checked_note(note), bool(contact)
        now["scores"] = inside.stored(inside.scored(now))
        if inside.is_weekly(now):
            check_in = _as_check_in(by, key, now, day)
            return _told(check_in, _as_sent(check_in))
        _finish(mine, row, key, now)
        return _told(row, now)


def _run(
    by: User,
    mine: Participant,
    assessment: uuid.UUID | str,
    versions: Mapping[str, str] | None,
) -> Assessment:
    if _is_kind(assessment):
        return begin(mine, str(assessment), versions=versions)
    return open_run(by, assessment)


def _is_kind(assessment: uuid.UUID | str) -> bool:
    return assessment in assessment_types.SETS


def _sent(mine: Participant, key: str) -> Assessment | CheckIn | None:
    """What was sent with this key before."""
    runs = Assessment.objects.filter(participant=mine, key=key).exclude(submitted_at=None)
    return runs.first() or CheckIn.objects.filter(participant=mine, key=key).first()


def _as_sent(row: Assessment | CheckIn) -> Content:
    """A finished run, or a check-in as the run that it was."""
    if isinstance(row, Assessment):
        return inside.opened(row)
    return check_in_content(vault.open_row(row))


def check_in_content(said: Mapping[str, object]) -> Content:
    """The opened columns of a check-in in the shape of a run."""
    answers = dict(said["answers"])  # type: ignore[call-overload]
    scales = answers.pop("scales", {})
    scores, versions = answers.pop("scores", []), answers.pop("versions", {})
    contact = bool(answers.pop("contact", False))
    new = inside.fresh(AssessmentType.WEEKLY_CHECK)
    return {
        **new,
        "versions": new["versions"] | versions,
        "answers": {OWN_WEEK: answers, **scales},
        "scores": scores,
        "note": str(said["note"]),
        "contact": contact,
    }


def _again(
    row: Assessment | CheckIn,
    assessment: uuid.UUID | str,
    now: Content,
    note: str,
    contact: bool,
) -> Submitted:
    """The page pressed twice, or the network came back: the stored row, if it is the same body."""
    was = _as_sent(row)
    now = {**now, "note": note, "contact": bool(contact)}
    other_kind = _is_kind(assessment) and assessment != was["type"]
    if other_kind or inside.canonical(now) != inside.canonical(was):
        raise Refusal("key", "key_used", KEY_USED)
    return _told(row, was)


def _as_check_in(by: User, key: str, now: Content, day: dt.date | None) -> CheckIn:
    return submit_check_in(
        by=by,
        key=key,
        answers=now["answers"].get(OWN_WEEK, {}),
        contact=now["contact"],
        note=now["note"],
        day=day,
        scales={code: now["answers"].get(code, {}) for code in (PHQ_2, GAD_2)},
        versions=now["versions"],
    )


def _finish(mine: Participant, row: Assessment, key: str, now: Content) -> None:
    if Assessment.objects.filter(participant=mine, key=key).exclude(pk=row.pk).exists():
        raise Refusal("key", "key_used", KEY_USED)
    row.key, row.content = key, dict(now)
    row.body_mac = vault.mac(mine.pk, inside.canonical(now).encode())
    row.saved_at = row.submitted_at = clock.now()
    row.save()
    close_for(mine, now["type"])
    refresh_scores(mine)


def _told(row: Assessment | CheckIn, now: Content) -> Submitted:
    scores = inside.restored(now["scores"])
    totals = {each.instrument: each.total for each in scores}
    offered = assessment_types.step_ups(totals, tuple(now["sets"]))
    return Submitted(row, scores, needs_safety_step(scores), offered)
