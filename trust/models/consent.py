"""Decisions of an officer, as append-only versions with the exact text that was shown."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """Graduated disclosure. Each level opens what the one before opens, and one thing more."""

    NOT_JOINED = 0, _("Not joined")
    SELF_ONLY = 10, _("Only me")
    PEER_SUPPORT = 20, _("My peer supporter")
    SUPERVISOR = 30, _("My supervisor")
    COMMAND = 40, _("Command")
    FULL = 50, _("Everyone in the wellness programme")


class Category(models.TextChoices):
    """What an officer may lower on its own; the effective level is the lower of the two."""

    CHECK_INS = "check_ins", _("Check-ins")
    EXPOSURE = "exposure", _("Incidents I attended")
    FATIGUE = "fatigue", _("Hours and fatigue")


class Consent(models.Model):
    """One version of what an officer decided. Never changed, never deleted before its term."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey("trust.Participant", models.PROTECT, related_name="consents")
    version = models.PositiveIntegerField()
    decided_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(choices=Level)
    check_ins_level = models.PositiveSmallIntegerField(choices=Level)
    exposure_level = models.PositiveSmallIntegerField(choices=Level)
    fatigue_level = models.PositiveSmallIntegerField(choices=Level)
    wellness_team = models.BooleanField()
    count_me = models.BooleanField()
    text_version = models.CharField(max_length=40)
    text_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=8)

    class Meta:
        ordering = ("participant", "-version")
        verbose_name = _("consent version")
        verbose_name_plural = _("consent versions")
        constraints = (
            models.UniqueConstraint(
                fields=("participant", "version"), name="consent_versions_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(level__gt=0) | Q(wellness_team=False, count_me=False),
                name="consent_shares_nothing_before_joining",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "participant", "version", "decided_at", "level", "check_ins_level",
            "exposure_level", "fatigue_level", "wellness_team", "count_me", "text_version",
            "text_digest", "language",
        }  # fmt: skip
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Consent version {self.version}"
