"""The weekly check, kept as a check-in; the colour that follows; and what is suggested when.

No table links to ``User``, except the grants, whose ``user`` is the person who was *named*. What
could be matched with the agency's own records (which incident, which day, why a check-in was
suggested) is sealed as well: a stolen copy must not be joined with the attendance list.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from trust.fields import SealedJSONField, SealedTextField
from trust.models import Participant
from trust.models.grants import Grant


class CheckIn(models.Model):
    """One weekly check-in.

    ``answers``: ``{"stress", "sleep", "fatigue", "balance"}`` (number or null for "rather not
    say"), ``contact`` (bool), ``scales`` (instrument -> item -> number or null), ``versions`` and
    ``scores`` (of those scales) as in ``Assessment.content``. ``key`` and ``body_mac`` make a repeated send harmless.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="check_ins")
    key = models.CharField(max_length=64)
    body_mac = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(default=clock.now)
    week = models.DateField(_("week of"))
    rule_version = models.CharField(max_length=20)
    answers = SealedJSONField()
    note = SealedTextField(default="")

    class Meta:
        ordering = ("-submitted_at", "-id")
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        indexes = (
            models.Index(fields=("participant", "-submitted_at", "-id"), name="check_in_mine"),
            models.Index(fields=("week",), name="check_in_week"),
        )
        constraints = (
            models.UniqueConstraint(fields=("participant", "key"), name="check_in_is_sent_once"),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"answers", "note"}
        plain: ClassVar[set[str]] = {
            "id", "participant", "key", "body_mac", "submitted_at", "week", "rule_version",
        }  # fmt: skip
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Check-in {self.pk}"


class CheckInGrant(Grant):
    """One person was named on one check-in (permission ``wellness.view_checkin``)."""

    content_object = models.ForeignKey(CheckIn, models.CASCADE, related_name="grants")

    class Meta(Grant.Meta):
        verbose_name = _("shared check-in")
        verbose_name_plural = _("shared check-ins")

    class Privacy(Grant.Privacy):
        sealed_class = "wellness"  # the log names whoever gave it by this handle


class Standing(models.Model):
    """How the officer stands, by the rule of ``wellness.standing`` over their own newest answers.

    ``state``: ``{"colour", "since" (ISO date), "wants_contact", "rule_version"}``. Whoever the
    officer lets in sees all of it, so no answer is in it; the officer's own page works out why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="standing")
    state = SealedJSONField()

    class Meta:
        ordering = ("id",)
        verbose_name = _("standing")
        verbose_name_plural = _("standings")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"state"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Standing {self.pk}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        return self.filter(state=Invitation.State.OPEN)

    def due(self) -> InvitationQuerySet:
        """Open, begun, not put off, not past."""
        today = clock.today()
        rows = self.open().filter(due__lte=today)
        rows = rows.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))
        return rows.filter(Q(closes=None) | Q(closes__gte=today))


class Invitation(models.Model):
    """An assessment was suggested. ``slot`` is the week, or a keyed token for anything else.

    ``reason`` is sealed (a code of ``wellness.assessment_types``): it would tell who attended.
    ``closes``: the last day on which it makes sense; ``snoozed_until``: not before this day.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Skipped")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.OPEN: frozenset({State.DONE, State.SKIPPED}),
        State.SKIPPED: frozenset({State.DONE}),
        State.DONE: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="invitations")
    slot = models.CharField(max_length=64)
    due = models.DateField(_("due"))
    closes = models.DateField(_("until"), null=True)
    snoozed_until = models.DateField(_("not before"), null=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN, editable=False
    )
    reason = SealedTextField(default="weekly")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-due", "id")
        verbose_name = _("suggested check-in")
        verbose_name_plural = _("suggested check-ins")
        indexes = (
            models.Index(fields=("due",), condition=Q(state="open"), name="invitation_open"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("participant", "slot"), name="a_slot_is_suggested_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "done", "skipped")), name="invitation_state_known"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"reason"}
        plain: ClassVar[set[str]] = {
            "id", "participant", "slot", "due", "closes", "snoozed_until", "state",
        }  # fmt: skip
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Suggested check-in {self.pk}"

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state != self.state and state not in self.MOVES[self.state]:
            raise ValueError(f"A suggested check-in can't go from {self.state} to {state}.")
        self.state = state


class Reminders(models.Model):
    """When an officer wants to hear of suggestions, and whether at all.

    ``choices``: ``{"paused" (bool), "quiet_from", "quiet_until" ("HH:MM", the agency's clock)}``.
    Sealed, because hours tell shifts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="reminders")
    choices = SealedJSONField(default=dict)

    class Meta:
        verbose_name = _("wishes about reminders")
        verbose_name_plural = _("wishes about reminders")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"choices"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Wishes about reminders {self.pk}"
