"""Work that must survive a crash: the row is the queue, a lease says who is on it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from agency import clock


class OutboxJob(models.Model):
    """One piece of work, written in the transaction that made it necessary.

    ``args`` holds opaque ids only. ``key`` is unique, so the same work is queued once. Of work that is done
    ``due_at`` and ``done_at`` keep the day alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=160, unique=True)
    args = models.JSONField(default=dict)
    due_at = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("due_at",)
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=Q(done_at__isnull=True, parked_at__isnull=True),
                name="outbox_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(parked_at__isnull=True),
                name="job_is_done_or_parked",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "name", "key", "args", "due_at", "leased_until", "lease", "tries", "done_at",
            "parked_at", "reason",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Job {self.pk}"


class ScheduleSlot(models.Model):
    """A repeated task ran for this slot. Two beats that fire twice meet the constraint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    slot = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("name", "slot"), name="slot_is_taken_once"),)

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "name", "slot"}

    def __str__(self) -> str:
        return f"Slot {self.pk}"
