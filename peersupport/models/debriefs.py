"""Sessions after an incident: when, where, who leads them, and who was invited. Never who was there.

A seat is an invitation. What its owner answered is sealed; the plain ``coming`` moves only when the
owner wants it to, so a *not this time* looks like silence.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from peersupport.models.cases import Case, Offer
from peersupport.models.roster import Supporter
from peersupport.packs import Service
from trust.fields import SealedJSONField
from trust.models.grants import Relation


class Room(models.Model):
    """A place where people meet. One row, so that two bookings at once meet at its lock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("room"), max_length=80)
    key = models.CharField(max_length=80, unique=True, editable=False)

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "name", "key"}

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def key_of(name: str) -> str:
        """The same room however it is typed."""
        return " ".join(name.casefold().split())[
            :80
        ].rstrip()  # folding can lengthen: ß is two letters


class DebriefQuerySet(models.QuerySet["Debrief"]):
    def planned(self) -> DebriefQuerySet:
        return self.filter(state=Debrief.State.PLANNED)

    def meeting(self, starts: dt.datetime, ends: dt.datetime) -> DebriefQuerySet:
        """Planned ones that share a moment with the half-open span."""
        return self.planned().filter(starts_at__lt=ends, ends_at__gt=starts)


class Debrief(models.Model):
    """One session of one service of a case, for a group or for one person.

    ``for_everyone``: whoever was there may still come; everyone who accepts gets a seat while there is
    one. ``revision`` counts the changes that the invited were told about.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Called off")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.PLANNED: frozenset({State.HELD, State.CANCELLED}),
        State.CANCELLED: frozenset({State.PLANNED}),
        State.HELD: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="debriefs")
    service = models.CharField(_("service"), max_length=16, choices=Service)
    round = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, related_name="debriefs", verbose_name=_("room")
    )
    link = models.URLField(_("remote link"), blank=True)
    for_everyone = models.BooleanField(_("open to everyone who was there"), default=False)
    revision = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )

    objects = DebriefQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "id")
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = (
            models.Index(fields=("state", "starts_at"), name="debrief_upcoming"),
            models.Index(fields=("room", "starts_at"), name="debrief_in_room"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="debrief_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(room__isnull=False) | ~Q(link=""), name="debrief_is_somewhere"
            ),
            models.UniqueConstraint(
                fields=("case", "service", "round"),
                condition=Q(state="planned", for_everyone=True),
                name="one_open_session_per_service",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "case", "service", "round", "starts_at", "ends_at", "room", "link",
            "for_everyone", "revision", "state",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Session {self.pk}"

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state != self.state and state not in self.MOVES[self.state]:
            raise ValueError(f"A session can't go from {self.state} to {state}.")
        self.state = state


class Facilitator(models.Model):
    """Who leads a session. ``relation``: to everybody invited; only *outside* can be stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    debrief = models.ForeignKey(Debrief, models.CASCADE, related_name="facilitators")
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="facilitates")
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.CHAIN)

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        constraints = (
            models.UniqueConstraint(
                fields=("debrief", "supporter"), name="facilitates_a_session_once"
            ),
            models.CheckConstraint(
                condition=Q(relation="outside"), name="session_lead_never_in_chain_of_command"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "debrief", "supporter", "relation"}

    def __str__(self) -> str:
        return f"Facilitator {self.pk}"


class DebriefSeat(models.Model):
    """One invitation. ``live`` while its session stands, so that nobody is invited to two at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    debrief = models.ForeignKey(Debrief, models.CASCADE, related_name="seats")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="seats")
    participant = models.ForeignKey("trust.Participant", models.CASCADE, related_name="seats")
    coming = models.BooleanField(_("comes"), default=False)
    live = models.BooleanField(default=True)
    answer = SealedJSONField(default=dict)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        indexes = (models.Index(fields=("participant", "live"), name="seat_mine"),)
        constraints = (
            models.UniqueConstraint(fields=("debrief", "offer"), name="one_seat_per_session"),
            models.UniqueConstraint(
                fields=("offer",), condition=Q(live=True), name="one_live_seat_per_offer"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = {"answer"}
        plain: ClassVar[set[str]] = {"id", "debrief", "offer", "participant", "coming", "live"}
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Seat {self.pk}"

    @property
    def can_be_answered(self) -> bool:
        return self.live and self.debrief.is_planned and self.debrief.ends_at > clock.now()
