"""Courses, and who took them: facts from training management and from the agency's own sessions.

A record says that a course was taken, by whom, when, and until when it counts. Nothing about how
somebody did in it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from calendar import monthrange
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency.models.people import User


class Course(models.Model):
    """A course of the catalogue. ``needed_by``: kinds of supporters who must hold it, by code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=150)
    provider = models.CharField(_("given by"), max_length=120, blank=True)
    about = models.TextField(_("what it is"), blank=True, max_length=2_000)
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, default=0, validators=[MinValueValidator(0)]
    )
    valid_months = models.PositiveSmallIntegerField(
        _("counts for (months)"), null=True, blank=True, help_text=_("Empty: it does not run out.")
    )
    needed_by = models.JSONField(_("needed by"), default=list, blank=True)
    url = models.URLField(_("address outside"), blank=True)
    offered = models.BooleanField(_("shown to officers"), default=True)

    class Meta:
        ordering = ("title", "id")
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "code", "title", "provider", "about", "topic", "hours", "valid_months",
            "needed_by", "url", "offered",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def runs_out(self, issued: dt.date) -> dt.date | None:
        """The first day on which a certificate of that day no longer counts; None: it does not run out.

        Calendar months; a month without that day ends the term on its last one.
        """
        if not self.valid_months:
            return None
        months = issued.month - 1 + self.valid_months
        year, month = issued.year + months // 12, months % 12 + 1
        return dt.date(year, month, min(issued.day, monthrange(year, month)[1]))


class TrainingRecord(models.Model):
    """A person took a course. ``expires``: the first day on which it no longer counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, related_name="training_records", verbose_name=_("person")
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="records", verbose_name=_("course")
    )
    provider = models.CharField(_("given by"), max_length=120, blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, default=0, validators=[MinValueValidator(0)]
    )
    issued = models.DateField(_("issued"))
    expires = models.DateField(_("runs out"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=40, blank=True, editable=False)
    external = models.CharField(
        _("number in the source"), max_length=80, blank=True, editable=False
    )
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-issued", "id")
        verbose_name = _("training record")
        verbose_name_plural = _("training records")
        indexes = (models.Index(fields=("expires",), name="training_expires"),)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "course", "issued"), name="a_certificate_is_kept_once"
            ),
            models.CheckConstraint(
                condition=Q(expires__isnull=True) | Q(expires__gt=F("issued")),
                name="training_runs_out_later",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "user", "course", "provider", "hours", "issued", "expires", "source", "external",
            "received_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Training record {self.pk}"
