"""The notice board: activities with their sign-ups, and courses outside to apply for.

Who comes to an activity is open to those who are signed in, as on any notice board.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Unit, User


class Activity(models.Model):
    """A team activity: when, where, how many places. ``unit``: for that unit and those below it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=120)
    about = models.TextField(_("what it is"), blank=True, max_length=2_000)
    place = models.CharField(_("place"), max_length=120, blank=True)
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("to"))
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("for"),
    )
    made_by = models.ForeignKey(
        User, models.PROTECT, editable=False, null=True, related_name="activities_made"
    )
    cancelled = models.BooleanField(_("called off"), default=False)

    class Meta:
        ordering = ("starts", "id")
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = (models.Index(fields=("starts",), name="activity_starts"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="activity_ends_later"),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "title", "about", "place", "starts", "ends", "places", "unit", "made_by",
            "cancelled",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.title


class SignUp(models.Model):
    """Somebody comes to an activity, or waits for a place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sign_ups")
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ups")
    waiting = models.BooleanField(_("waits for a place"), default=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        constraints = (models.UniqueConstraint(fields=("activity", "user"), name="signs_up_once"),)

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "activity", "user", "waiting", "at"}

    def __str__(self) -> str:
        return f"Sign-up {self.pk}"


class Opportunity(models.Model):
    """Training that officers can apply for; Argus shows it and keeps no list of who looked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=120)
    provider = models.CharField(_("given by"), max_length=120)
    about = models.TextField(_("what it is"), blank=True, max_length=2_000)
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    url = models.URLField(_("address"), blank=True)
    shown_until = models.DateField(_("shown until"))

    class Meta:
        ordering = ("shown_until", "id")
        verbose_name = _("training opportunity")
        verbose_name_plural = _("training opportunities")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "title", "provider", "about", "topic", "url", "shown_until",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.title
