"""The smallest group that may be shown: 11 unless two people, one the union reviewer, lower it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agency import clock
from agency.models import Role, User
from trust import roles
from trust.audit import acting
from trust.models import GroupSize
from trust.release.engine import K_DEFAULT, checked


def current() -> int:
    """The size in force. Raises GroupTooSmall rather than work below the floor."""
    newest = GroupSize.objects.order_by("-since").values_list("k", flat=True).first()
    return checked(newest or K_DEFAULT)


@transaction.atomic
def lower_group_size(*, k: int, by: User, approved_by: User) -> GroupSize:
    """Change the size for later runs; frozen figures stay as they are.

    Both people must be in a session of their own: the wellness administrator who asks and the
    union reviewer who agrees. Raises PermissionDenied and GroupTooSmall.
    """
    if Role.WELLNESS_ADMIN not in roles.active(by) or by == approved_by:
        raise PermissionDenied
    if Role.UNION_REVIEWER not in roles.active(approved_by):
        raise PermissionDenied
    with acting(by):
        return GroupSize.objects.create(
            k=checked(k), since=clock.now(), by=by, approved_by=approved_by
        )
