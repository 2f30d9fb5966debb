"""Cases after critical incidents, and the offers to everyone who attended.

Logistics only: no table here has a column where a conversation could be written down. People stand
here under their support handle, which can't be joined with the wellness one.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Attendance
from peersupport.packs import Service
from peersupport.triggers import Severity
from trust.fields import SealedJSONField


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        """Cases with a window that is open now, or whose crew is not known yet."""
        return self.filter(_any_offer(opens_at__lte=clock.now()) | ~_any_place())

    def later(self) -> CaseQuerySet:
        """Nothing is open now; a follow-up is still to come."""
        return self.filter(_any_offer(), ~_any_offer(opens_at__lte=clock.now()))

    def unfinished(self) -> CaseQuerySet:
        """Cases with a window that has not closed, or whose crew is not known yet."""
        return self.filter(_any_offer() | ~_any_place())

    def closed(self) -> CaseQuerySet:
        return self.filter(_any_place(), ~_any_offer())

    def with_latecomers(self) -> CaseQuerySet:
        """Cases for everybody about which attendance arrived since they were last considered."""
        late = Attendance.objects.filter(
            incident=OuterRef("incident"), received_at__gt=OuterRef("considered_at")
        )
        return self.filter(Exists(late), private=False)


def _any_offer(**more: object) -> Q:
    """An offer whose window has not closed."""
    offers = Offer.objects.filter(place__case=OuterRef("pk"), closes_at__gt=clock.now(), **more)
    return Q(Exists(offers))


def _any_place() -> Q:
    return Q(Exists(Place.objects.filter(case=OuterRef("pk"))))


class Case(models.Model):
    """The agency's answer to one critical incident.

    ``private``: an officer asked for it alone, so nobody in command learns that it exists. Then
    ``sources`` is *self* and nothing else; a case for everybody never holds that word.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.OneToOneField("agency.Incident", models.PROTECT, related_name="case")
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    sources = models.JSONField(default=list)
    pack = models.CharField(max_length=40)
    private = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now)
    considered_at = models.DateTimeField(default=clock.now)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at",)
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "incident", "severity", "sources", "pack", "private", "opened_at",
            "considered_at",
        }  # fmt: skip
        sealed_class = "support"  # the log names whoever changed it by this handle

    def __str__(self) -> str:
        return f"Case {self.pk}"


class Place(models.Model):
    """One officer in one case. Everyone who attended has one, joined or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="places")
    participant = models.ForeignKey("trust.Participant", models.CASCADE, related_name="places")
    severity = models.CharField(max_length=8, choices=Severity)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "participant"), name="one_case_per_incident_and_officer"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "case", "participant", "severity", "made_at"}
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Place {self.pk}"


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> OfferQuerySet:
        """Offers that can be answered now or later: the window has not closed, nothing was done."""
        return self.filter(closes_at__gt=clock.now()).exclude(state=Offer.State.DONE)

    def accepted(self) -> OfferQuerySet:
        return self.filter(state__in=(Offer.State.ACCEPTED, Offer.State.DONE))


class Offer(models.Model):
    """One service offered to one officer, with its window.

    What the officer answered is sealed. The plain ``state`` moves only when the officer wants
    something to happen: a *no* leaves it at *offered*, so nobody can tell it from silence.
    *Lapsed* is read from the clock and never stored: no job can be late with it.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DONE = "done", _("Done")
        LAPSED = "lapsed", _("Lapsed")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.OFFERED: frozenset({State.ACCEPTED}),
        State.ACCEPTED: frozenset({State.OFFERED, State.DONE}),
        State.DONE: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, models.CASCADE, related_name="offers")
    participant = models.ForeignKey("trust.Participant", models.CASCADE, related_name="offers")
    service = models.CharField(_("service"), max_length=16, choices=Service)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    offered_at = models.DateTimeField(default=clock.now)
    opens_at = models.DateTimeField(_("opens"))
    best_by = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(_("closes"))
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OFFERED, editable=False
    )
    wants_time = models.BooleanField(_("asks to be scheduled"), default=False)
    answer = SealedJSONField(default=dict)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ("closes_at",)
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        indexes = (models.Index(fields=("participant", "closes_at"), name="offer_mine"),)
        constraints = (
            models.UniqueConstraint(
                fields=("place", "service", "round"), name="a_service_is_offered_once"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="offer_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(wants_time=False) | Q(state__in=("accepted", "done")),
                name="only_the_willing_are_scheduled",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("offered", "accepted", "done")), name="lapse_is_not_stored"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"answer"}
        plain: ClassVar[set[str]] = {
            "id", "place", "participant", "service", "round", "offered_at", "opens_at", "best_by",
            "closes_at", "state", "wants_time",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Offer {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state != self.State.DONE and self.closes_at > clock.now()

    @property
    def state_now(self) -> str:
        """The state that people are shown: an unanswered offer lapses when its window closes."""
        lapsed = self.state == self.State.OFFERED and not self.is_open
        return str(self.State.LAPSED if lapsed else self.state)

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state != self.state and state not in self.MOVES[self.state]:
            raise ValueError(f"An offer can't go from {self.state} to {state}.")
        self.state = state
