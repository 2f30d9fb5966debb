"""The steps of each pathway as the agency has set them: whose step, and how long it may take."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peersupport.kinds import Kind
from peersupport.models.referrals import Referral
from peersupport.pathways import STATES, StepOwner

LONGEST = 90 * 24


class Pathway(models.Model):
    """One way to help. Off: officers are not offered it, and what is under way goes on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, unique=True)
    active = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering = ("kind",)
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "kind", "active"}

    def __str__(self) -> str:
        return str(Kind(self.kind).label)


class PathwayStep(models.Model):
    """Who has to act in one state of a pathway, and for how many hours at most."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pathway = models.ForeignKey(
        Pathway, models.CASCADE, related_name="steps", verbose_name=_("pathway")
    )
    position = models.PositiveSmallIntegerField(_("place in the order"))
    state = models.CharField(
        _("state"), max_length=12, choices=[(s, Referral.State(s).label) for s in STATES]
    )
    owner = models.CharField(_("whose step it is"), max_length=12, choices=StepOwner)
    hours = models.PositiveSmallIntegerField(
        _("hours at most"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text=_("When they have passed, the next provider or the coordinator is told."),
    )

    class Meta:
        ordering = ("pathway__kind", "position")
        verbose_name = _("step of a pathway")
        verbose_name_plural = _("steps of pathways")
        constraints = (
            models.UniqueConstraint(fields=("pathway", "state"), name="a_state_is_one_step"),
            models.UniqueConstraint(fields=("pathway", "position"), name="steps_have_an_order"),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=LONGEST), name="a_step_ends_within_90_days"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "pathway", "position", "state", "owner", "hours"}

    def __str__(self) -> str:
        return f"Step {self.pk}"
