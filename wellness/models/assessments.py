"""Assessments, the safety plan, and the licensed wordings that an agency brings along."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust.fields import SealedJSONField
from trust.models import Participant
from trust.models.grants import Grant


class Assessment(models.Model):
    """One run through a set of instruments: unfinished until ``submitted_at``, then as it was sent.

    ``slot`` is a keyed token of the type, so that one run of a type is open at a time and nobody
    reads the type. ``content``: ``{"type" (``AssessmentType``, ``Extra`` or ``Licensed``), "sets"
    (instruments, in the order in which they are asked), "versions" (instrument -> version; of one in
    an agency's wording with the wordings that were shown, ``1+en:2026-1``),
    "answers" (instrument -> item -> number or null for "rather not say"), "scores" ([{"instrument",
    "scale", "total" (number or null when incomplete), "band" (code), "complete", "safety"}]),
    "note", "contact"}``. The scores are those of the version that was shown; a newer version never
    rewrites them. A finished weekly check is kept as a ``CheckIn`` instead (ADR 16).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="assessments")
    slot = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    body_mac = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True)
    content = SealedJSONField(default=dict)

    class Meta:
        ordering = ("-submitted_at", "-id")
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        indexes = (
            models.Index(fields=("participant", "-submitted_at", "-id"), name="assessment_mine"),
            models.Index(fields=("submitted_at",), name="assessment_submitted"),
        )
        constraints = (
            models.UniqueConstraint(fields=("participant", "key"), name="assessment_is_sent_once"),
            models.UniqueConstraint(
                fields=("participant", "slot"),
                condition=Q(submitted_at__isnull=True),
                name="one_open_assessment_of_a_type",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"content"}
        plain: ClassVar[set[str]] = {
            "id", "participant", "slot", "key", "body_mac", "saved_at", "submitted_at",
        }  # fmt: skip
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Assessment {self.pk}"


class AssessmentGrant(Grant):
    """One person was named on one assessment (permission ``wellness.view_assessment``)."""

    content_object = models.ForeignKey(Assessment, models.CASCADE, related_name="grants")

    class Meta(Grant.Meta):
        verbose_name = _("shared assessment")
        verbose_name_plural = _("shared assessments")

    class Privacy(Grant.Privacy):
        sealed_class = "wellness"  # the log names whoever gave it by this handle


class AnnualReview(models.Model):
    """The officer confirmed that the annual wellness review took place. No score and no note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="annual_reviews")
    year = models.PositiveSmallIntegerField(_("year"))
    confirmed_on = models.DateField(_("confirmed on"))

    class Meta:
        ordering = ("-year", "id")
        verbose_name = _("annual review, attended")
        verbose_name_plural = _("annual reviews, attended")
        constraints = (
            models.UniqueConstraint(
                fields=("participant", "year"), name="annual_review_is_confirmed_once"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "participant", "year", "confirmed_on"}
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Annual review {self.pk}"


class ScoreSummary(models.Model):
    """The newest band of each instrument: what the top level opens to the wellness team.

    There only while that level is chosen (``wellness.actions.scores``). ``bands``:
    ``{instrument: {"band" (code), "on" (ISO date)}}``. No answer and no total.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="score_summary")
    bands = SealedJSONField(default=dict)

    class Meta:
        verbose_name = _("assessments, in bands")
        verbose_name_plural = _("assessments, in bands")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"bands"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Assessments, in bands {self.pk}"


class SafetyPlan(models.Model):
    """The officer's own plan for a bad night, in their own words (Stanley and Brown, six steps).

    ``plan``: ``{"signs", "alone", "around", "ask", "professionals", "safer"}``, each a list of the
    officer's own lines.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="safety_plan")
    saved_at = models.DateTimeField(default=clock.now)
    plan = SealedJSONField(default=dict)

    class Meta:
        verbose_name = _("safety plan")
        verbose_name_plural = _("safety plans")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"plan"}
        plain: ClassVar[set[str]] = {"id", "participant", "saved_at"}
        sealed_class = "wellness"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Safety plan {self.pk}"


class Wording(models.Model):
    """The wording of a scoring-only instrument, under the agency's own licence.

    ``texts``: ``{"title", "stem", "items" (in order), "options" ([text, ...] in the order of the
    instrument's values)}``, checked against the instrument's file before it is stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.CharField(_("instrument"), max_length=40)
    language = models.CharField(_("language"), max_length=8)
    version = models.CharField(_("version"), max_length=20)
    texts = models.JSONField(_("texts"))
    terms = models.TextField(_("licence and its holder"))
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="wordings_uploaded"
    )
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("instrument", "language", "-uploaded_at")
        verbose_name = _("licensed wording")
        verbose_name_plural = _("licensed wordings")
        constraints = (
            models.UniqueConstraint(
                fields=("instrument", "language", "version"), name="wording_has_one_version"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "instrument", "language", "version", "texts", "terms", "uploaded_by",
            "uploaded_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.instrument} ({self.language}, {self.version})"
