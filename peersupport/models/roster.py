"""Who helps: peer supporters, chaplains, clinicians and others, and when they can be reached.

What a supporter writes here is about themselves and meant to be read by colleagues. No row of this
module knows any officer who was helped.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import User
from peersupport.kinds import Kind

CAPACITY = 5  # open contacts; the default cap of the programme, changed per person


class SupporterQuerySet(models.QuerySet["Supporter"]):
    def active(self) -> SupporterQuerySet:
        return self.filter(status=Supporter.Status.ACTIVE, user__is_active=True)


class Supporter(models.Model):
    """One person on the roster. The lists hold codes of ``peersupport.kinds``."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Taking a break")
        LEFT = "left", _("Left the programme")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.ACTIVE: frozenset({Status.PAUSED, Status.LEFT}),
        Status.PAUSED: frozenset({Status.ACTIVE, Status.LEFT}),
        Status.LEFT: frozenset({Status.ACTIVE}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        User, models.PROTECT, related_name="supporter", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PEER)
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.ACTIVE, editable=False
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    backgrounds = models.JSONField(_("background"), default=list, blank=True)
    specialities = models.JSONField(_("specialities"), default=list, blank=True)
    area = models.CharField(_("area"), max_length=80, blank=True)
    introduction = models.TextField(
        _("about me"),
        blank=True,
        max_length=600,
        help_text=_("In your own words, for colleagues who look for somebody to talk to."),
    )
    has_photo = models.BooleanField(_("photo"), default=False, editable=False)
    capacity = models.PositiveSmallIntegerField(
        _("open contacts at most"),
        default=CAPACITY,
        validators=[MinValueValidator(0), MaxValueValidator(30)],
    )
    on_duty_until = models.DateTimeField(_("on duty until"), null=True, blank=True)
    since = models.DateField(_("supporter since"), default=local_time.today)
    left_on = models.DateField(_("left on"), null=True, editable=False)

    objects = SupporterQuerySet.as_manager()

    class Meta:
        ordering = ("user__name", "id")
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")
        constraints = (
            models.CheckConstraint(
                condition=Q(capacity__lte=30), name="supporter_carries_no_more_than_30"
            ),
            models.CheckConstraint(
                condition=Q(status="left") ^ Q(left_on__isnull=True),
                name="who_left_has_a_last_day",
            ),
        )

    class Privacy:
        # Told by choice: what somebody takes back must not live on in a log of changes. Nor is there to be a diary of
        # the hours in which somebody switched themselves on duty.
        sensitive: ClassVar[set[str]] = {"backgrounds", "introduction", "on_duty_until"}
        plain: ClassVar[set[str]] = {
            "id", "user", "kind", "status", "languages", "specialities", "area", "has_photo",
            "capacity", "since", "left_on",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Supporter {self.pk}"

    def move_to(self, status: str) -> None:
        """The one way a status changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if status != self.status and status not in self.MOVES[self.status]:
            raise ValueError(f"A supporter can't go from {self.status} to {status}.")
        if status != self.status:
            self.left_on = local_time.today() if status == self.Status.LEFT else None
        self.status = status


class Photo(models.Model):
    """What a supporter looks like, if they like to show it. In a table of its own: lists don't load it."""

    supporter = models.OneToOneField(
        Supporter, models.CASCADE, primary_key=True, related_name="photo"
    )
    jpeg = models.BinaryField()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"jpeg"}  # large, and no line of a log
        plain: ClassVar[set[str]] = {"supporter"}

    def __str__(self) -> str:
        return f"Photo {self.pk}"


class Availability(models.Model):
    """A span of the week on the agency's own clock. Ends at or before its start: on the next day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="week")
    weekday = models.PositiveSmallIntegerField(_("day of the week"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))

    class Meta:
        ordering = ("weekday", "starts")
        verbose_name = _("availability")
        verbose_name_plural = _("availability")
        constraints = (
            models.CheckConstraint(condition=Q(weekday__lte=6), name="a_week_has_seven_days"),
            models.CheckConstraint(
                condition=~Q(starts=F("ends")), name="an_availability_has_a_length"
            ),
            models.UniqueConstraint(
                fields=("supporter", "weekday", "starts"), name="available_once_at_a_time"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "supporter", "weekday", "starts", "ends"}

    def __str__(self) -> str:
        return f"Availability {self.pk}"


class Away(models.Model):
    """Days that differ from the weekly pattern: away, or reachable all day instead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="exceptions")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    available = models.BooleanField(_("reachable on these days"), default=False)

    class Meta:
        ordering = ("first_day", "id")
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="away_ends_after_it_starts"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "supporter", "first_day", "last_day", "available"}

    def __str__(self) -> str:
        return f"Exception {self.pk}"
