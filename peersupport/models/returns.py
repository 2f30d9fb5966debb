"""Coming back to duty: one plan, the people the officer named on it, and two seats for facilitators.

How the return goes is sealed, and only as it is now: no row tells that somebody paused or stepped
back. Nothing here leads to what the agency's doctor says of duty (``agency.DutyStatus``), nor back.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import local_time
from peersupport.models.roster import Supporter
from peersupport.return_stages import Stream
from trust.fields import SealedJSONField
from trust.models import Participant
from trust.models.grants import Grant, Relation


class ReturnPlanQuerySet(models.QuerySet["ReturnPlan"]):
    def open(self) -> ReturnPlanQuerySet:
        return self.filter(state=ReturnPlan.State.OPEN)


class ReturnPlan(models.Model):
    """One officer's way back. ``course``: the fields of ``return_stages.Course``, sealed."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.OPEN: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="return_plans")
    state = models.CharField(
        _("state"), max_length=6, choices=State, default=State.OPEN, editable=False
    )
    closed_on = models.DateField(_("closed on"), null=True)
    course = SealedJSONField()

    objects = ReturnPlanQuerySet.as_manager()

    class Meta:
        ordering = ("-closed_on", "id")
        verbose_name = _("return to duty")
        verbose_name_plural = _("returns to duty")
        permissions = (("facilitate_returnplan", "Walks beside the officer of this plan"),)
        constraints = (
            models.UniqueConstraint(
                fields=("participant",), condition=Q(state="open"), name="one_open_return_plan"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | Q(state="closed", closed_on__isnull=False),
                name="a_closed_return_plan_has_its_day",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"course"}
        plain: ClassVar[set[str]] = {"id", "participant", "state", "closed_on"}
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Return to duty {self.pk}"

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"A return to duty can't go from {self.state} to {state}.")
        self.state = state
        self.closed_on = local_time.today() if state == self.State.CLOSED else None


class ReturnPlanGrant(Grant):
    """One person was named on one plan. ``reason`` is *facilitator* or *named*."""

    content_object = models.ForeignKey(ReturnPlan, models.CASCADE, related_name="grants")

    class Meta(Grant.Meta):
        verbose_name = _("person on a return to duty")
        verbose_name_plural = _("people on a return to duty")
        constraints = (  # type: ignore[assignment]  # one more than every grant has
            *Grant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(reason__in=("facilitator", "named")),
                name="on_a_return_plan_for_a_reason",
            ),
        )

    class Privacy(Grant.Privacy):
        sealed_class = "support"  # the log names whoever gave it by this handle


class ReturnSeat(models.Model):
    """One of the two facilitators' seats: wanted, proposed to the officer, or taken.

    The coordinator reads ``pseudonym`` and ``stream`` while somebody is wanted; the stream goes when
    the seat is taken. ``relation`` says how the two stood; only *outside* can be stored.
    """

    class State(models.TextChoices):
        WANTED = "wanted", _("Wanted")
        PROPOSED = "proposed", _("Proposed")
        TAKEN = "taken", _("Taken")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.WANTED: frozenset({State.PROPOSED, State.TAKEN}),
        State.PROPOSED: frozenset({State.TAKEN, State.WANTED}),
        State.TAKEN: frozenset({State.WANTED}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ReturnPlan, models.CASCADE, related_name="seats")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="return_seats")
    number = models.PositiveSmallIntegerField(_("seat"))
    pseudonym = models.CharField(max_length=20)
    stream = models.CharField(_("stream"), max_length=8, choices=Stream, blank=True)
    supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, related_name="return_seats")
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.CHAIN)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WANTED, editable=False
    )
    wanted_on = models.DateField(_("wanted since"), default=local_time.today)

    class Meta:
        ordering = ("wanted_on", "pseudonym", "number")
        verbose_name = _("facilitator's seat")
        verbose_name_plural = _("facilitators' seats")
        indexes = (models.Index(fields=("state", "wanted_on"), name="return_seat_wanted"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(number__in=(1, 2)), name="a_return_plan_has_two_seats"
            ),
            models.UniqueConstraint(fields=("plan", "number"), name="one_facilitator_per_seat"),
            models.UniqueConstraint(fields=("plan", "supporter"), name="a_facilitator_sits_once"),
            models.CheckConstraint(
                condition=Q(supporter__isnull=True, state="wanted")
                | Q(supporter__isnull=False, state__in=("proposed", "taken")),
                name="a_seat_is_wanted_or_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(supporter__isnull=True) | Q(relation="outside"),
                name="return_seat_never_in_chain_of_command",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "plan", "participant", "number", "pseudonym", "stream", "supporter", "relation",
            "state", "wanted_on",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Seat {self.pk}"

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"A seat can't go from {self.state} to {state}.")
        self.state = state
