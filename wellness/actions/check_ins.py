"""Check in, finish later, take it back."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust import access, audit, vault
from trust.models import Participant
from trust.refusal import Refusal
from wellness import scoring
from wellness.actions.own import joined
from wellness.actions.schedule import close_invitations
from wellness.actions.scores import refresh_scores
from wellness.instruments import Instrument, UnknownInstrument, instrument
from wellness.models import Assessment, CheckIn, Standing
from wellness.standing import (
    ITEMS,
    RANGES,
    RULE_VERSION,
    SCALES,
    Answer,
    assess,
    decisive,
    what_counts,
)
from wellness.trend import monday

NOTE_LIMIT = 4_000
KEY_LIMIT = 64
WORKED_OUT = ("scores", "versions")  # not said by the sender, so not part of what a replay repeats
LATEST_SEND = dt.timedelta(days=14)
LOOK_BACK = 8  # check-ins in which the newest answers are searched for

TOO_LONG = _("The note is longer than 4,000 letters.")
KEY_USED = _("This check-in was already sent with other answers. Open a new one to add these.")


def submit_check_in(
    *,
    by: User,
    key: str,
    answers: Mapping[str, Answer],
    contact: bool = False,
    note: str = "",
    day: dt.date | None = None,
    scales: Mapping[str, Mapping[str, Answer]] | None = None,
    versions: Mapping[str, str] | None = None,
) -> CheckIn:
    """Store one check-in and bring the standing up to date.

    ``answers``: ``stress``, ``sleep`` (hours), ``fatigue``, ``balance``; None or absent is "rather
    not say". ``scales``: answers to PHQ-2 and GAD-2 by instrument and item, if they were asked, in
    ``versions``. ``key`` is made by the sender: sent again with the same body, the stored row comes
    back; with another body it is refused (``key_used``). ``day``: when it was filled in, up to 14
    days ago. Refuses ``not_joined``, ``out_of_range``, ``out_of_options``, ``unknown_item``,
    ``unknown_instrument``, ``in_the_future``, ``too_long_ago``, ``note_too_long``, ``key_missing``.
    """
    body = {**_body(answers, contact, note, day), **_scored(scales or {}, versions or {})}
    checked_key(key)
    with transaction.atomic(), audit.acting(by), vault.keyring():
        mine = joined(by)
        row, made = _store(mine, key, body, note)
        if made:
            refresh_standing(mine)
            refresh_scores(mine)
            close_invitations(mine, row.week)
            unfinished(mine).delete()
    return row


def checked_key(key: str) -> None:
    if not 0 < len(key) <= KEY_LIMIT:
        raise Refusal("key", "key_missing", _("This form has no number. Please open it again."))


def _scored(
    scales: Mapping[str, Mapping[str, Answer]], versions: Mapping[str, str]
) -> dict[str, object]:
    """The answers to the short scales with their scores, as ``CheckIn.answers`` keeps them."""
    asked = {code: _instrument(code, versions.get(code, "")) for code in scales}
    try:
        scores = [each for code in asked for each in scoring.score(asked[code], scales[code])]
    except scoring.OutOfOptions as other:
        raise Refusal(
            other.item,
            "out_of_options",
            _("Choose one of the answers on the page, or “Rather not say”."),
        ) from None
    return {
        "scales": {code: dict(said) for code, said in scales.items()},
        "versions": {code: each.version for code, each in asked.items()},
        "scores": [{name: getattr(each, name) for name in each.__slots__} for each in scores],
    }


def _instrument(code: str, version: str) -> Instrument:
    if code not in SCALES:
        raise Refusal(
            "scales", "unknown_instrument", _("These questions are not part of this assessment.")
        )
    try:
        return instrument(code, version)
    except UnknownInstrument:
        raise Refusal(
            "version",
            "unknown_version",
            _(
                "The questions have changed since you began. Open them again; your answers are kept."
            ),
        ) from None


def _body(
    answers: Mapping[str, Answer], contact: bool, note: str, day: dt.date | None
) -> dict[str, object]:
    if len(note) > NOTE_LIMIT:
        raise Refusal("note", "note_too_long", TOO_LONG)
    when = day or clock.today()
    if when > clock.today():
        raise Refusal("day", "in_the_future", _("This day has not come yet. Choose today."))
    if clock.today() - when > LATEST_SEND:
        raise Refusal("day", "too_long_ago", _("This is too long ago. Start a new check-in."))
    return {**checked(answers), "contact": bool(contact), "week": monday(when).isoformat()}


def checked(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Every item with its answer or None; refuses what is out of range or not an item."""
    if unknown := set(answers) - set(ITEMS):
        raise Refusal(min(unknown), "unknown_item", _("There is no such question."))
    for item, answer in answers.items():
        low, high = RANGES[item]
        if answer is None:
            continue
        if isinstance(answer, bool) or not low <= answer <= high:
            raise Refusal(
                item,
                "out_of_range",
                _("Choose a number from %(low)s to %(high)s, or “Rather not say”.")
                % {"low": low, "high": high},
            )
    return {item: answers.get(item) for item in ITEMS}


