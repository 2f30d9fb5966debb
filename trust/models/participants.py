"""Pseudonyms: how a person appears in tables that hold no link to ``User``."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trust.models.consent import Level


class Domain(models.TextChoices):
    """One handle per room, so that two rooms can't be joined."""

    WELLNESS = "wellness", _("Wellness")
    SUPPORT = "support", _("Peer support")
    PORTAL = "portal", _("Portal")


class Participant(models.Model):
    """A person under the handle of one domain.

    ``handle`` is a keyed HMAC of the user's id (``trust.vault.handle``); ``link`` is the way back,
    sealed. The consent columns repeat the newest ``Consent`` row, in the same transaction, so that
    a rule can be one ``Q``.
    """

    handle = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    domain = models.CharField(max_length=8, choices=Domain)
    link = models.BinaryField()
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.NOT_JOINED)
    check_ins_level = models.PositiveSmallIntegerField(choices=Level, default=Level.NOT_JOINED)
    exposure_level = models.PositiveSmallIntegerField(choices=Level, default=Level.NOT_JOINED)
    fatigue_level = models.PositiveSmallIntegerField(choices=Level, default=Level.NOT_JOINED)
    wellness_team = models.BooleanField(default=False)
    count_me = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        permissions = (("support_participant", "Is the peer supporter of this participant"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(check_ins_level__lte=models.F("level"))
                & Q(exposure_level__lte=models.F("level"))
                & Q(fatigue_level__lte=models.F("level")),
                name="category_never_above_level",
            ),
            models.CheckConstraint(
                condition=Q(level__gt=0) | Q(wellness_team=False, count_me=False),
                name="nothing_is_shared_before_joining",
            ),
            models.CheckConstraint(
                condition=Q(domain="wellness") | Q(level=0), name="only_wellness_has_levels"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"link"}
        plain: ClassVar[set[str]] = {
            "handle", "domain", "level", "check_ins_level", "exposure_level", "fatigue_level",
            "wellness_team", "count_me",
        }  # fmt: skip
        pseudonymous = "handle"

    def __str__(self) -> str:
        return "Participant"
