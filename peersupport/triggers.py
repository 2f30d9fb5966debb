"""What an incident calls for. Pure: facts in, a decision with its reasons out.

The table is in the domain pages: NEWS2 of 7 or more and harm to a crew member are urgent; an event
type opens a case; AVPU alone only schedules a check-in (which the wellness room does).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(TextChoices):
    STANDARD = "standard", _("Standard")
    URGENT = "urgent", _("Urgent")


class Source(TextChoices):
    NEWS2 = "news2", _("Patient was critically ill")
    AVPU = "avpu", _("Patient was not alert")
    EVENT_TYPE = "event_type", _("Type of incident")
    CREW_HARM = "crew_harm", _("A colleague came to harm")
    SELF = "self", _("Asked for by an officer")
    PEER = "peer", _("Asked for by a peer supporter")
    DISPATCH = "dispatch", _("Asked for by dispatch")
    SUPERVISOR = "supervisor", _("Asked for by a supervisor")
    CRISIS_ENCOUNTER = "crisis_encounter", _("Hard crisis call")


ASKED = frozenset({Source.SELF, Source.PEER, Source.DISPATCH, Source.SUPERVISOR})


@dataclass(frozen=True)
class Decision:
    """``severity`` is empty when no case is called for. Who is urgent is the caller's to say."""

    severity: str
    sources: tuple[str, ...]

    @property
    def opens_case(self) -> bool:
        return bool(self.severity)


def decide(
    *, categories: Iterable[str], encounter_triggers: Iterable[str], anyone_harmed: bool
) -> Decision:
    """The higher severity wins; every source that spoke is kept, in a fixed order.

    AVPU is named as a source of a case that something else opened, and opens none by itself.
    """
    spoke = set(encounter_triggers)
    urgent = {
        Source.NEWS2: "news2" in spoke,
        Source.CREW_HARM: "crew_harm" in spoke or anyone_harmed,
    }
    standard = {Source.EVENT_TYPE: any(categories)}
    if not any((*urgent.values(), *standard.values())):
        return Decision("", ())
    heard = urgent | {Source.AVPU: "avpu" in spoke} | standard
    severity = Severity.URGENT if any(urgent.values()) else Severity.STANDARD
    return Decision(str(severity), tuple(str(source) for source, holds in heard.items() if holds))


def higher(one: str, other: str) -> str:
    """The more severe of the two."""
    return str(Severity.URGENT) if Severity.URGENT in (one, other) else one or other
