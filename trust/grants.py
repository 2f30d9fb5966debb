"""Give one named person one permission on one row, with a reason and an end; take it back.

The only writer of object permissions. Nobody who leads the officer can be named: asked here,
kept by a database constraint, and asked again at every look (``rules.not_leading``).
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from agency import clock
from agency.models import User
from trust import roles
from trust.models.grants import Grant, Relation


class InChain(Exception):
    """The named person leads the officer, or is the officer. The message is for people."""


@transaction.atomic
def give(
    *, row: Model, to: User, permission: str, reason: str, until: dt.datetime, officer: User
) -> Grant:
    """Name ``to`` on ``row`` (of ``officer``) until ``until``; given again, it is renewed.

    Raises ``InChain``, and ``Permission.DoesNotExist`` for a permission the row does not know.
    """
    if to.pk == officer.pk:
        raise InChain(_("Choose somebody other than yourself."))
    if roles.in_chain(officer, to):
        raise InChain(_("This person leads your unit. Choose somebody outside your command."))
    app, codename = permission.split(".")
    right = Permission.objects.get(content_type__app_label=app, codename=codename)
    terms = {
        "reason": reason,
        "given_at": clock.now(),
        "expires_at": until,
        "relation": Relation.OUTSIDE,
    }
    return _table(row).objects.update_or_create(  # type: ignore[misc]
        user=to, permission=right, content_object=row, defaults=terms
    )[0]


def take_back(*, grant: Grant) -> None:
    """The grant ends now."""
    grant.delete()


def _table(row: Model) -> type[Grant]:
    """The grant model that hangs on this kind of row (``related_name="grants"``)."""
    field = row._meta.get_field("grants")
    table = field.related_model
    if not (isinstance(table, type) and issubclass(table, Grant)):
        raise LookupError(f"{row._meta.label} has no grants.")
    return table
