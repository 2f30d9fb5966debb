"""How long things are kept, what stops a deletion, and what an officer holds in hand afterwards."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from trust.models.participants import Participant


class RetentionRule(models.Model):
    """For how many days one class of data is kept here, inside the bounds of ``trust.retention``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data_class = models.CharField(_("kind of data"), max_length=40, unique=True)
    days = models.PositiveIntegerField(_("days"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="retention_changed"
    )
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("data_class",)
        verbose_name = _("how long it is kept")
        verbose_name_plural = _("how long things are kept")
        constraints = (models.CheckConstraint(condition=Q(days__gt=0), name="kept_for_a_while"),)

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "data_class", "days", "changed_by", "changed_at"}

    def __str__(self) -> str:
        return self.data_class


class PurgeRun(models.Model):
    """What one night's clearing took away: a number per class, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data_class = models.CharField(_("kind of data"), max_length=40)
    night = models.DateField(_("night"))
    removed = models.PositiveIntegerField(_("removed"), default=0)
    held = models.PositiveIntegerField(_("kept for a legal hold"), default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ("-night", "data_class")
        verbose_name = _("nightly clearing")
        verbose_name_plural = _("nightly clearings")
        constraints = (
            models.UniqueConstraint(
                fields=("data_class", "night"), name="a_class_is_cleared_once_a_night"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "data_class", "night", "removed", "held", "finished_at"}

    def __str__(self) -> str:
        return f"Nightly clearing {self.pk}"


class LegalHold(models.Model):
    """A court or a lawsuit asks that one person's record stays. Two people, never command.

    It holds once it is approved, until it is released; while it holds nothing is purged and no key
    is destroyed. The officer sees it from the first day.
    """

    class Reason(models.TextChoices):
        LITIGATION = "litigation", _("A lawsuit that was announced or begun")
        COURT_ORDER = "court_order", _("An order of a court")
        OWN_REQUEST = "own_request", _("The officer asked for it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="holds")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="holds_asked"
    )
    asked_at = models.DateTimeField(default=clock.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="holds_approved"
    )
    approved_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="holds_released"
    )
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "id")
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")),
                name="two_people_set_a_hold",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="hold_approval_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="hold_release_has_its_time",
            ),
            models.UniqueConstraint(
                fields=("participant",),
                condition=Q(released_at__isnull=True),
                name="one_open_hold_per_participant",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "participant", "reason", "asked_by", "asked_at", "approved_by", "approved_at",
            "released_by", "released_at",
        }  # fmt: skip
        sealed_class = "wellness"  # the log names whoever changed it by this handle
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Legal hold {self.pk}"


class DeletionReceipt(models.Model):
    """What an officer can show to anyone: what was destroyed, when, and when backups lapse.

    ``body`` is the canonical JSON that was signed; ``signature`` is Ed25519 over it, in hex.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="receipts")
    made_at = models.DateTimeField(default=clock.now)
    body = models.TextField()
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ("-made_at", "id")
        verbose_name = _("deletion receipt")
        verbose_name_plural = _("deletion receipts")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "participant", "made_at", "body", "signature"}
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Deletion receipt {self.pk}"
