"""Review functions of ANSI/INCITS 359-2004: who holds what, and what it opens.

Answers about people come from today's posts, answers about permissions from the policy table, so
the boundary page can't say anything else than what is enforced. A permission is an action on a
model. What a person may do as the officer or as the one who was named depends on no role and is in
``open_to_all``.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from agency.models import Post, User
from trust import roles
from trust.policy import POLICY
from trust.rules import Rule, alternatives, needs

Permission = tuple[str, str]  # action, model label


# --- who ----------------------------------------------------------------------------------------


def assigned_users(role: str, day: dt.date | None = None) -> QuerySet[User]:
    """AssignedUsers: who holds a role on a day (today when left out)."""
    return roles.assigned_users(role, day)


def assigned_roles(user: User, day: dt.date | None = None) -> frozenset[str]:
    """AssignedRoles: the roles of a person on a day."""
    return frozenset(Post.objects.on(day).filter(user=user).values_list("role", flat=True))


def authorized_users(role: str, day: dt.date | None = None) -> QuerySet[User]:
    """AuthorizedUsers: who has a role's figures, by holding it or a senior one."""
    held = Post.objects.on(day).filter(role__in=seniors(role) | {role}).values("user")
    return User.objects.filter(pk__in=held, is_active=True)


def authorized_roles(user: User, day: dt.date | None = None) -> frozenset[str]:
    """AuthorizedRoles: a person's roles and, for figures, those below them."""
    held = assigned_roles(user, day)
    return held.union(*(juniors(role) for role in held))


# --- hierarchy ----------------------------------------------------------------------------------


def juniors(role: str) -> frozenset[str]:
    """The roles whose figures this one has too."""
    return roles.INHERITS.get(role, frozenset())


def seniors(role: str) -> frozenset[str]:
    """The roles that have this one's figures too."""
    return frozenset(senior for senior, below in roles.INHERITS.items() if role in below)


# --- what ---------------------------------------------------------------------------------------


def role_permissions(role: str) -> frozenset[Permission]:
    """RolePermissions: what this role opens something of. Which rows, the rule says."""
    return frozenset(
        (action, label)
        for label, actions in POLICY.items()
        for action, rule in actions.items()
        if _uses(rule, role)
    )


def user_permissions(user: User) -> frozenset[Permission]:
    """UserPermissions: what all of a person's roles open together."""
    return _of(assigned_roles(user))


def session_roles(user: User) -> frozenset[str]:
    """SessionRoles: the roles that are switched on now."""
    return roles.active(user)


def session_permissions(user: User) -> frozenset[Permission]:
    """SessionPermissions: what the switched-on roles open."""
    return _of(session_roles(user))


def role_operations_on_object(role: str, label: str) -> frozenset[str]:
    """RoleOperationsOnObject: the actions of a role on a model."""
    return frozenset(action for action, of in role_permissions(role) if of == label)


def user_operations_on_object(user: User, label: str) -> frozenset[str]:
    """UserOperationsOnObject: the actions of all of a person's roles on a model."""
    return frozenset(action for action, of in user_permissions(user) if of == label)


def open_to_all() -> frozenset[Permission]:
    """What needs no role: being the officer, being named, or being there is enough."""
    return frozenset(
        (action, label)
        for label, actions in POLICY.items()
        for action, rule in actions.items()
        if any(needs(part) is None for part in alternatives(rule))
    )


def _uses(rule: Rule, role: str) -> bool:
    return any(role in (needs(part) or ()) for part in alternatives(rule))


def _of(held: frozenset[str]) -> frozenset[Permission]:
    return frozenset[Permission]().union(*(role_permissions(role) for role in held))


# --- separation of duty -------------------------------------------------------------------------


def ssd_role_sets() -> dict[str, frozenset[str]]:
    """SsdRoleSets: every pair that static separation keeps in different hands."""
    return {f"{one} or {other}": frozenset({one, other}) for one, other in roles.SSD_APART}


def dsd_role_sets() -> dict[str, frozenset[str]]:
    """DsdRoleSets: of each set one role at a time can be switched on."""
    return dict(roles.DSD)


def role_set_cardinality(members: frozenset[str]) -> int:
    """SsdRoleSetCardinality and DsdRoleSetCardinality: from this many on, the roles exclude."""
    return 2
