"""What the officer's own pages show of runs: the open one, and which kind a row's token stands for.

Reads only. A page that is merely opened begins no run and leaves no row behind.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from agency.models import User
from trust import access, vault
from trust.models import Participant
from wellness import assessment_types
from wellness.actions.assessments.content import Content, opened, shown
from wellness.actions.assessments.runs import anew, begin
from wellness.actions.check_ins import open_slot
from wellness.actions.own import DOMAIN, joined
from wellness.actions.schedule import days_since_incident
from wellness.actions.wordings import Brought, brought
from wellness.assessment_types import AssessmentType
from wellness.instruments import Instrument, instrument
from wellness.models import Assessment


@dataclass(frozen=True)
class OpenRun:
    """A run as its page shows it. ``key``: under which it is sent, once. ``asked``: in its words."""

    content: Content
    key: str
    begun: bool
    asked: tuple[Instrument, ...]


def open_run_of(*, by: User, kind: str, versions: Mapping[str, str] | None = None) -> OpenRun:
    """The officer's open run of this kind, or what a new one would ask.

    ``versions``: what the page had shown. Refuses ``not_joined``, ``no_wording``.
    """
    with transaction.atomic(), vault.keyring():
        mine = joined(by)
        words = brought(map(instrument, assessment_types.SETS.get(kind, ())))
        begun = _unfinished(by, mine).filter(slot=open_slot(mine, kind)).exists()
        if begun:
            row = begin(mine, kind, versions=versions, words=words)
            content, key = opened(row), row.key
        else:
            late = days_since_incident(mine) if kind == AssessmentType.POST_INCIDENT else None
            content, key = anew(kind, late, versions=versions, words=words), uuid.uuid4().hex
        return OpenRun(content, key, begun, asked_of(content, words))


def asked_of(content: Content, words: Brought | None = None) -> tuple[Instrument, ...]:
    """What a run asks, in the versions and the words that it began with."""
    found = [shown(content, code) for code in content["sets"]]
    words = words or brought(found)
    return tuple(words.asked(of, content["versions"][of.code]) for of in found)


def _unfinished(by: User, mine: Participant) -> QuerySet[Assessment]:
    return access.visible(by, Assessment, "change").filter(participant=mine, submitted_at=None)


def slots(by: User) -> dict[str, str]:
    """The officer's keyed tokens, each with the kind of assessment it stands for."""
    mine = Participant(handle=vault.handle(by.pk, DOMAIN), domain=DOMAIN)
    return {open_slot(mine, kind): str(kind) for kind in assessment_types.SETS}
