"""Roles after ANSI/INCITS 359-2004: core, hierarchical, and constrained RBAC.

Function names follow the standard in snake case. A session carries a subset of the roles that a
person holds; what counts at every check is that subset, cut down to the posts of today.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agency import clock
from agency.models import COMMAND_ROLES, Post, Role, Unit, User

# Static separation of duty: pairs that one person never holds at a time. Ranks inside the chain of
# command may meet in one person; only across the line they exclude. The database has the same
# pairs in a trigger (``agency`` migration 0002), and a test compares the two.
SSD_APART: tuple[tuple[str, str], ...] = tuple(
    (one, other)
    for one, others in (
        (Role.WELLNESS_ADMIN, (*COMMAND_ROLES, Role.UNION_REVIEWER)),
        (Role.WELLNESS_COORDINATOR, COMMAND_ROLES),
        (Role.UNION_REVIEWER, (Role.COMMANDER, Role.CHIEF)),
        (Role.INTEGRATION, tuple(r for r in Role.values if r != Role.INTEGRATION)),
    )
    for other in others
)
# Dynamic separation of duty: not both in one session.
DSD: dict[str, frozenset[str]] = {
    "support_or_command": frozenset(
        {Role.PEER_SUPPORT, Role.CHAPLAIN, Role.SUPERVISOR, Role.COMMANDER, Role.CHIEF}
    ),
    "support_or_administration": frozenset({Role.PEER_SUPPORT, Role.WELLNESS_ADMIN}),
}
# Hierarchy for aggregate rights only: the senior role also has the junior one's figures.
INHERITS: dict[str, frozenset[str]] = {
    Role.COMMANDER: frozenset({Role.SUPERVISOR}),
    Role.CHIEF: frozenset({Role.COMMANDER, Role.SUPERVISOR}),
}


# How far back the chain of command counts for whoever supports somebody (IACP peer support guidelines
# keep supporters out of it; twelve months is the programme's own term).
CHAIN_LOOKS_BACK = dt.timedelta(days=365)


class SeparationOfDuty(Exception):
    """Two roles that must be kept apart would meet. The message is for people."""


def apart(one: str, other: str) -> bool:
    """True when static separation of duty keeps the two roles in different hands."""
    return (one, other) in SSD_APART or (other, one) in SSD_APART


# --- core: administration -----------------------------------------------------------------------


@transaction.atomic
def assign(
    *, user: User, role: str, unit: Unit, since: dt.date, until: dt.date | None = None
) -> Post:
    """AssignUser. Raises ``SeparationOfDuty``; the database refuses the same by itself."""
    keep_apart(Post(user=user, role=role, unit=unit, since=since, until=until))
    return Post.objects.create(user=user, role=role, unit=unit, since=since, until=until)


def keep_apart(wanted: Post) -> None:
    """Raises ``SeparationOfDuty`` when the person holds a role that excludes the wanted one."""
    role, until = wanted.role, wanted.until or dt.date.max
    held = Post.objects.filter(user=wanted.user_id).during(wanted.since, until)
    for post in held.exclude(pk=wanted.pk):
        if apart(post.role, role):
            raise SeparationOfDuty(
                _("%(one)s and %(other)s must be held by different people.")
                % {"one": Role(post.role).label, "other": Role(role).label}
            )


@transaction.atomic
def deassign(*, post: Post, until: dt.date | None = None) -> Post:
    """DeassignUser: the post ends on ``until`` (today when left out)."""
    post.until = max(until or clock.today(), post.since)
    post.save(update_fields=["until"])
    return post


# --- core: sessions -----------------------------------------------------------------------------


def posts(user: User) -> list[Post]:
    """The person's posts of today, read once per request (kept on the user object)."""
    known: list[Post] | None = user.__dict__.get("_posts_today")
    if known is None:
        known = list(Post.objects.filter(user=user).on().select_related("unit"))
        user.__dict__["_posts_today"] = known
    return known


def holder(held: QuerySet[Post]) -> User | None:
    """The person whose posts of today these are, with the posts already read: one query."""
    known = list(held.select_related("user", "unit"))
    if not known:
        return None
    user = known[0].user
    user.__dict__["_posts_today"] = known
    return user


