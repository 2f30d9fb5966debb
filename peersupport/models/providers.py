"""Providers outside the agency, the times that they offer, and the links by which they answer.

A provider has no account. What an officer agreed to show them stands sealed beside the referral; no row
here knows an officer.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from peersupport.kinds import Kind
from peersupport.models.referrals import Referral

#: After this a record reads "not checked lately" (the programme's own term).
STALE = dt.timedelta(days=180)


class ProviderQuerySet(models.QuerySet["Provider"]):
    def active(self) -> ProviderQuerySet:
        return self.filter(active=True)

    def in_line(self) -> ProviderQuerySet:
        """In the order in which they are asked: those checked lately first, then by their place."""
        lately = Q(verified_on__gte=local_time.today() - STALE)
        return self.annotate(is_fresh=models.ExpressionWrapper(
            Q(verified_on__isnull=False) & lately, output_field=models.BooleanField()
        )).order_by("-is_fresh", "place", "name", "id")  # fmt: skip


class Provider(models.Model):
    """A practice, service or person to whom a referral can go. The lists hold codes of ``kinds``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    active = models.BooleanField(_("takes referrals"), default=True)
    place = models.PositiveSmallIntegerField(
        _("place in the line"), default=10, help_text=_("Lower numbers are asked first.")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("A link to answer goes here. Without one, the coordinator calls."),
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    knows_police_work = models.BooleanField(_("knows police work"), default=False)
    telehealth = models.BooleanField(_("video appointments"), default=False)
    insurance = models.CharField(_("insurance taken"), max_length=200, blank=True)
    verified_on = models.DateField(_("last checked on"), null=True, blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "place", "name")
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        constraints = (
            models.CheckConstraint(
                condition=~Q(phone="", email=""), name="provider_can_be_reached"
            ),
            models.UniqueConstraint(fields=("kind", "name"), name="provider_stands_once_per_kind"),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "name", "kind", "active", "place", "phone", "email", "languages", "licence",
            "knows_police_work", "telehealth", "insurance", "verified_on",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_stale(self) -> bool:
        return self.verified_on is None or self.verified_on < local_time.today() - STALE


class SlotQuerySet(models.QuerySet["Slot"]):
    def free(self) -> SlotQuerySet:
        return self.filter(state=Slot.State.FREE, starts_at__gt=clock.now())


class Slot(models.Model):
    """A time that a provider keeps free. Booked, it belongs to one referral and to nothing else."""

    class State(models.TextChoices):
        FREE = "free", _("Free")
        BOOKED = "booked", _("Booked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(max_length=6, choices=State, default=State.FREE, editable=False)
    referral = models.OneToOneField(Referral, models.CASCADE, null=True, related_name="slot")

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at",)
        verbose_name = _("time offered")
        verbose_name_plural = _("times offered")
        indexes = (models.Index(fields=("provider", "state", "starts_at"), name="slot_free"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=("provider", "starts_at"), name="a_provider_starts_one_slot_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="booked", referral__isnull=False)
                | Q(state="free", referral__isnull=True),
                name="a_booked_slot_has_its_referral",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "provider", "starts_at", "ends_at", "state", "referral"}
        sealed_class = "support"  # the log names whoever booked by this handle

    def __str__(self) -> str:
        return f"Slot {self.pk}"


class ProviderLinkQuerySet(models.QuerySet["ProviderLink"]):
    def live(self) -> ProviderLinkQuerySet:
        return self.filter(
            ended_at=None, expires_at__gt=clock.now(), referral__state__in=Referral.OPEN
        )


class ProviderLink(models.Model):
    """The one address at which one provider answers one referral. Only its digest is stored.

    ``turn``: the referral's round in which it was made; another turn has another address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(
        "trust.Participant", models.CASCADE, related_name="provider_links"
    )
    referral = models.ForeignKey(
        Referral, models.CASCADE, related_name="links", db_index=False
    )  # the rules below are its index
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="links", db_index=False)
    turn = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ProviderLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("link of a provider")
        verbose_name_plural = _("links of providers")
        constraints = (
            models.UniqueConstraint(fields=("digest",), name="an_address_is_one_link"),
            models.UniqueConstraint(
                fields=("referral", "provider"), name="one_link_per_referral_and_provider"
            ),
            models.UniqueConstraint(
                fields=("referral",),
                condition=Q(ended_at__isnull=True),
                name="one_living_link_per_referral",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="link_ends_after_it_starts"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"digest"}  # a key, though a spent one
        plain: ClassVar[set[str]] = {
            "id", "participant", "referral", "provider", "turn", "made_at", "expires_at", "sent_at",
            "ended_at",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Link {self.pk}"
