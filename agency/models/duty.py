"""What the agency's own doctor or personnel office says of duty: fit, restricted, not fit, and since when.

Only imported; nobody decides it here, and no row of a support programme leads to it.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency.models.people import User


class DutyStatus(models.Model):
    """One clearance as it was received. ``current``: the newest by ``since``, the only one that leaders see.

    ``duties``: what is restricted.
    """

    class Status(models.TextChoices):
        FIT = "fit", _("Fit for duty")
        RESTRICTED = "restricted", _("Fit with restrictions")
        NOT_FIT = "not_fit", _("Not fit for duty")

    class Duty(models.TextChoices):
        FIREARM = "firearm", _("carrying a firearm")
        DRIVING = "driving", _("driving with lights and sirens")
        PATROL = "patrol", _("patrol")
        ALONE = "alone", _("working alone")
        NIGHTS = "nights", _("night shifts")
        OVERTIME = "overtime", _("overtime")
        LIFTING = "lifting", _("lifting and restraint")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="duty_statuses")
    status = models.CharField(_("status"), max_length=10, choices=Status)
    duties = models.JSONField(_("restricted duties"), default=list, blank=True)
    since = models.DateField(_("since"))
    source = models.CharField(_("source"), max_length=40)
    external = models.CharField(_("number in the source"), max_length=80)
    received_at = models.DateTimeField(auto_now_add=True)
    current = models.BooleanField(_("counts now"), default=True)

    class Meta:
        ordering = ("-since", "-received_at", "id")
        verbose_name = _("duty status")
        verbose_name_plural = _("duty statuses")
        indexes = (models.Index(fields=("user", "-since"), name="duty_status_mine"),)
        constraints = (
            models.UniqueConstraint(fields=("source", "external"), name="a_clearance_comes_once"),
            models.CheckConstraint(
                condition=Q(status="restricted") | Q(duties=[]),
                name="only_restrictions_name_duties",
            ),
            models.CheckConstraint(
                condition=~Q(status="restricted", duties=[]), name="a_restriction_names_its_duties"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("fit", "restricted", "not_fit")), name="duty_status_known"
            ),
            models.UniqueConstraint(
                fields=("user",), condition=Q(current=True), name="one_duty_status_counts"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "user", "status", "duties", "since", "source", "external", "received_at",
            "current",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Duty status {self.pk}"
