"""Messages that say nothing: that there is something to see, never what."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency import clock


class Notice(models.Model):
    """One neutral message for one person; unique per event, so nobody is told twice.

    ``target`` names a page of the portal by its URL name, never a record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey("trust.Participant", models.CASCADE, related_name="notices")
    event = models.UUIDField()
    target = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=clock.now)
    mailed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (
            models.UniqueConstraint(
                fields=("recipient", "event", "target"), name="nobody_is_told_twice"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "recipient", "event", "target", "made_at", "mailed_at", "seen_at",
        }  # fmt: skip
        pseudonymous = "recipient_id"

    def __str__(self) -> str:
        return f"Notice {self.pk}"
