"""Referrals: a way to help that somebody owns until it is closed. States and dates, no words.

What the officer lets a provider see stands sealed in a row of its own, which no role opens: not the
coordinator's either. A coordinator reads the name only when the officer agreed to it (``named``).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from peersupport.kinds import Kind
from peersupport.models.cases import Case
from trust.fields import SealedJSONField


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open(self) -> ReferralQuerySet:
        return self.filter(state__in=Referral.OPEN)

    def past_limit(self) -> ReferralQuerySet:
        """Open ones whose limit has passed, those that have waited longest first."""
        return self.open().filter(limit_at__lte=clock.now()).order_by("limit_at", "id")

    def without_limit(self) -> ReferralQuerySet:
        """Rows from before there were limits, by the date of their next step."""
        return self.open().filter(limit_at=None, next_on__lt=local_time.today()).order_by("id")


class Referral(models.Model):
    """A way to help that somebody owns until it is closed. States only, no text.

    ``round`` counts every time that it was handed on or somebody was told: the number is in the key of
    each message, so that none is sent twice.
    """

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
    # Back to *sent*: it was handed on to somebody else.
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.SENT: frozenset(
            {State.ACKNOWLEDGED, State.CONTACTED, State.APPOINTMENT, State.UNREACHABLE,
             State.DECLINED, State.CLOSED}
        ),
        State.ACKNOWLEDGED: frozenset(
            {State.SENT, State.CONTACTED, State.APPOINTMENT, State.UNREACHABLE, State.DECLINED,
             State.CLOSED}
        ),
        State.CONTACTED: frozenset(
            {State.SENT, State.APPOINTMENT, State.UNREACHABLE, State.DECLINED, State.CLOSED}
        ),
        State.APPOINTMENT: frozenset(
            {State.SENT, State.CONTACTED, State.ATTENDED, State.UNREACHABLE, State.DECLINED,
             State.CLOSED}
        ),
        State.ATTENDED: frozenset({State.APPOINTMENT, State.CLOSED}),
        State.UNREACHABLE: frozenset({State.SENT, State.CLOSED}),
        State.DECLINED: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
    }  # fmt: skip

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
    provider = models.ForeignKey(
        "peersupport.Provider", models.PROTECT, null=True, related_name="referrals"
    )
    named = models.BooleanField(_("the coordinator may see the name"), default=True)
    next_on = models.DateField(_("next step on"), null=True)
    sent_at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(default=clock.now)
    limit_at = models.DateTimeField(null=True)
    appointment_at = models.DateTimeField(_("appointment"), null=True)
    first_appointment_at = models.DateTimeField(null=True, editable=False)
    round = models.PositiveSmallIntegerField(default=0)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ("next_on",)
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes = (
            models.Index(fields=("participant", "-sent_at"), name="referral_mine"),
            # What has ended has no limit, so the index walks past open ones only.
            models.Index(fields=("limit_at", "id"), name="referral_due"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("declined", "unreachable", "closed"))
                | Q(owner__isnull=False, next_on__isnull=False),
                name="open_referral_has_owner_and_next_date",
            ),
            models.UniqueConstraint(
                fields=("participant", "kind"),
                condition=Q(
                    state__in=("sent", "acknowledged", "contacted", "appointment", "attended")
                ),
                name="one_open_referral_per_kind",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "participant", "case", "kind", "state", "owner", "provider", "named", "next_on",
            "sent_at", "moved_at", "limit_at", "appointment_at",
            "first_appointment_at", "round",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Referral {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def reference(self) -> str:
        """What people say on the phone instead of a name."""
        return f"R-{self.pk.hex[:6].upper()}"

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"A referral can't go from {self.state} to {state}.")
        self.state = state


class ReferralDetails(models.Model):
    """What the officer lets the provider see: any of name, phone, email, times. Nothing is fine too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(
        "trust.Participant", models.CASCADE, related_name="referral_details"
    )
    referral = models.OneToOneField(Referral, models.CASCADE, related_name="details")
    shown = SealedJSONField(default=dict)

    class Meta:
        verbose_name = _("what a provider may see")
        verbose_name_plural = _("what providers may see")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"shown"}
        plain: ClassVar[set[str]] = {"id", "participant", "referral"}
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Details {self.pk}"


class Handoff(models.Model):
    """One time that a referral changed hands, or that somebody was told. Codes only.

    ``number`` is the referral's round: a second worker at the same step meets the constraint.
    """

    class Reason(models.TextChoices):
        ASKED = "asked", _("Asked for")
        SILENT = "silent", _("No answer in time")
        NO_CONTACT = "no_contact", _("No contact in time")
        DECLINED = "declined", _("Could not take it")
        NOT_REACHED = "not_reached", _("Could not reach the officer")
        BY_HAND = "by_hand", _("Handed on by the coordinator")
        TAKEN_OVER = "taken_over", _("Taken over by another coordinator")
        OWNER_LEFT = "owner_left", _("The coordinator has left")
        STALLED = "stalled", _("Nothing moved: the coordinator was told")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey("trust.Participant", models.CASCADE, related_name="handoffs")
    # The rule about rounds below is its index; nobody looks for handoffs by who was named.
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="handoffs", db_index=False)
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    from_provider = models.ForeignKey(
        "peersupport.Provider", models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_provider = models.ForeignKey(
        "peersupport.Provider", models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("referral", "number")
        verbose_name = _("handoff")
        verbose_name_plural = _("handoffs")
        constraints = (
            models.UniqueConstraint(fields=("referral", "number"), name="one_handoff_per_round"),
            models.CheckConstraint(
                condition=Q(to_owner__isnull=False), name="a_handoff_ends_with_somebody"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "participant", "referral", "number", "reason", "from_owner", "to_owner",
            "from_provider", "to_provider", "at",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Handoff {self.pk}"
