"""What the officer's own pages show of runs: the open one, and which kind a row's token stands for.

Reads only. A page that is merely opened begins no run and leaves no row behind.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from agency.models import User
from trust import access, vault
from trust.models import Participant
from wellness import assessment_types
from wellness.actions.assessments.content import Content, fresh, opened
from wellness.actions.assessments.runs import begin
from wellness.actions.check_ins import open_slot
from wellness.actions.own import DOMAIN, joined
from wellness.actions.schedule import days_since_incident
from wellness.assessment_types import AssessmentType
from wellness.models import Assessment


@dataclass(frozen=True)
class OpenRun:
    """A run as its page shows it. ``key``: under which it is sent, once."""

    content: Content
    key: str
    begun: bool


def open_run_of(*, by: User, kind: str) -> OpenRun:
    """The officer's open run of this kind, or what a new one would ask. Refuses ``not_joined``."""
    with transaction.atomic(), vault.keyring():
        mine = joined(by)
        if _unfinished(by, mine).filter(slot=open_slot(mine, kind)).exists():
            row = begin(mine, kind)
            return OpenRun(opened(row), row.key, True)
        late = days_since_incident(mine) if kind == AssessmentType.POST_INCIDENT else None
        return OpenRun(fresh(kind, late), uuid.uuid4().hex, False)


def _unfinished(by: User, mine: Participant) -> QuerySet[Assessment]:
    return access.visible(by, Assessment, "change").filter(participant=mine, submitted_at=None)


def slots(by: User) -> dict[str, str]:
    """The officer's keyed tokens, each with the kind of assessment it stands for."""
    mine = Participant(handle=vault.handle(by.pk, DOMAIN), domain=DOMAIN)
    return {open_slot(mine, kind): str(kind) for kind in assessment_types.SETS}