def open_session(user: User, *wanted: str) -> User:
    """CreateSession with these active roles; raises ``SeparationOfDuty`` on a dynamic conflict.

    Roles that the person does not hold are left out, silently: a token's roles are an upper bound.
    """
    user.__dict__["_session_roles"] = _compatible(set(wanted) & authorized_roles(user))
    return user


def add_active_role(user: User, role: str) -> User:
    return open_session(user, *active(user), role)


def drop_active_role(user: User, role: str) -> User:
    return open_session(user, *(active(user) - {role}))


def _compatible(wanted: set[str]) -> frozenset[str]:
    for members in DSD.values():
        if len(members & wanted) > 1:
            raise SeparationOfDuty(_("These roles can't be used at the same time."))
    return frozenset(wanted)


def active(user: User | AnonymousUser) -> frozenset[str]:
    """SessionRoles, cut down to the posts of today. Nothing when no session was opened."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return frozenset()
    chosen: frozenset[str] = user.__dict__.get("_session_roles", frozenset())
    return chosen & authorized_roles(user) if chosen else chosen


def authorized_roles(user: User) -> frozenset[str]:
    """AssignedRoles of today."""
    return frozenset(post.role for post in posts(user))


def active_units(user: User, *roles: str) -> list[Unit]:
    """The units where the person holds one of these roles, as far as it is active."""
    now = active(user)
    return [post.unit for post in posts(user) if post.role in roles and post.role in now]


def assigned_users(role: str, day: dt.date | None = None) -> QuerySet[User]:
    """AssignedUsers; the other review functions of the standard are in ``trust.review``."""
    held = Post.objects.on(day).filter(role=role).values("user")
    return User.objects.filter(pk__in=held, is_active=True)


# --- chain of command ---------------------------------------------------------------------------


def unit_of(user: User, day: dt.date | None = None) -> Unit | None:
    """Where the person stands as an officer."""
    post = Post.objects.on(day).filter(user=user, role=Role.OFFICER).select_related("unit").first()
    return post.unit if post else None


def chain_of_command(user: User) -> QuerySet[User]:
    """Everyone who leads the person's unit or a unit above it, today."""
    unit = unit_of(user)
    if unit is None:
        return User.objects.none()
    over = Unit.objects.above(unit)
    leads = Post.objects.on().filter(unit__in=over, role__in=COMMAND_ROLES)
    return User.objects.filter(pk__in=leads.values("user")).exclude(pk=user.pk)


def in_chain(officer: User, other: User) -> bool:
    return chain_of_command(officer).filter(pk=other.pk).exists()


def linked_by_command(user: User, *, since: dt.date | None = None) -> frozenset[uuid.UUID]:
    """Everybody who led the person or whom the person led on any day from ``since`` on, both ways.

    ``since``: twelve months ago when left out. Counts posts that were held at the same time, in the
    unit or one above it. At most three queries, whatever the size of the agency.
    """
    since = since or clock.today() - CHAIN_LOOKS_BACK
    ends = clock.today() + dt.timedelta(days=1)
    places = Q(role=Role.OFFICER) | Q(role__in=COMMAND_ROLES)
    own = Post.objects.filter(places, user=user).during(since, ends).select_related("unit")
    linked = Q(pk__in=[])
    for post in own:
        last = ends if post.until is None else min(post.until, ends)
        together = Q(since__lt=last) & (Q(until__isnull=True) | Q(until__gt=max(since, post.since)))
        codes = post.unit.path.rstrip("/").split("/")
        over = ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]
        linked |= together & Q(unit__path__in=over, role__in=COMMAND_ROLES)
        if post.role in COMMAND_ROLES:
            linked |= together & places & Q(unit__path__startswith=post.unit.path)
    others = Post.objects.filter(linked).during(since, ends).exclude(user=user)
    return frozenset(others.values_list("user_id", flat=True))


def led_by(units: Iterable[Unit], *, directly: bool) -> QuerySet[Post]:
    """The officers' posts in the units (directly) or anywhere below them."""
    units = list(units)
    officers = Post.objects.on().filter(role=Role.OFFICER, user__is_active=True)
    if directly:
        return officers.filter(unit__in=units)
    below = Q(pk__in=[])
    for unit in units:
        below |= Q(unit__path__startswith=unit.path)
    return officers.filter(below)
