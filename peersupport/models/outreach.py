"""Help that goes to people instead of waiting for them: a visit to a briefing, care after an assault.

Both follow from the agency's own facts (who was sent where, who came to harm). No wellness record
leads here, and no row knows how anybody is doing.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency.models import Unit, User
from peersupport.models.cases import Case
from peersupport.models.roster import Supporter


class Outreach(models.Model):
    """*Visit the briefing* of one unit in one month: no names, no figures."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PLANNED = "planned", _("Planned")
        VISITED = "visited", _("Visited")
        LET_GO = "let_go", _("Let go")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.OPEN: frozenset({State.PLANNED, State.LET_GO}),
        State.PLANNED: frozenset({State.PLANNED, State.VISITED, State.LET_GO}),
        State.VISITED: frozenset(),
        State.LET_GO: frozenset({State.OPEN}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="outreach", verbose_name=_("unit"))
    month = models.DateField(_("month"))
    supporter = models.ForeignKey(
        Supporter, models.PROTECT, null=True, related_name="outreach", verbose_name=_("who goes")
    )
    day = models.DateField(_("on"), null=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN, editable=False
    )

    class Meta:
        ordering = ("-month", "unit__path")
        verbose_name = _("visit to a briefing")
        verbose_name_plural = _("visits to briefings")
        constraints = (
            models.UniqueConstraint(fields=("unit", "month"), name="one_visit_per_unit_and_month"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "let_go"))
                | (Q(supporter__isnull=False) & Q(day__isnull=False)),
                name="a_planned_visit_has_a_day_and_somebody",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "unit", "month", "supporter", "day", "state"}

    def __str__(self) -> str:
        return f"Visit {self.pk}"

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"A visit can't go from {self.state} to {state}.")
        self.state = state


class CareStep(models.Model):
    """One line of the list after an assault on an officer (Operation Hampshire). Done or not: no words."""

    class Step(models.TextChoices):
        MEDICAL = "medical", _("Medical care was offered")
        CONTACT = "contact", _("A person from the team was in touch within 24 hours")
        EVIDENCE = "evidence", _("Photographs and evidence are secured")
        STATEMENT = "statement", _("The statement is taken by somebody else, with representation")
        TIME_OFF = "time_off", _("Time off and lighter duty were talked about")
        COMPENSATION = "compensation", _("The claim for compensation is on its way")
        COURT = "court", _("Somebody goes along to court")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="care_steps")
    step = models.CharField(_("step"), max_length=12, choices=Step)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="care_steps_done", verbose_name=_("done by")
    )
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("step of care after an assault")
        verbose_name_plural = _("steps of care after an assault")
        constraints = (
            models.UniqueConstraint(fields=("case", "step"), name="a_care_step_stands_once"),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True, done_at__isnull=True)
                | Q(done_by__isnull=False, done_at__isnull=False),
                name="who_and_when_stand_together",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "case", "step", "done_by", "done_at"}

    def __str__(self) -> str:
        return f"Care step {self.pk}"
