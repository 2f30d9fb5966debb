"""That somebody was in touch with somebody: day, channel, length. Never what was said.

No table of this module has a column for words: every text is one of a closed list. A contact with
somebody who gave no name belongs to nobody.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import local_time
from peersupport.models.requests import Ask
from peersupport.models.roster import Supporter


class Channel(models.TextChoices):
    CALL = "call", _("Call")
    TEXT = "text", _("Text")
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    GROUP = "group", _("Group")


class Duration(models.TextChoices):
    """Bands, because minutes of a known shift would tell who it was."""

    QUARTER = "quarter", _("Up to 15 minutes")
    HALF = "half", _("15 to 30 minutes")
    HOUR = "hour", _("30 to 60 minutes")
    LONGER = "longer", _("More than an hour")


class Activation(models.TextChoices):
    """Who began it."""

    SELF = "self", _("They came to me")
    INCIDENT = "incident", _("After an incident")
    OUTREACH = "outreach", _("I got in touch first")
    COORDINATOR = "coordinator", _("The coordinator asked me")
    FAMILY = "family", _("Somebody from the family")
    SUPERVISOR = "supervisor", _("A supervisor asked me")


class ContactQuerySet(models.QuerySet["Contact"]):
    def due(self) -> ContactQuerySet:
        """With a follow-up that somebody still means to make, the earliest first."""
        waiting = self.filter(follow_up_on__isnull=False, followed_up=False)
        return waiting.order_by("follow_up_on", "pk")


class Contact(models.Model):
    """One contact, as its supporter logged it. ``key``: sent twice, it is stored once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="contacts")
    ask = models.ForeignKey(Ask, models.SET_NULL, null=True, related_name="contacts")
    participant = models.ForeignKey(
        "trust.Participant", models.CASCADE, null=True, related_name="contacts"
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    day = models.DateField(_("day"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    duration = models.CharField(_("how long"), max_length=8, choices=Duration)
    activation = models.CharField(_("who began it"), max_length=12, choices=Activation)
    follow_up_on = models.DateField(_("look in again on"), null=True)
    followed_up = models.BooleanField(_("looked in again"), default=False)
    referral_offered = models.BooleanField(_("further help offered"), default=False)
    logged_on = models.DateField(default=local_time.today, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-pk")
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = (
            models.Index(fields=("supporter", "-day"), name="contact_of_supporter"),
            models.Index(fields=("participant",), name="contact_mine"),
        )
        constraints = (
            models.UniqueConstraint(fields=("supporter", "key"), name="a_contact_is_logged_once"),
            models.CheckConstraint(
                condition=Q(day__lte=F("logged_on")), name="a_contact_lies_in_the_past"
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on__isnull=True) | Q(follow_up_on__gte=F("day")),
                name="follow_up_comes_after_the_contact",
            ),
            models.CheckConstraint(
                condition=Q(followed_up=False) | Q(follow_up_on__isnull=False),
                name="what_was_followed_up_had_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ask__isnull=True) | Q(participant__isnull=False),
                name="contact_of_a_request_knows_its_officer",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "supporter", "ask", "participant", "key", "day", "channel", "duration",
            "activation", "follow_up_on", "followed_up", "referral_offered", "logged_on",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Contact {self.pk}"
