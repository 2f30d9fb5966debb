"""What was taken in and what waits: fingerprints and references, nothing of a patient.

`Record` makes a feed idempotent. Its external id is a keyed fingerprint, because some systems write the
patient's name into the identifiers of their records. `Quarantine` says where a delivery stumbled; the delivery itself
lies sealed in the media folder under its digest (`intake.keep`), so that nothing is lost.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Encounter, Incident
from intake.reasons import sentence


class Record(models.Model):
    """One version of one record of one source that was taken in, with the fingerprint of its facts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=32)
    version = models.BigIntegerField(default=1)
    digest = models.CharField(max_length=64)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    encounter = models.ForeignKey(Encounter, models.CASCADE, null=True, related_name="+")
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "external_id", "version"), name="record_is_taken_in_once"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "source", "external_id", "version", "digest", "incident", "encounter", "received_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Record {self.pk}"


class QuarantineQuerySet(models.QuerySet["Quarantine"]):
    def waiting(self) -> QuarantineQuerySet:
        return self.filter(resolved_at=None)

    def for_roster(self) -> QuarantineQuerySet:
        return self.waiting().filter(code="unknown_crew")

    def for_file(self) -> QuarantineQuerySet:
        return self.waiting().exclude(code="unknown_crew")


class Quarantine(models.Model):
    """One thing that waits: where it stood, why it waits, and what a retry needs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=10)
    source = models.CharField(_("source"), max_length=40)
    mapping = models.CharField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=64)
    line = models.PositiveIntegerField(_("line"), default=0)
    code = models.CharField(max_length=20)
    detail = models.CharField(max_length=240, blank=True)
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="+")
    crew = models.CharField(max_length=50, blank=True)
    call_sign = models.CharField(max_length=40, blank=True)
    harmed = models.BooleanField(default=False)
    secondary = models.BooleanField(default=False)
    received_at = models.DateTimeField(_("received"), default=clock.now)
    resolved_at = models.DateTimeField(_("resolved"), null=True)

    objects = QuarantineQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "line")
        verbose_name = _("quarantined item")
        verbose_name_plural = _("quarantined items")
        indexes = (
            models.Index(
                fields=("crew",), condition=Q(resolved_at=None), name="quarantine_waits_for_crew"
            ),
            models.Index(fields=("file_digest",), name="quarantine_file"),
        )
        constraints = (
            models.UniqueConstraint(fields=("key",), name="quarantine_holds_a_thing_once"),
            models.CheckConstraint(
                condition=~Q(code="unknown_crew") | (Q(incident__isnull=False) & ~Q(crew="")),
                name="waiting_attendance_names_incident_and_crew",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"crew", "harmed"}
        plain: ClassVar[set[str]] = {
            "id", "key", "kind", "source", "mapping", "file_digest", "line", "code", "detail",
            "incident", "call_sign", "secondary", "received_at", "resolved_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Quarantined item {self.pk}"

    @property
    def reason(self) -> str:
        return sentence(self.code, self.detail)
