"""Explicit grants on one row: who was named, why, until when (django-guardian, direct keys)."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from guardian.models import UserObjectPermissionBase

from agency import clock
from trust.models.participants import Participant


class Relation(models.TextChoices):
    """How the named person stands to the officer, looked up when the grant is made."""

    OUTSIDE = "outside", "Outside the chain of command"
    CHAIN = "chain", "In the chain of command"


class Grant(UserObjectPermissionBase):
    """The columns every grant has. ``user`` is the person who was named, never the officer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.CharField(max_length=40)
    given_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.CHAIN)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(relation="outside"), name="%(class)s_never_in_chain_of_command"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("given_at")), name="%(class)s_expires_later"
            ),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {
            "id", "user", "permission", "content_object", "reason", "given_at", "expires_at",
            "relation",
        }  # fmt: skip
        pseudonymous = "subject_handle"

    @property
    def subject_handle(self) -> uuid.UUID:
        """Whose row it is; so the log never stores who gave it beside the giver's own handle."""
        row: models.Model = self.content_object  # type: ignore[attr-defined]
        handle: uuid.UUID = getattr(row, row.Privacy.pseudonymous)  # type: ignore[attr-defined]
        return handle

    def __str__(self) -> str:
        return f"Grant {self.pk}"


@lru_cache(maxsize=64)
def table_of(permission: str) -> type[Grant]:
    """The grant model behind ``"app.codename"``. Raises ``LookupError`` when none knows it."""
    app, codename = permission.split(".")
    for table in Grant.__subclasses__():
        field = next(each for each in table._meta.fields if each.name == "content_object")
        about = field.related_model._meta  # type: ignore[union-attr]
        known = {f"{each}_{about.model_name}" for each in about.default_permissions}
        if about.app_label == app and codename in known | {name for name, _ in about.permissions}:
            return table
    raise LookupError(f"No grant gives {permission}.")


class ParticipantGrant(Grant):
    """A peer supporter is assigned to a participant (permission ``support_participant``)."""

    content_object = models.ForeignKey(Participant, models.CASCADE, related_name="grants")

    class Meta(Grant.Meta):
        verbose_name = "assignment"

    class Privacy(Grant.Privacy):
        sealed_class = "wellness"  # the log names whoever gave it by this handle
