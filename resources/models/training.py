"""Training that the agency gives itself: when, where, who comes. Nothing of it is about wellness.

That somebody attended becomes an ``agency.TrainingRecord`` and nothing else. Whoever leaves, or never signs
up, leaves no trace: the row goes, and the change log does not keep these rows.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Course, User


class Session(models.Model):
    """A course given at one time. ``seats``: nothing means room for all. ``link``: for who has a seat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="sessions", verbose_name=_("course")
    )
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("to"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    link = models.URLField(
        _("address to join from afar"), blank=True, help_text=_("Shown to those who have a seat.")
    )
    trainer = models.CharField(_("trainer"), max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: room for everyone."),
    )  # fmt: skip
    cancelled = models.BooleanField(_("called off"), default=False)
    made_by = models.ForeignKey(
        User, models.PROTECT, editable=False, null=True, related_name="sessions_made"
    )

    class Meta:
        ordering = ("starts", "id")
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        indexes = (models.Index(fields=("course", "starts"), name="session_of_course"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_later"),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gte=1), name="session_has_a_seat"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "course", "starts", "ends", "place", "link", "trainer", "seats", "cancelled",
            "made_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Training session {self.pk}"


class Enrolment(models.Model):
    """Somebody comes to a session, or waits for a seat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(User, models.CASCADE, related_name="enrolments")
    waiting = models.BooleanField(_("waits for a seat"), default=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = (
            models.UniqueConstraint(fields=("session", "user"), name="enrols_in_a_session_once"),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "session", "user", "waiting", "at"}

    def __str__(self) -> str:
        return f"Enrolment {self.pk}"
