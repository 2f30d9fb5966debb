"""Begin an assessment, go on with it on any device, leave it, delete it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust import access, audit, vault
from trust.models import Participant
from trust.refusal import Refusal
from wellness import scoring
from wellness.actions.assessments import content as inside
from wellness.actions.assessments.content import Content, Given
from wellness.actions.check_ins import NOTE_LIMIT, TOO_LONG, open_slot
from wellness.actions.own import joined
from wellness.actions.schedule import days_since_incident
from wellness.actions.scores import refresh_scores
from wellness.actions.wordings import Brought, brought
from wellness.assessment_types import OWN_WEEK, AssessmentType, stays_open
from wellness.instruments import instrument
from wellness.models import Assessment
from wellness.standing import Answer

SENT = _("These answers were sent already. You can delete them, or start again.")


def start(
    *,
    by: User,
    kind: str,
    since_incident: int | None = None,
    versions: Mapping[str, str] | None = None,
) -> Assessment:
    """The open run of this kind; begun when there is none, so that any device goes on with it.

    ``kind``: an ``AssessmentType``, or an ``Extra`` or ``Licensed`` that the officer chose.
    ``since_incident``: days, for ``post_incident``; left out, it follows from what was suggested.
    ``versions``: what the page had shown, so that a run which it begins keeps that wording. Refuses
    ``not_joined``, ``unknown_assessment``, ``no_wording``.
    """
    with transaction.atomic(), audit.acting(by), vault.keyring():
        return begin(joined(by), kind, since_incident, versions=versions)


def begin(
    mine: Participant,
    kind: str,
    since_incident: int | None = None,
    *,
    versions: Mapping[str, str] | None = None,
    words: Brought | None = None,
) -> Assessment:
    """``start``, inside another action; ``words`` where it has them at hand."""
    if kind == AssessmentType.POST_INCIDENT and since_incident is None:
        since_incident = days_since_incident(mine)
    new = anew(kind, since_incident, versions=versions, words=words)
    row, made = Assessment.objects.get_or_create(
        participant=mine,
        slot=open_slot(mine, kind),
        submitted_at=None,
        defaults={"key": uuid.uuid4().hex, "content": new},
    )
    return row if made else _gone_on(row, new)


def anew(
    kind: str,
    since_incident: int | None = None,
    *,
    versions: Mapping[str, str] | None = None,
    words: Brought | None = None,
) -> Content:
    """What a new run asks, in the wordings of now or in those that the page had shown."""
    new, shown = inside.fresh(kind, since_incident), versions or {}
    asked = [instrument(code) for code in new["sets"]]
    words = words or brought(asked)
    return {
        **new,
        "versions": {of.code: words.version(of, shown.get(of.code, "")) for of in asked},
    }


def _gone_on(row: Assessment, new: Content) -> Assessment:
    """A run that was begun before: with what is asked on top by now, in versions that we keep.

    One that lies since too long is begun anew: its answers were about another time.
    """
    was = inside.opened(row)
    if clock.now() - row.saved_at > dt.timedelta(days=stays_open(was["type"])):
        row.key, row.content, row.saved_at = uuid.uuid4().hex, dict(new), clock.now()
        row.save(update_fields=["key", "content", "saved_at"])
        return row
    now = inside.refitted(was, new)
    if added := [code for code in new["sets"] if code not in now["sets"]]:
        versions = now["versions"] | {code: new["versions"][code] for code in added}
        now = {**now, "sets": [*now["sets"], *added], "versions": versions}
    if now != was:
        row.content = dict(now)
        row.save(update_fields=["content"])
    return row


def save_answer(
    *,
    by: User,
    assessment: uuid.UUID | str,
    instrument: str,
    item: str,
    value: Answer,
    version: str = "",
) -> Assessment:
    """Keep one answer, sealed, as soon as it is given. See ``save_answers``."""
    versions = {instrument: version} if version else {}
    return save_answers(
        by=by, assessment=assessment, answers={instrument: {item: value}}, versions=versions
    )


def save_answers(
    *,
    by: User,
    assessment: uuid.UUID | str,
    answers: Given,
    versions: Mapping[str, str] | None = None,
    note: str | None = None,
    contact: bool | None = None,
) -> Assessment:
    """Keep many answers at once: all of them, or none when one does not fit.

    ``answers``: instrument -> item -> number, or None for "rather not say". ``versions``: what the
    sender had shown, by instrument. Refuses ``already_sent``, ``unknown_instrument``,
    ``unknown_version``, ``unknown_item``, ``out_of_options``, ``note_too_long``.
    """
    with transaction.atomic(), audit.acting(by), vault.keyring():
        row = open_run(by, assessment)
        now = inside.merged(inside.opened(row), answers, versions)
        if note is not None:
            now["note"] = checked_note(note)
        if contact is not None:
            now["contact"] = bool(contact)
        row.content, row.saved_at = dict(now), clock.now()
        row.save(update_fields=["content", "saved_at"])
        return row


def open_run(by: User, assessment: uuid.UUID | str) -> Assessment:
    """The officer's own run that was not sent yet, held until the end of the transaction."""
    joined(by)
    row = access.hold(by, "change", Assessment, pk=assessment)
    if row.submitted_at is not None:
        raise Refusal("assessment", "already_sent", SENT)
    return row


def checked_note(note: str) -> str:
    if len(note) > NOTE_LIMIT:
        raise Refusal("note", "note_too_long", TOO_LONG)
    return note


def cancel(*, by: User, assessment: uuid.UUID | str) -> None:
    """Leave a run and forget what was answered. Nobody is told, nothing is asked."""
    with transaction.atomic(), audit.acting(by):
        row = access.fetch(by, "delete", Assessment, pk=assessment)
        if row.submitted_at is not None:
            raise Refusal("assessment", "already_sent", SENT)
        row.delete()


def delete(*, by: User, assessment: uuid.UUID | str) -> None:
    """Delete one assessment for good, with its shares."""
    with transaction.atomic(), audit.acting(by), vault.keyring():
        row = access.fetch(by, "delete", Assessment, pk=assessment)
        mine = row.participant
        row.delete()
        refresh_scores(mine)


def save_draft(*, by: User, key: str, answers: Mapping[str, object], note: str = "") -> Assessment:
    """Keep the own four questions of a weekly check as a form holds them, by item, as text.

    What is no number on offer is kept as "rather not say". Refuses ``note_too_long``.
    """
    with transaction.atomic(), audit.acting(by), vault.keyring():
        row = begin(joined(by), AssessmentType.WEEKLY_CHECK)
        now = inside.opened(row)
        said = {item: _number(item, answer) for item, answer in answers.items()}
        row.content = dict(inside.merged(now, {OWN_WEEK: said}) | {"note": checked_note(note)})
        row.key, row.saved_at = key, clock.now()
        row.save(update_fields=["content", "key", "saved_at"])
        return row


def _number(item: str, answer: object) -> Answer:
    try:
        number = float(str(answer))
    except ValueError:
        return None
    return number if scoring.takes(OWN_WEEK, item, number) else None
