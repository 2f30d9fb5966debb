"""Messages that say nothing: that there is something to see, never what; and how each person hears.

What a person entered (addresses, a number, devices, hours) is sealed under their portal handle. A
delivery names its message and no device: a link would join two handles of one person.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time


class Notice(models.Model):
    """One neutral message for one person; unique per event, so nobody is told twice.

    ``target`` names a page of the portal by its URL name, never a record. ``batch`` is what one job
    sends on together; ``haste`` says whose quiet hours it may end. ``event`` is a keyed trace that leads back
    to nothing, ``made_at`` and ``seen_at`` are days: they join no handles of a person, and no handle to an open
    row of the same moment.
    """

    class Haste(models.TextChoices):
        USUAL = "usual", _("Waits for quiet hours")
        DUTY = "duty", _("Wakes whoever asked to be woken on duty")
        NOW = "now", _("Asked for by the person at this moment")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey("trust.Participant", models.CASCADE, related_name="notices")
    event = models.UUIDField()
    target = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=local_time.midnight)
    batch = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    haste = models.CharField(max_length=5, choices=Haste, default=Haste.USUAL)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (
            models.UniqueConstraint(
                fields=("recipient", "event", "target"), name="nobody_is_told_twice"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "recipient", "event", "target", "made_at", "batch", "haste", "seen_at",
        }  # fmt: skip
        pseudonymous = "recipient_id"

    def __str__(self) -> str:
        return f"Notice {self.pk}"


class Channel(models.TextChoices):
    """The ways out of the portal."""

    MAIL = "mail", _("E-mail")
    SMS = "sms", _("Text message")
    PUSH = "push", _("Message on a device")


class Delivery(models.Model):
    """One message by one channel, to one device where it is a push; sent once.

    The key is worked out from message, channel and device with a secret of this installation
    (``trust.notify.spreading``), so that a repeat finds the row and nobody can read the device from it.
    ``done_at``: sent, or not wanted any more; then it and ``due_at`` keep the day alone.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=4, choices=Channel)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_at", "id")
        verbose_name = _("delivery of a notice")
        verbose_name_plural = _("deliveries of notices")
        constraints = (
            models.UniqueConstraint(
                fields=("notice", "channel"),
                condition=~Q(channel=Channel.PUSH),
                name="once_by_each_channel",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "notice", "channel", "due_at", "done_at"}

    def __str__(self) -> str:
        return f"Delivery {self.pk}"


class NoticeChoice(models.Model):
    """How one person hears of news: channels, quiet hours, own addresses. All of it sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(
        "trust.Participant", models.CASCADE, related_name="notice_choice"
    )
    content = models.BinaryField()

    class Meta:
        verbose_name = _("wishes about notices")
        verbose_name_plural = _("wishes about notices")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"content"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "portal"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Wishes about notices {self.pk}"


class PushDevice(models.Model):
    """A browser that the person let show the one sentence. ``mark`` is a keyed fingerprint of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(
        "trust.Participant", models.CASCADE, related_name="push_devices"
    )
    mark = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        ordering = ("id",)
        verbose_name = _("device for messages")
        verbose_name_plural = _("devices for messages")
        constraints = (
            models.UniqueConstraint(fields=("participant", "mark"), name="a_device_is_kept_once"),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"content", "mark"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "portal"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Device {self.pk}"


class NoticeCode(models.Model):
    """An address or number that waits for its six digits; without it, the count of those that were sent.

    The digits are stored nowhere: they are worked out from ``nonce`` with a secret of this installation.
    ``sends`` counts since ``since``, ``tries`` since the digits were made.
    """

    TRIES, SENDS = 5, 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(
        "trust.Participant", models.CASCADE, related_name="notice_codes"
    )
    channel = models.CharField(max_length=4, choices=Channel)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True)
    content = models.BinaryField()
    made_at = models.DateTimeField(default=clock.now)
    since = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sends = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("made_at", "id")
        verbose_name = _("code on its way")
        verbose_name_plural = _("codes on their way")
        constraints = (
            models.UniqueConstraint(fields=("participant", "channel"), name="one_code_a_channel"),
            models.CheckConstraint(condition=Q(tries__lte=5), name="five_tries_for_a_code"),
            models.CheckConstraint(condition=Q(sends__lte=3), name="three_codes_an_hour"),
            models.CheckConstraint(
                condition=Q(channel__in=("mail", "sms")), name="codes_go_by_mail_or_text"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"content", "nonce"}
        plain: ClassVar[set[str]] = {
            "id", "participant", "channel", "made_at", "since", "tries", "sends",
        }  # fmt: skip
        sealed_class = "portal"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Code {self.pk}"
