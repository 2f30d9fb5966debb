"""Pathways to help: which step is whose, for how long, and what follows when nothing moves. Pure rules.

24 hours without an acknowledgement, then the next provider: closed-loop referral practice (findhelp, Unite
Us; Delaware's OpenBeds wants 65 % acknowledged within 30 minutes). Seven days without contact: the
programme's own term. Every number can be changed by the agency; these are what it starts with.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from peersupport.kinds import Kind

P = TypeVar("P")

DAY = 24
#: States in which somebody has to do something, in their order.
STATES = ("sent", "acknowledged", "contacted", "appointment", "attended")
#: Here a provider who stays silent is passed over; later the officer has met them.
BEFORE_CONTACT = frozenset({"sent", "acknowledged"})


class StepOwner(TextChoices):
    """Who has to act so that the next step is reached."""

    OFFICER = "officer", _("The officer")
    COORDINATOR = "coordinator", _("The coordinator")
    PROVIDER = "provider", _("The provider")
    SUPPORTER = "supporter", _("The supporter")


@dataclass(frozen=True)
class Step:
    """A state, who has to act in it, and for how many hours at most."""

    state: str
    owner: str
    hours: int


def _steps(owner: StepOwner, sent: int = DAY, acknowledged: int = 7 * DAY) -> tuple[Step, ...]:
    return (
        Step("sent", owner, sent),
        Step("acknowledged", owner, acknowledged),
        Step("contacted", owner, 7 * DAY),
        Step("appointment", StepOwner.OFFICER, 14 * DAY),
        Step("attended", StepOwner.COORDINATOR, 30 * DAY),
    )


DEFAULTS: dict[str, tuple[Step, ...]] = {
    Kind.PEER: _steps(StepOwner.SUPPORTER),
    Kind.CHAPLAIN: _steps(StepOwner.SUPPORTER),
    Kind.EAP: _steps(StepOwner.PROVIDER),
    Kind.CLINICIAN: _steps(StepOwner.PROVIDER),
    Kind.CRISIS: _steps(StepOwner.PROVIDER, sent=1, acknowledged=DAY),
    Kind.FAMILY: _steps(StepOwner.PROVIDER),
    Kind.FINANCIAL: _steps(StepOwner.PROVIDER),
}


class Answer(StrEnum):
    """What follows when a limit has passed."""

    NEXT_PROVIDER = "next_provider"
    HAND_BACK = "hand_back"
    NEXT_OWNER = "next_owner"
    TELL = "tell"


def after_limit(*, state: str, has_provider: bool, another: bool, other_owner: bool) -> Answer:
    """What to do with a referral in which nothing has moved. There is always an answer.

    ``another``: a provider who was not asked yet. ``other_owner``: a coordinator besides the owner.
    """
    if state not in BEFORE_CONTACT:
        return Answer.TELL
    if has_provider:
        return Answer.NEXT_PROVIDER if another else Answer.HAND_BACK
    return Answer.NEXT_OWNER if state == "sent" and other_owner else Answer.TELL


def next_in_line(line: Sequence[P], asked: Collection[P]) -> P | None:
    """The first of the line who was not asked yet."""
    return next((each for each in line if each not in asked), None)
