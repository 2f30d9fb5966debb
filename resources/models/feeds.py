"""A person's calendar address."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User


class Feed(models.Model):
    """A calendar address that only its owner knows. ``digest`` is SHA-256 of the secret in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "id")
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = (
            models.UniqueConstraint(
                fields=("user",), condition=Q(ended_at__isnull=True), name="one_calendar_address"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"digest"}
        plain: ClassVar[set[str]] = {"id", "user", "made_at", "ended_at"}

    def __str__(self) -> str:
        return f"Calendar address {self.pk}"
