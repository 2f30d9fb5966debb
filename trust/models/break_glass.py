"""Break-glass: a name and a safety plan, for one hour, when somebody's life is in danger. Two people."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from trust.models.participants import Participant

REVIEW_WITHIN = dt.timedelta(days=5)


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def opened(self) -> BreakGlassQuerySet:
        """Those that opened something, whether reviewed or not."""
        return self.filter(state__in=(BreakGlass.State.OPEN, BreakGlass.State.REVIEWED))

    def untold(self) -> BreakGlassQuerySet:
        return self.filter(told_at=None, tell_at__lte=clock.now())


class BreakGlass(models.Model):
    """One request, from the question to its review. ``reason`` and ``delay`` are codes; no words.

    *Ended* and *lapsed* are read from the clock and never stored: no job can be late with them.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a second person")
        OPEN = "open", _("Agreed to")
        DECLINED = "declined", _("Not agreed to")
        TAKEN_BACK = "taken_back", _("Taken back")
        REVIEWED = "reviewed", _("Reviewed")

    class Reason(models.TextChoices):
        """The two exceptions of the law that can't wait (``peersupport.exceptions.IMMINENT``)."""

        SELF = "danger_to_self", _("Intent to die by suicide, with a plan or the means")
        OTHERS = "danger_to_others", _("Serious harm to another person, about to happen")

    class Delay(models.TextChoices):
        """Why the officer is told within 72 hours, and not at once."""

        SELF = "self", _("Hearing it now could put them in danger")
        OTHERS = "others", _("Hearing it now could put somebody else in danger")

    class Finding(models.TextChoices):
        RIGHT = "right", _("It was right to open it")
        NOT_NEEDED = "not_needed", _("It was not needed")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.ASKED: frozenset({State.OPEN, State.DECLINED, State.TAKEN_BACK}),
        State.OPEN: frozenset({State.REVIEWED}),
        State.DECLINED: frozenset(),
        State.TAKEN_BACK: frozenset(),
        State.REVIEWED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="glasses")
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    delay = models.CharField(_("told later because"), max_length=8, choices=Delay, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.ASKED, editable=False
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="glasses_asked"
    )
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="glasses_decided"
    )
    decided_at = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True)
    tell_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="glasses_reviewed"
    )
    reviewed_at = models.DateTimeField(null=True)
    finding = models.CharField(_("finding"), max_length=10, choices=Finding, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "id")
        verbose_name = _("emergency opening")
        verbose_name_plural = _("emergency openings")
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="two_people_break_the_glass",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | Q(decided_by__isnull=False)
                & ~Q(reviewed_by=F("asked_by"))
                & ~Q(reviewed_by=F("decided_by")),
                name="a_third_person_reviews_it",
            ),
            models.CheckConstraint(
                # a check that comes out as unknown is passed, so the nulls are named
                condition=Q(state__in=("open", "reviewed"), decided_by__isnull=False)
                & Q(open_until__isnull=False, decided_at__isnull=False, tell_at__isnull=False)
                & Q(open_until__gt=F("decided_at"), tell_at__gte=F("decided_at"))
                | Q(state__in=("asked", "declined", "taken_back"), open_until__isnull=True),
                name="open_only_once_agreed_to_and_for_a_while",
            ),
            models.CheckConstraint(
                condition=Q(state="reviewed", reviewed_by__isnull=False, reviewed_at__isnull=False)
                & ~Q(finding="")
                | (~Q(state="reviewed") & Q(reviewed_by__isnull=True, finding="")),
                name="a_review_has_its_finding",
            ),
            models.UniqueConstraint(
                fields=("participant", "asked_by"),
                condition=Q(state="asked"),
                name="asked_once_at_a_time",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "participant", "reason", "delay", "state", "asked_by", "asked_at", "decided_by",
            "decided_at", "open_until", "tell_at", "told_at", "reviewed_by", "reviewed_at",
            "finding",
        }  # fmt: skip
        sealed_class = "wellness"  # the log names whoever changed it by this handle
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Emergency opening {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.open_until is not None and self.open_until > clock.now()

    @property
    def review_by(self) -> dt.datetime | None:
        return self.decided_at + REVIEW_WITHIN if self.open_until and self.decided_at else None

    @property
    def waits_too_long(self) -> bool:
        """Opened, and nobody has looked at it within its five days."""
        late = self.review_by is not None and self.review_by < clock.now()
        return late and self.state == self.State.OPEN

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"An emergency opening can't go from {self.state} to {state}.")
        self.state = state
