"""Who looked, and who was stopped. No value and no free text is ever in here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Disclosure(models.Model):
    """One look at one person's record. Append-only, chained by hash.

    ``hash`` is SHA-256 over the previous hash and the digest of the row (``trust.ledger``).
    """

    class Outcome(models.TextChoices):
        SHOWN = "shown", _("Shown")
        STOPPED = "stopped", _("Stopped")

    seq = models.BigIntegerField(primary_key=True)
    subject = models.UUIDField(db_index=True)
    viewer = models.UUIDField()
    role = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=24)
    kind = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40, blank=True)
    permission = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("-seq",)
        verbose_name = _("look at a record")
        verbose_name_plural = _("looks at records")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "seq", "subject", "viewer", "role", "action", "kind", "purpose", "permission",
            "outcome", "at", "previous", "hash",
        }  # fmt: skip
        pseudonymous = "subject"

    def __str__(self) -> str:
        return f"Look {self.seq}"
