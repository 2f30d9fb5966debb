"""Figures as they left: frozen once, never changed (triggers on both databases refuse it).

Holds no exact number of people and nothing finer than what is shown.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency.models import Unit

#: NHS Digital publishes no mean of fewer than eight; the database refuses less.
SMALLEST_GROUP = 8


class ReleaseRun(models.Model):
    """One closed period, frozen. It is never made again, whoever leaves later."""

    class Kind(models.TextChoices):
        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.CharField(max_length=7, unique=True)
    kind = models.CharField(max_length=7, choices=Kind)
    first_day = models.DateField()
    closed_at = models.DateTimeField()
    k = models.PositiveSmallIntegerField()
    policy_version = models.CharField(max_length=20)
    engine_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-first_day", "kind")
        verbose_name = _("frozen period")
        verbose_name_plural = _("frozen periods")
        constraints = (
            models.CheckConstraint(
                condition=Q(k__gte=SMALLEST_GROUP), name="run_groups_are_eight_or_more"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "period", "kind", "first_day", "closed_at", "k", "policy_version",
            "engine_hash",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Frozen period {self.period}"


class ReleasedCell(models.Model):
    """One figure of one unit in one period, as text; or the unit that includes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ReleaseRun, models.PROTECT, related_name="cells")
    metric = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="released_cells")
    value = models.CharField(max_length=20, blank=True)
    n_band = models.CharField(max_length=12, blank=True)
    suppressed = models.BooleanField()
    included_in = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="included_cells"
    )

    class Meta:
        ordering = ("run", "unit__path", "metric")
        verbose_name = _("released figure")
        verbose_name_plural = _("released figures")
        constraints = (
            models.UniqueConstraint(fields=("run", "metric", "unit"), name="figure_leaves_once"),
            models.CheckConstraint(
                condition=Q(suppressed=True, value="", n_band="")
                | Q(suppressed=False, included_in__isnull=True) & ~Q(value="") & ~Q(n_band=""),
                name="figure_is_shown_whole_or_not_at_all",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "run", "metric", "unit", "value", "n_band", "suppressed", "included_in",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Released figure {self.pk}"


class GroupSize(models.Model):
    """The smallest group that may be shown, from a moment on. The newest row counts.

    Two people decide, one of them the union reviewer (``trust.release.group_size``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    k = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="group_sizes_changed"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="group_sizes_approved"
    )

    class Meta:
        ordering = ("-since",)
        verbose_name = _("smallest group")
        verbose_name_plural = _("smallest groups")
        constraints = (
            models.CheckConstraint(
                condition=Q(k__gte=SMALLEST_GROUP), name="group_is_eight_or_more"
            ),
            models.CheckConstraint(
                condition=~Q(by=F("approved_by")), name="two_people_change_the_group_size"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "k", "since", "by", "approved_by"}

    def __str__(self) -> str:
        return f"Smallest group {self.pk}"
