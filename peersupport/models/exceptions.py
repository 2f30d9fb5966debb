"""That a confidence had to be opened: which exception of the law, who was asked, when the officer is told.

Codes and yes or no, nothing else. Two people stand behind each one; the second is never in the
officer's chain of command.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agency import clock
from peersupport.exceptions import EXCEPTIONS, Code
from peersupport.models.requests import Ask
from trust.models.grants import Relation


class Unsafe(models.TextChoices):
    """Why the officer is told later, and not at once."""

    SELF = "self", _("Hearing it now could put them in danger")
    OTHERS = "others", _("Hearing it now could put somebody else in danger")
    CHILD = "child", _("Hearing it now could put a child in danger")


class ConfidentialityException(models.Model):
    """One exception, from the question to a second person until what had to be said was said."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the second person")
        AGREED = "agreed", _("The second person agrees")
        NOT_AGREED = "not_agreed", _("The second person does not agree")
        MADE = "made", _("Said to those who can help")
        TAKEN_BACK = "taken_back", _("Taken back: nothing was said")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.ASKED: frozenset({State.AGREED, State.NOT_AGREED, State.TAKEN_BACK}),
        State.AGREED: frozenset({State.MADE, State.TAKEN_BACK}),
        State.NOT_AGREED: frozenset({State.ASKED, State.TAKEN_BACK}),
        State.MADE: frozenset(),
        State.TAKEN_BACK: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey("trust.Participant", models.CASCADE, related_name="exceptions")
    ask = models.ForeignKey(Ask, models.SET_NULL, null=True, related_name="exceptions")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exceptions_opened"
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    pack = models.CharField(max_length=8, choices=[(each, each) for each in EXCEPTIONS])
    code = models.CharField(_("exception"), max_length=16, choices=Code)
    intent = models.BooleanField(_("wants to die"), null=True)
    means = models.BooleanField(_("has a plan or the means"), null=True)
    consulted = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exceptions_consulted"
    )
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.CHAIN)
    unsafe = models.CharField(_("told later because"), max_length=8, choices=Unsafe, blank=True)
    later_agreed = models.BooleanField(_("telling later is agreed"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.ASKED, editable=False
    )
    opened_at = models.DateTimeField(default=clock.now)
    tell_at = models.DateTimeField(_("the officer is told"), default=clock.now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-opened_at",)
        verbose_name = _("exception to confidentiality")
        verbose_name_plural = _("exceptions to confidentiality")
        indexes = (
            models.Index(fields=("participant",), name="exception_mine"),
            models.Index(
                fields=("tell_at",), condition=Q(told_at__isnull=True), name="exception_to_tell"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("opened_by", "key"), name="an_exception_is_opened_once"
            ),
            models.CheckConstraint(
                # a check that comes out as unknown is passed, so the nulls are named
                condition=Q(code="danger_to_self", intent__isnull=False, means__isnull=False)
                & Q(intent=True, means=True)
                | (~Q(code="danger_to_self") & Q(intent__isnull=True, means__isnull=True)),
                name="suicide_needs_intent_and_means",
            ),
            models.CheckConstraint(
                condition=~Q(consulted=F("opened_by")), name="two_people_stand_behind_an_exception"
            ),
            models.CheckConstraint(
                condition=Q(relation="outside"), name="consulted_never_in_chain_of_command"
            ),
            models.CheckConstraint(
                condition=Q(unsafe="", tell_at=F("opened_at")) | ~Q(unsafe=""),
                name="told_at_once_unless_unsafe",
            ),
            models.CheckConstraint(
                condition=Q(later_agreed__isnull=True) | ~Q(unsafe=""),
                name="only_a_delay_is_agreed_to",
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "participant", "ask", "opened_by", "key", "pack", "code", "intent", "means",
            "consulted", "relation", "unsafe", "later_agreed", "state", "opened_at", "tell_at",
            "told_at",
        }  # fmt: skip
        sealed_class = "support"
        pseudonymous = "participant_id"

    def __str__(self) -> str:
        return f"Exception {self.pk}"

    def move_to(self, state: str) -> None:
        """The one way a state changes; ``ValueError`` for a move that ``MOVES`` does not have."""
        if state not in self.MOVES[self.state]:
            raise ValueError(f"An exception can't go from {self.state} to {state}.")
        self.state = state
