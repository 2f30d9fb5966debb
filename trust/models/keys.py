"""Wrapped data keys. They live in their own database, so that destroying one ends old backups."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class SubjectKey(models.Model):
    """One data key per participant and class, wrapped by the key-encryption key ``kek``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.UUIDField()
    data_class = models.CharField(max_length=12)
    wrapped = models.BinaryField(null=True)
    kek = models.PositiveIntegerField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("handle", "data_class"), name="one_key_per_participant_and_class"
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True, wrapped__isnull=False)
                | Q(destroyed_at__isnull=False, wrapped__isnull=True),
                name="destroyed_key_is_gone",
            ),
        )
        indexes = (models.Index(fields=("kek",), name="subject_key_kek"),)

    class Privacy:
        sensitive: ClassVar[set[str]] = {"wrapped"}
        plain: ClassVar[set[str]] = {"id", "handle", "data_class", "kek", "destroyed_at"}
        pseudonymous = "handle"

    def __str__(self) -> str:
        return "Subject key"
