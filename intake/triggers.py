"""From observations and event types to triggers: the table "Triggers" of the policy, as one pure function.

Urgent: NEWS2 of 7 or more, ours or the sender's, the higher decides; 6 does nothing. Check-in: the
patient answered only to voice or pain, or not at all. New confusion is kept, and asks for a check-in only when the
policy pack says so. Crew harm is urgent for that member alone, so it stands on the attendance.
Must not contain: the score's chart (`intake.news2`), formats, storage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.facts import News2
from intake.news2 import URGENT, Score


@dataclass(frozen=True, slots=True)
class Observed:
    """What a record says, before any rule. `valid` is False under 16 years and in pregnancy."""

    score: Score | None = None
    sender: int | None = None
    avpu: str = ""
    valid: bool = True
    categories: frozenset[str] = frozenset()
    crew_harmed: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    news2: News2
    triggers: tuple[str, ...]
    because: tuple[str, ...]
    urgent: bool
    check_in: bool


def derive(seen: Observed, *, confusion_asks: bool = False) -> Derived:
    totals = _totals(seen)
    urgent = seen.valid and max(totals.ours or 0, totals.sender or 0) >= URGENT
    check_in = seen.avpu in ("V", "P", "U") or (confusion_asks and seen.avpu == "C")
    named = [("news2", urgent), ("avpu", check_in), ("crew_harm", seen.crew_harmed)]
    triggers = [code for code, holds in named if holds] + sorted(seen.categories)
    return Derived(totals, tuple(triggers), tuple(_because(seen, totals)), urgent, check_in)


def _totals(seen: Observed) -> News2:
    if not seen.valid or seen.score is None:
        return News2(sender=seen.sender)
    return News2(ours=seen.score.total, sender=seen.sender, complete=seen.score.complete)


def _because(seen: Observed, totals: News2) -> Iterable[str]:
    """Reason codes, stable words that the coordinator's page translates."""
    if not seen.valid:
        yield "news2_not_valid"
    elif seen.score is None:
        yield "news2_not_taken"
    elif totals.ours is None:
        yield "news2_unknown"
    elif totals.ours >= URGENT:
        yield "news2_7" if totals.complete else "news2_7_partial"
    if seen.valid and (totals.sender or 0) >= URGENT:
        yield "news2_7_sender"
    if totals.ours is not None and totals.sender is not None and totals.ours != totals.sender:
        yield "news2_differs"
    if seen.avpu and seen.avpu != "A":
        yield f"avpu_{seen.avpu.lower()}"
    if seen.crew_harmed:
        yield "crew_harm"
    yield from sorted(seen.categories)
