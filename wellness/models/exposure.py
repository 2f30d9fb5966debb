"""Hard calls: the officer's own book, its counts for the team, and which call type means what."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust.fields import SealedJSONField
from trust.models import Participant


class Exposure(models.Model):
    """The incidents that an officer attended: one sealed book per participant.

    One row and not one per incident, because a row per incident could be matched with the
    attendance list by counting. ``entries``: ``[{"id", "incident" (id or ""), "kind" (a code of
    ``wellness.exposure_kinds``), "day" (ISO date), "source" ("attended", "brought_in" or "own"),
    "secondary" (bool), "removed" (bool), "disputed" (reason code or ""), "note" (the officer's own
    words or ""), "basis" (what the kind was derived from, to see when the feed says something new),
    "said" ({"kind", "day"} as recorded, only while disputed)}]``. Entries of the first form (with
    "category" in place of "kind") are read too and written anew at the next change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="exposure")
    entries = SealedJSONField(default=list)

    class Meta:
        verbose_name = _("incidents attended")
        verbose_name_plural = _("incidents attended")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"entries"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Incidents attended {self.pk}"


class ExposureSummary(models.Model):
    """How many incidents of each kind, month by month: what the top level opens to the team.

    ``months``: ``{"2026-11": {kind: count}}``, without any day or incident.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="exposure_summary")
    months = SealedJSONField(default=dict)

    class Meta:
        verbose_name = _("incidents attended, in numbers")
        verbose_name_plural = _("incidents attended, in numbers")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"months"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Incidents attended, in numbers {self.pk}"


class ExposureRule(models.Model):
    """A call type of the dispatch system and the kind of exposure that it stands for.

    ``call_type``: as dispatch writes it, compared without regard to case and spaces at the ends.
    ``kind``: a code of ``wellness.exposure_kinds``; empty: counts as nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call_type = models.CharField(_("call type"), max_length=120, unique=True)
    kind = models.CharField(_("kind of call"), max_length=40, blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="exposure_rules_changed"
    )
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("call_type",)
        verbose_name = _("call type and its kind")
        verbose_name_plural = _("call types and their kinds")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "call_type", "kind", "changed_by", "changed_at"}

    def __str__(self) -> str:
        return self.call_type
