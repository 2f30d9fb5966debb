"""Referrals: a way to help that somebody owns until it is closed. States and dates, no words."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from peersupport.kinds import Kind
from peersupport.models.cases import Case


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open(self) -> ReferralQuerySet:
        return self.filter(state__in=Referral.OPEN)


class Referral(models.Model):
    """A way to help that somebody owns until it is closed. States only, no text."""

    class State(models.TextChoices):
        SENT = "sent", _("Sent")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        CONTACTED = "contacted", _("Contacted")
        APPOINTMENT = "appointment", _("Appointment")
        ATTENDED = "attended", _("Attended")
        DECLINED = "declined", _("Declined")
        UNREACHABLE = "unreachable", _("Not reached")
        CLOSED = "closed", _("Closed")

    OPEN = (State.SENT, State.ACKNOWLEDGED, State.CONTACTED, State.APPOINTMENT, State.ATTENDED)
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.SENT: frozenset(
            {State.ACKNOWLEDGED, State.UNREACHABLE, State.DECLINED, State.CLOSED}
        ),
        State.ACKNOWLEDGED: frozenset(
            {State.CONTACTED, State.UNREACHABLE, State.DECLINED, State.CLOSED}
        ),
        State.CONTACTED: frozenset(
            {State.APPOINTMENT, State.UNREACHABLE, State.DECLINED, State.CLOSED}
        ),
        State.APPOINTMENT: frozenset(
            {State.ATTENDED, State.UNREACHABLE, State.DECLINED, State.CLOSED}
        ),
        State.ATTENDED: frozenset({State.CLOSED}),
        State.UNREACHABLE: frozenset({State.SENT, State.CLOSED}),
        State.DECLINED: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey("trust.Participant", models.CASCADE, related_name="referrals")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="referrals")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.SENT, editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="owned_referrals"
    )
    next_on = models.DateField(_("next step on"), null=True)
    sent_at = models.DateTimeField(default=clock.now)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ("next_on",)
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes = (models.Index(fields=("participant", "-sent_at"), name="referral_mine"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("declined", "unreachable", "closed"))
                | Q(owner__isnull=False, next_on__isnull=False),
                name="open_referral_has_owner_and_next_date",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "participant", "case", "kind", "state", "owner", "next_on", "sent_at",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Referral {self.pk}"

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"A referral can't go from {self.state} to {state}.")
        self.state = state
