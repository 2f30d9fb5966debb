"""An officer asks for somebody to talk to; supporters are asked one after another.

The coordinator sees what is wished for and a pseudonym. A supporter sees a pseudonym of their own
until the officer gives their name. Nothing here says what it is about.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from peersupport.kinds import Background, Kind, Language, Speciality
from peersupport.models.roster import Supporter
from trust.fields import SealedJSONField
from trust.models.grants import Relation


class PeerRequestQuerySet(models.QuerySet["PeerRequest"]):
    def open(self) -> PeerRequestQuerySet:
        return self.filter(state__in=PeerRequest.OPEN)

    def waiting(self) -> PeerRequestQuerySet:
        """Nobody has said yes so far."""
        return self.filter(state__in=(PeerRequest.State.WAITING, PeerRequest.State.UNANSWERED))


class PeerRequest(models.Model):
    """The wish, and how far it is. ``pseudonym`` is what the coordinator reads."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        UNANSWERED = "unanswered", _("Nobody has answered yet")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Taken back")
        ENDED = "ended", _("Ended")

    OPEN = (State.WAITING, State.UNANSWERED, State.ACCEPTED)
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.WAITING: frozenset({State.ACCEPTED, State.UNANSWERED, State.WITHDRAWN}),
        State.UNANSWERED: frozenset({State.WAITING, State.WITHDRAWN}),
        State.ACCEPTED: frozenset({State.WAITING, State.UNANSWERED, State.ENDED}),
        State.WITHDRAWN: frozenset(),
        State.ENDED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(
        "trust.Participant", models.CASCADE, related_name="peer_requests"
    )
    pseudonym = models.CharField(max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PEER)
    language = models.CharField(_("language"), max_length=8, choices=Language, blank=True)
    background = models.CharField(_("background"), max_length=16, choices=Background, blank=True)
    speciality = models.CharField(_("speciality"), max_length=16, choices=Speciality, blank=True)
    other_unit = models.BooleanField(_("not from my unit"), default=False)
    on_duty_now = models.BooleanField(_("on duty now"), default=False)
    notice = models.CharField(_("confidentiality notice"), max_length=40)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING, editable=False
    )
    asked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    objects = PeerRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at",)
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = (models.Index(fields=("participant", "-asked_at"), name="peer_request_mine"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(notice=""), name="no_contact_before_the_notice_is_accepted"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("withdrawn", "ended")) ^ Q(ended_at__isnull=True),
                name="an_ended_request_has_its_day",
            ),
            models.UniqueConstraint(
                fields=("participant", "kind"),
                condition=Q(state__in=("waiting", "unanswered")),
                name="one_waiting_request_per_kind",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "participant", "pseudonym", "kind", "language", "background", "speciality",
            "other_unit", "on_duty_now", "notice", "state", "asked_at", "ended_at",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Request {self.pk}"

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"A request can't go from {self.state} to {state}.")
        self.state = state
        self.ended_at = clock.now() if not self.MOVES[state] else None


class AskQuerySet(models.QuerySet["Ask"]):
    def live(self) -> AskQuerySet:
        """Waiting for the supporter's answer, or accepted and not over."""
        return self.filter(state__in=Ask.LIVE)

    def past_their_time(self) -> AskQuerySet:
        return self.filter(state=Ask.State.ASKED, answer_by__lte=clock.now())


class Ask(models.Model):
    """One supporter was asked on behalf of one officer. Accepted, it is the line between the two.

    ``relation`` says how the two stood when the question was put; only *outside* can be stored.
    ``because`` holds the codes of ``peersupport.matching`` that speak of the supporter alone.
    ``revealed``: the officer gave their name, to this supporter and to no other.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", _("Accepted")
        PASSED = "passed", _("Passed on")
        SILENT = "silent", _("No answer in time")
        TAKEN_BACK = "taken_back", _("Taken back")
        MOVED_ON = "moved_on", _("Moved to somebody else")
        ENDED = "ended", _("Ended")

    LIVE = (State.ASKED, State.ACCEPTED)
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.ASKED: frozenset(
            {State.ACCEPTED, State.PASSED, State.SILENT, State.TAKEN_BACK, State.MOVED_ON}
        ),
        State.ACCEPTED: frozenset({State.MOVED_ON, State.ENDED}),
        State.PASSED: frozenset(),
        State.SILENT: frozenset(),
        State.TAKEN_BACK: frozenset(),
        State.MOVED_ON: frozenset(),
        State.ENDED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(PeerRequest, models.CASCADE, related_name="asks")
    participant = models.ForeignKey("trust.Participant", models.CASCADE, related_name="asks")
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="asks")
    pseudonym = models.CharField(max_length=40)
    because = models.JSONField(default=list)
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.CHAIN)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.ASKED, editable=False
    )
    asked_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateTimeField(_("answer by"))
    answered_at = models.DateTimeField(null=True)
    revealed = models.BooleanField(_("name given"), default=False)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at",)
        verbose_name = _("question to a supporter")
        verbose_name_plural = _("questions to supporters")
        indexes = (
            models.Index(fields=("supporter", "state"), name="ask_of_supporter"),
            models.Index(fields=("state", "answer_by"), name="ask_due"),
            models.Index(fields=("asked_at",), name="ask_lately"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(relation="outside"), name="ask_never_in_chain_of_command"
            ),
            models.UniqueConstraint(
                fields=("request",),
                condition=Q(state__in=("asked", "accepted")),
                name="one_supporter_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(revealed=False) | Q(state__in=("accepted", "moved_on", "ended")),
                name="a_name_is_given_to_whom_accepted",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "request", "participant", "supporter", "pseudonym", "because", "relation",
            "state", "asked_at", "answer_by", "answered_at", "revealed",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Question {self.pk}"

    @property
    def state_told(self) -> str:
        """As the officer is told it: nobody learns whether somebody passed or had no time."""
        unsaid = (self.State.PASSED, self.State.SILENT)
        return str(self.State.MOVED_ON if self.state in unsaid else self.state)

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"A question can't go from {self.state} to {state}.")
        self.state = state


class Wishes(models.Model):
    """An officer's own team (ranked) and the people they would rather not meet. Sealed, both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(
        "trust.Participant", models.CASCADE, related_name="peer_wishes"
    )
    team = SealedJSONField(default=list)
    blocked = SealedJSONField(default=list)

    class Meta:
        verbose_name = _("wishes about supporters")
        verbose_name_plural = _("wishes about supporters")

    class Privacy:
        sensitive: ClassVar[set[str]] = {"team", "blocked"}
        plain: ClassVar[set[str]] = {"id", "participant"}
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Wishes {self.pk}"
