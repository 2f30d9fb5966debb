"""Thanks and own days, sealed under the portal handle. No wellness data at all."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust.fields import SealedJSONField
from trust.models import Participant


class ThanksChoice(models.Model):
    """Whether a person would like to get thanks from colleagues. Nothing said means no."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="thanks_choice")
    welcome = models.BooleanField(_("thanks are welcome"), default=False)

    class Meta:
        verbose_name = _("choice about thanks")
        verbose_name_plural = _("choices about thanks")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "user", "welcome"}

    def __str__(self) -> str:
        return f"Choice about thanks {self.pk}"


class Thanks(models.Model):
    """One colleague thanked another. ``participant`` is who got it, under the portal handle.

    ``content``: ``{"name" (of the sender, as they were called), "text"}``. ``mark`` stands for the
    sender on that day, keyed: enough to stop an eleventh, too little to tell who it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="thanks")
    sent_at = models.DateTimeField(default=clock.now)
    mark = models.CharField(max_length=64, db_index=True)
    content = SealedJSONField()

    class Meta:
        ordering = ("-sent_at", "-id")
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        indexes = (models.Index(fields=("participant", "-sent_at", "-id"), name="thanks_mine"),)

    class Privacy:
        sensitive: ClassVar[set[str]] = {"content"}
        plain: ClassVar[set[str]] = {"id", "participant", "sent_at", "mark"}
        sealed_class = "portal"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Thanks {self.pk}"


class Milestone(models.Model):
    """A day that a person wants to remember, such as one year since they came back.

    ``content``: ``{"title", "day" (ISO date)}``. Written by the person, never by a machine.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="milestones")
    content = SealedJSONField()

    class Meta:
        ordering = ("id",)
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"content"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "portal"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Milestone {self.pk}"