def _store(mine: Participant, key: str, body: dict[str, object], note: str) -> tuple[CheckIn, bool]:
    week = dt.date.fromisoformat(str(body.pop("week")))
    said = {name: each for name, each in body.items() if name not in WORKED_OUT}
    canonical = json.dumps([said, note, week.isoformat()], sort_keys=True)
    body_mac = vault.mac(mine.pk, canonical.encode())
    row, made = CheckIn.objects.get_or_create(
        participant=mine,
        key=key,
        defaults={
            "body_mac": body_mac,
            "submitted_at": clock.now(),
            "week": week,
            "answers": body,
            "note": note,
            "rule_version": RULE_VERSION,
        },
    )
    if not made and row.body_mac != body_mac:
        raise Refusal("key", "key_used", KEY_USED)
    return row, made


def newest_of(rows: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
    """As many of the newest as the rule looks back on."""
    return rows.order_by("-week", "-submitted_at")[:LOOK_BACK]


def refresh_standing(mine: Participant) -> None:
    """The rule over the newest check-in that has an answer; contact as last asked for."""
    newest = list(newest_of(CheckIn.objects.filter(participant=mine)))
    if not newest:
        Standing.objects.filter(participant=mine).delete()
        return
    said = [dict(vault.open_row(row)["answers"]) for row in newest]  # type: ignore[call-overload]
    counted = [what_counts(each) for each in said]
    told = decisive(counted)
    result = assess(told)
    was = Standing.objects.filter(participant=mine).first()
    state = {
        "colour": result.colour,
        "since": _since(was, result.colour, newest[counted.index(dict(told))]),
        "wants_contact": said[0]["contact"],
        "rule_version": result.rule_version,
    }
    if was is None:
        Standing.objects.update_or_create(participant=mine, defaults={"state": state})
    else:
        was.state = state
        was.save(update_fields=["state"])


def _since(was: Standing | None, colour: str, row: CheckIn) -> str:
    """The day this colour began: kept while the colour stays."""
    state = dict(vault.open_row(was)["state"]) if was else {}  # type: ignore[call-overload]
    if state.get("colour") == colour:
        return str(state["since"])
    return row.submitted_at.date().isoformat()


def open_slot(mine: Participant, kind: str) -> str:
    """The keyed token that stands for a type of assessment while a run of it is open."""
    return vault.mac(mine.pk, f"type:{kind}".encode())


def unfinished(mine: Participant) -> QuerySet[Assessment]:
    """The weekly check that was begun and not sent."""
    rows = Assessment.objects.filter(participant=mine, submitted_at=None)
    return rows.filter(slot=open_slot(mine, "weekly_check"))


def delete_check_in(*, by: User, check_in: uuid.UUID | str) -> None:
    """Delete one check-in for good, with its shares; the standing follows what is left."""
    with transaction.atomic(), audit.acting(by), vault.keyring():
        row = access.fetch(by, "delete", CheckIn, pk=check_in)
        mine = row.participant
        row.delete()
        refresh_standing(mine)
        refresh_scores(mine)
