"""Coming back to duty in steps: the streams, the stages, and what each stage needs. Pure data and rules.

Stages and streams follow the reintegration programmes of the Edmonton Police Service and the RCMP:
two peer facilitators, a short and a long stream, small exposures in a fixed order, no test and no
assessment (S. Klassen, EPS Reintegration Program; RCMP Reintegration Program guide). That a weapon
taken as evidence is replaced early comes from R. M. Solomon's guidelines after a critical incident.

The officer sets the pace. Nothing here grades anybody: criteria are sentences that the officer alone
answers for themselves, and they are stored nowhere. Items are practical things with a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
FACILITATORS = 2  # RCMP: two, so that nobody carries it alone


class Reason(TextChoices):
    LEAVE = "leave", _("A longer leave")
    INJURY = "injury", _("An injury or illness")
    INCIDENT = "incident", _("A hard incident on duty")


class Stream(TextChoices):
    SHORT = "short", _("Short: some weeks")
    LONG = "long", _("Long: as long as it takes")


class Step(TextChoices):
    """The stages, in the order in which an officer goes through them."""

    CONTACT = "contact", _("Getting in touch")
    KIT = "kit", _("Uniform and kit")
    VEHICLE = "vehicle", _("Vehicle, lights and sirens")
    RANGE = "range", _("Shooting range")
    SCENARIO = "scenario", _("Scenario")
    ACCOMPANIED = "accompanied", _("Accompanied shifts")
    FULL = "full", _("Full duty")


ORDER: tuple[str, ...] = tuple(Step.values)

STREAM_ABOUT: dict[str, Text] = {
    # Days after the incident, and weeks until full duty: EPS, short stream.
    Stream.SHORT: _(
        "Often after one hard incident. The first talk is usually within 7 to 10 days, full duty "
        "often after 2 to 3 weeks. It may take longer."
    ),
    Stream.LONG: _(
        "Often after a longer leave, an injury, or when work has weighed on you for long. Nobody "
        "counts the weeks."
    ),
}


@dataclass(frozen=True)
class Item:
    """Something practical. ``logistics``: a facilitator may tick it as well."""

    code: str
    label: Text
    logistics: bool = False


@dataclass(frozen=True)
class Stage:
    """What a stage is about, what the officer asks themselves, and what is to be arranged."""

    code: str
    about: Text
    criteria: tuple[Text, ...]
    items: tuple[Item, ...]

    @property
    def label(self) -> str:
        return str(Step(self.code).label)


STAGES: tuple[Stage, ...] = (
    Stage(
        Step.CONTACT,
        _(
            "You get to know two facilitators: colleagues who walk beside you, outside your command."
        ),
        (
            _("I know both facilitators, and it feels right."),
            _("I know who can see this plan."),
        ),
        (Item("first_talk", _("First talk with the facilitators")),),
    ),
    Stage(
        Step.KIT,
        _("Putting the uniform on again, with everything that belongs to it."),
        (_("I can wear it for a while and feel like myself."),),
        (
            Item("weapon_replaced", _("Replacement weapon issued"), logistics=True),
            Item("kit_complete", _("Uniform and kit complete"), logistics=True),
            Item("access_works", _("Access card, radio and sign-in work"), logistics=True),
        ),
    ),
    Stage(
        Step.VEHICLE,
        _("First as a passenger, then at the wheel, then with lights and sirens. No calls."),
        (_("I have sat in the car, driven it, and heard the siren, and it was all right."),),
        (
            Item("vehicle_booked", _("Vehicle booked"), logistics=True),
            Item("drive_done", _("A drive without calls")),
        ),
    ),
    Stage(
        Step.RANGE,
        _(
            "Back to the range in small steps: watching, handling, shooting. You stop when you like."
        ),
        (_("I can be at the range, with the noise and the smell, and stay calm enough."),),
        (
            Item("range_booked", _("Time at the range booked"), logistics=True),
            Item("range_qualified", _("Range qualification is on file"), logistics=True),
        ),
    ),
    Stage(
        Step.SCENARIO,
        _("A practice situation with people you trust. It is not a test, and nobody scores it."),
        (_("I have gone through something like the hard part, and came out steady."),),
        (
            Item("scenario_booked", _("Practice booked"), logistics=True),
            Item("scenario_done", _("Practice done, as far as I wanted")),
        ),
    ),
    Stage(
        Step.ACCOMPANIED,
        _("Real shifts with a partner beside you. Begin with as few hours as you like."),
        (_("I have worked with a partner on ordinary and on busy days."),),
        (
            Item("partner_found", _("Partner found"), logistics=True),
            Item("shifts_planned", _("Accompanied shifts planned"), logistics=True),
            Item("first_shift", _("First accompanied shift")),
        ),
    ),
    Stage(
        Step.FULL,
        _(
            "You work as before. Keep the plan open as long as it helps, and close it when you like."
        ),
        (_("I know whom to call on a hard day."),),
        (Item("equipment_settled", _("Borrowed equipment given back"), logistics=True),),
    ),
)
BY_CODE: dict[str, Stage] = {each.code: each for each in STAGES}
ITEMS: dict[str, Item] = {item.code: item for stage in STAGES for item in stage.items}


class NotNext(ValueError):
    """The stage is neither the next one nor the one before."""


@dataclass(frozen=True)
class Course:
    """Where an officer is on the way. What came before is not in it: a step back leaves no mark.

    ``ready``: a facilitator thinks that the next step could come. ``done``: item -> when (ISO).
    """

    reason: str
    stream: str
    started_on: str
    stage: str = Step.CONTACT.value
    paused: bool = False
    ready: bool = False
    done: Mapping[str, str] = field(default_factory=dict)

    def moved(self, stage: str) -> Course:
        """At the stage before or after this one, going on if it was paused. Raises ``NotNext``."""
        if stage not in ORDER or abs(ORDER.index(stage) - self.place) > 1:
            raise NotNext(stage)
        if stage == self.stage:
            return replace(self, paused=False)
        return replace(self, stage=stage, paused=False, ready=False)

    def with_item(self, code: str, at: str) -> Course:
        """The item ticked at this time, or with ``""`` not ticked. The first time stays."""
        done = {each: when for each, when in self.done.items() if each != code or at}
        if at:
            done.setdefault(code, at)
        return replace(self, done=done)

    @property
    def place(self) -> int:
        return ORDER.index(self.stage)

    @property
    def next(self) -> str:
        """The stage after this one, empty at the last."""
        return ORDER[self.place + 1] if self.place + 1 < len(ORDER) else ""

    @property
    def previous(self) -> str:
        """The stage before this one, empty at the first."""
        return ORDER[self.place - 1] if self.place else ""
