"""What colleagues do together: activities, thanks, training to apply for. No wellness data at all.

Thanks and own milestones are sealed under the portal handle; who comes to an activity is open to
those who are signed in, as on any notice board.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Unit, User
from trust.fields import SealedJSONField
from trust.models import Participant


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


class ThanksChoice(models.Model):
    """Whether a person would like to get thanks from colleagues. Nothing said means no."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="thanks_choice")
    welcome = models.BooleanField(_("thanks are welcome"), default=False)

    class Meta:
        verbose_name = _("choice about thanks")
        verbose_name_plural = _("choices about thanks")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "user", "welcome"}

    def __str__(self) -> str:
        return f"Choice about thanks {self.pk}"


class Thanks(models.Model):
    """One colleague thanked another. ``participant`` is who got it, under the portal handle.

    ``content``: ``{"name" (of the sender, as they were called), "text"}``. ``mark`` stands for the
    sender on that day, keyed: enough to stop an eleventh, too little to tell who it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="thanks")
    sent_at = models.DateTimeField(default=clock.now)
    mark = models.CharField(max_length=64, db_index=True)
    content = SealedJSONField()

    class Meta:
        ordering = ("-sent_at", "-id")
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        indexes = (models.Index(fields=("participant", "-sent_at", "-id"), name="thanks_mine"),)

    class Privacy:
        sensitive: ClassVar[set[str]] = {"content"}
        plain: ClassVar[set[str]] = {"id", "participant", "sent_at", "mark"}
        sealed_class = "portal"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Thanks {self.pk}"


class Milestone(models.Model):
    """A day that a person wants to remember, such as one year since they came back.

    ``content``: ``{"title", "day" (ISO date)}``. Written by the person, never by a machine.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="milestones")
    content = SealedJSONField()

    class Meta:
        ordering = ("id",)
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"content"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "portal"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Milestone {self.pk}"


class Feed(models.Model):
    """A calendar address that only its owner knows. ``digest`` is SHA-256 of the secret in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "id")
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = (
            models.UniqueConstraint(
                fields=("user",), condition=Q(ended_at__isnull=True), name="one_calendar_address"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"digest"}
        plain: ClassVar[set[str]] = {"id", "user", "made_at", "ended_at"}

    def __str__(self) -> str:
        return f"Calendar address {self.pk}"
