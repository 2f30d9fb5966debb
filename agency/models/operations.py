"""What happened and who was there: facts from CAD and patient care records.

These tables hold no patient identity and no vital sign. ``intake`` derives the triggers and
drops the rest before the first write.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency.models.people import User


class Category(models.TextChoices):
    """Event types that call for an offer of support (domain table *Triggers*)."""

    LINE_OF_DUTY_DEATH = "line_of_duty_death", _("Line-of-duty death")
    SERIOUS_DUTY_INJURY = "serious_duty_injury", _("Serious injury on duty")
    COLLEAGUE_SUICIDE = "colleague_suicide", _("Suicide of a colleague")
    OFFICER_INVOLVED_SHOOTING = "officer_involved_shooting", _("Officer-involved shooting")
    CHILD_DEATH_OR_HARM = "child_death_or_harm", _("Death or serious harm of a child")
    MASS_CASUALTY = "mass_casualty", _("Mass casualty")
    VICTIM_KNOWN = "victim_known", _("Victim known to the officer")
    PROLONGED_FAILED_RESCUE = "prolonged_failed_rescue", _("Long rescue that did not succeed")
    PATIENT_DEATH = "patient_death", _("Patient died in care")
    ASSAULT_ON_OFFICER = "assault_on_officer", _("Assault on an officer")
    HARM_BY_OWN_ACTION = "harm_by_own_action", _("Harm caused by one's own action")
    HEAVY_MEDIA = "heavy_media", _("Heavy media attention")
    SUICIDE_SCENE = "suicide_scene", _("Suicide scene")
    FATAL_COLLISION = "fatal_collision", _("Fatal collision")


class Incident(models.Model):
    """One event of the dispatch system. ``number`` is the agency's incident number.

    ``history``: loaded from an archive, so its facts alone open no case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("incident number"), max_length=80, unique=True)
    occurred_at = models.DateTimeField(_("when"))
    area = models.CharField(_("area"), max_length=80, blank=True)
    kind = models.CharField(_("call type"), max_length=120, blank=True)
    category = models.CharField(_("category"), max_length=32, choices=Category, blank=True)
    history = models.BooleanField(_("taken in as history"), default=False)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-occurred_at",)
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = (
            models.Index(fields=("-occurred_at", "id"), name="incident_recent"),
            models.Index(fields=("received_at",), name="incident_received"),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "number", "occurred_at", "area", "kind", "category", "history", "received_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Incident {self.number}"


class Attendance(models.Model):
    """A person was there: first responder, or secondary (dispatch, evidence, records)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(User, models.CASCADE, related_name="attendances")
    call_sign = models.CharField(_("call sign"), max_length=40, blank=True)
    harmed = models.BooleanField(_("came to harm"), default=False)
    secondary = models.BooleanField(_("secondary responder"), default=False)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        indexes = (models.Index(fields=("received_at",), name="attendance_received"),)
        constraints = (
            models.UniqueConstraint(fields=("incident", "user"), name="attends_an_incident_once"),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "incident", "user", "call_sign", "harmed", "secondary", "received_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Attendance {self.pk}"


class Encounter(models.Model):
    """What a patient care record means for the crew. The record itself is not kept.

    ``triggers`` holds codes such as ``news2`` or ``avpu``; ``because`` the reason codes shown to
    the coordinator. ``scores_differ`` says that the sender's NEWS2 and ours were not the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="encounters")
    response = models.CharField(_("response number"), max_length=80)
    triggers = models.JSONField(default=list)
    because = models.JSONField(default=list)
    urgent = models.BooleanField(default=False)
    check_in = models.BooleanField(default=False)
    scores_differ = models.BooleanField(default=False)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("encounter")
        verbose_name_plural = _("encounters")
        indexes = (models.Index(fields=("received_at",), name="encounter_received"),)
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "response"), name="encounter_is_one_response"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "incident", "response", "triggers", "because", "urgent", "check_in",
            "scores_differ", "received_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Encounter {self.pk}"


class Shift(models.Model):
    """Hours that a person was on the roster for, as the scheduling system has them."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("Shift")
        OVERTIME = "overtime", _("Overtime")
        CALL_BACK = "call_back", _("Call-back")
        COURT = "court", _("Court")
        DETAIL = "detail", _("Paid detail")
        TRAINING = "training", _("Training")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="shifts")
    source = models.CharField(_("source"), max_length=40)
    external = models.CharField(_("number in the source"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGULAR)
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("to"))
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-starts", "id")
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        indexes = (models.Index(fields=("user", "-starts"), name="shift_mine"),)
        constraints = (
            models.UniqueConstraint(fields=("source", "external"), name="a_shift_comes_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="shift_ends_later"),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "user", "source", "external", "kind", "starts", "ends", "received_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Shift {self.pk}"
