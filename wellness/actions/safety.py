"""The officer's safety plan: kept step by step, read by nobody else, gone when they say so.

Nothing here tells anybody, schedules anything or writes a look: a plan is opened by its owner only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust import access, audit, vault
from trust.models import Participant
from trust.refusal import Refusal
from wellness.actions.own import DOMAIN, joined
from wellness.models import SafetyPlan
from wellness.safety_texts import BY_CODE

MOST_LINES = 12
LONGEST_LINE = 200
Lines = tuple[str, ...]


@dataclass(frozen=True)
class MyPlan:
    """The opened plan: every step with its lines, also those that are still empty."""

    row: SafetyPlan
    saved_at: dt.datetime
    steps: dict[str, Lines]


def my_plan(by: User) -> MyPlan | None:
    """The officer's own plan, or None. Makes no row, also not for somebody who never joined."""
    row = access.visible(by, SafetyPlan).filter(participant=vault.handle(by.pk, DOMAIN)).first()
    if row is None:
        return None
    return _opened(row, access.reveal(by, row).content["plan"])


def _opened(row: SafetyPlan, plan: object) -> MyPlan:
    kept = dict(plan)  # type: ignore[call-overload]
    return MyPlan(row, row.saved_at, {code: tuple(kept.get(code, ())) for code in BY_CODE})


def save_plan(*, by: User, steps: Mapping[str, Sequence[str]]) -> MyPlan | None:
    """Keep these steps, sealed; steps that are left out stay as they are.

    ``steps``: code of a step -> the officer's own lines; blank lines fall away. A plan without any
    line is no plan: its row goes, and None comes back. Refuses ``not_joined``, ``unknown_step``,
    ``too_many_lines``, ``line_too_long``, each with the step as its field.
    """
    said = {code: _lines(code, lines) for code, lines in steps.items()}
    with transaction.atomic(), audit.acting(by), vault.keyring():
        row = _locked(by)
        plan: dict[str, Sequence[str]] = dict(vault.open_row(row)["plan"])  # type: ignore[call-overload]
        plan |= {code: list(lines) for code, lines in said.items()}
        if not any(plan.values()):
            _gone(by)
            return None
        row.plan, row.saved_at = plan, clock.now()
        row.save()
    return _opened(row, plan)


def _lines(code: str, lines: Sequence[str]) -> Lines:
    """As they are kept: one line each, nothing blank."""
    if code not in BY_CODE:
        raise Refusal("steps", "unknown_step", _("There is no such step."))
    said = tuple(line for each in lines if (line := " ".join(each.replace("\0", " ").split())))
    if len(said) > MOST_LINES:
        message = _("These are %(count)d lines. Keep the %(most)d that help most.")
        words = {"count": len(said), "most": MOST_LINES}
        raise Refusal(code, "too_many_lines", message % words)
    if any(len(line) > LONGEST_LINE for line in said):
        message = _("One line is longer than %(most)d letters. Make two of it, or shorten it.")
        raise Refusal(code, "line_too_long", message % {"most": LONGEST_LINE})
    return said


def _locked(by: User) -> SafetyPlan:
    """The plan to write on, new or kept. The lock lets two devices save one after the other."""
    mine = Participant.objects.select_for_update().get(pk=joined(by).pk)
    kept = access.visible(by, SafetyPlan, "change").filter(participant=mine).first()
    return kept or SafetyPlan(participant=mine)


def delete_plan(*, by: User) -> bool:
    """Delete the plan for good; False when there was none. Needs no record of one's own any more."""
    with transaction.atomic(), audit.acting(by):
        return _gone(by)


def _gone(by: User) -> bool:
    mine = access.visible(by, SafetyPlan, "delete").filter(participant=vault.handle(by.pk, DOMAIN))
    return bool(mine.delete()[0])
