"""Who becomes a supporter, and who has a say in it: applications, the steering group, its meetings.

The group has a seat for the association (IACP peer support guidelines; the programme's own paper names
six seats). Nothing here asks why somebody applies: that is what the interview is for.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import User
from peersupport.kinds import Kind


class Seat(models.TextChoices):
    """The seats of the group. The association's voice has to be on record before anybody is selected."""

    ASSOCIATION = "association", _("Employee association")
    PEERS = "peers", _("Peer supporters")
    CLINICIAN = "clinician", _("Clinician")
    CHAPLAIN = "chaplain", _("Chaplain")
    COORDINATOR = "coordinator", _("Coordinator")
    COMMAND = "command", _("Command staff")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> ApplicationQuerySet:
        return self.filter(state__in=Application.OPEN)


class Application(models.Model):
    """One person would like to become a supporter. ``association_on``: when its seat gave its vote."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        INTERVIEWED = "interviewed", _("Interviewed")
        SELECTED = "selected", _("Selected")
        NOT_SELECTED = "not_selected", _("Not this time")
        WITHDRAWN = "withdrawn", _("Taken back")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.APPLIED: frozenset({State.INTERVIEWED, State.WITHDRAWN}),
        State.INTERVIEWED: frozenset({State.SELECTED, State.NOT_SELECTED, State.WITHDRAWN}),
        State.SELECTED: frozenset(),
        State.NOT_SELECTED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }
    OPEN = (State.APPLIED, State.INTERVIEWED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, related_name="applications", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PEER)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.APPLIED, editable=False
    )
    applied_on = models.DateField(_("applied on"), default=local_time.today)
    association_on = models.DateField(_("association heard on"), null=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-applied_on", "id")
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(state__in=("applied", "interviewed")),
                name="one_open_application_each",
            ),
            models.CheckConstraint(
                condition=~Q(state="selected") | Q(association_on__isnull=False),
                name="nobody_is_selected_without_the_association",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("applied", "interviewed")) ^ Q(decided_on__isnull=False),
                name="a_decided_application_has_its_day",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "user", "kind", "languages", "state", "applied_on", "association_on", "decided_on",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Application {self.pk}"

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"An application can't go from {self.state} to {state}.")
        self.state = state
        self.decided_on = local_time.today() if not self.MOVES[state] else None


class Member(models.Model):
    """Who sits on a seat, from a day until a day. The association's seat is held by its reviewer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.CharField(_("seat"), max_length=12, choices=Seat)
    user = models.ForeignKey(User, models.CASCADE, related_name="seats", verbose_name=_("person"))
    since = models.DateField(_("from"), default=local_time.today)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ("seat", "-since")
        verbose_name = _("member of the steering group")
        verbose_name_plural = _("members of the steering group")
        constraints = (
            models.UniqueConstraint(
                fields=("seat",), condition=Q(until__isnull=True), name="one_person_on_a_seat"
            ),
            models.UniqueConstraint(
                fields=("user",), condition=Q(until__isnull=True), name="one_seat_for_a_person"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="a_seat_is_left_after_it_is_taken",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "seat", "user", "since", "until"}

    def __str__(self) -> str:
        return f"Member {self.pk}"


class Ballot(models.Model):
    """The one vote of one seat about one application. Empty while the seat has not spoken."""

    class Choice(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        ABSTAIN = "abstain", _("No opinion")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="ballots")
    seat = models.CharField(_("seat"), max_length=12, choices=Seat)
    holder = models.ForeignKey(User, models.SET_NULL, null=True, related_name="ballots")
    choice = models.CharField(_("vote"), max_length=8, choices=Choice, blank=True)

    class Meta:
        ordering = ("application", "seat")
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = (
            models.UniqueConstraint(fields=("application", "seat"), name="one_vote_per_seat"),
            models.UniqueConstraint(
                fields=("application", "holder"), name="nobody_votes_from_two_seats"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "application", "seat", "holder", "choice"}

    def __str__(self) -> str:
        return f"Vote {self.pk}"


class Meeting(models.Model):
    """A day on which the steering group met, and the seats that were there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(_("day"), unique=True)
    seats = models.JSONField(_("seats that were there"), default=list)

    class Meta:
        ordering = ("-day",)
        verbose_name = _("meeting of the steering group")
        verbose_name_plural = _("meetings of the steering group")

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "day", "seats"}

    def __str__(self) -> str:
        return f"Meeting {self.pk}"
