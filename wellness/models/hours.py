"""Sleep and own hours: the officer's diary, and the one word that the top level opens."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from trust.fields import SealedJSONField
from trust.models import Participant


class Diary(models.Model):
    """Nights and hours that the officer wrote down: one sealed book per participant.

    ``entries``: ``{"sleep": [{"id", "night" (ISO date on which the night began), "hours" (0 to 24),
    "quality" (1 to 5 or null), "note"}], "work": [{"id", "kind" ("second_job", "court", "other"),
    "starts", "ends" (ISO, UTC)}]}``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="diary")
    entries = SealedJSONField(default=dict)

    class Meta:
        verbose_name = _("sleep and hours diary")
        verbose_name_plural = _("sleep and hours diaries")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"entries"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Sleep and hours diary {self.pk}"


class FatigueSummary(models.Model):
    """The fatigue band as it stands: what the top level opens to the wellness team.

    ``state``: ``{"band" (code), "since" (ISO date), "rule_version"}``. No hour, no shift, no night.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="fatigue_summary")
    state = SealedJSONField(default=dict)

    class Meta:
        verbose_name = _("fatigue band")
        verbose_name_plural = _("fatigue bands")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"state"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Fatigue band {self.pk}"
