"""The words of the policy table.

A rule turns a user into *openings*: pairs of a name and a ``Q`` over rows. An opening that can't
apply to this user is left out, so the SQL holds only what matters. The name is what the ledger
stores as *permission used*.
"""

from __future__ import annotations

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from guardian.shortcuts import get_objects_for_user

from agency import clock
from agency.models import User
from trust import roles, vault
from trust.models.consent import Level
from trust.models.grants import table_of
from trust.models.participants import Domain
from trust.rules.command import (
    apart,
    commands,
    direct_supervisor,
    including_unit,
    leads_directly,
    not_leading,
    own_unit,
)  # fmt: skip
from trust.rules.moments import broken_glass, due, may_be_told
from trust.rules.naming import (
    Anyone,
    Openings,
    Rule,
    alternatives,
    at_least,
    either_role,
    named,
    needs,
    needs_all,
    needs_any,
    parts,
)

__all__ = [
    "Anyone", "Openings", "Rule", "all_of", "alternatives", "any_of", "apart", "at_least", "broken_glass", "commands",
    "direct_supervisor", "due", "everyone", "granted", "has_role", "in_lane", "including_unit", "leads_directly",
    "level", "may_be_told", "needs", "nobody", "not_leading", "own_handles", "own_unit", "owner", "parts", "self_user",
    "signed_in", "when",
]  # fmt: skip

ALL = Q()


@named("nobody", only=())
def nobody(user: Anyone) -> Openings:
    return []


@named("everyone, also without signing in")
def everyone(user: Anyone) -> Openings:
    return [("everyone", ALL)]


@named("everyone who is signed in")
def signed_in(user: Anyone) -> Openings:
    return [("signed in", ALL)] if isinstance(user, User) else []


def owner(path: str, domain: str = "wellness") -> Rule:
    """The officer whose record it is, by the handle of that domain."""

    @named("the officer")
    def rule(user: Anyone) -> Openings:
        return [("owner", Q(**{path: vault.handle(user.pk, domain)}))] if user.pk else []

    return rule


def own_handles(path: str) -> Rule:
    """The officer, under whichever of their handles the row stands."""

    @named("the officer")
    def rule(user: Anyone) -> Openings:
        if not user.pk:
            return []
        return [("owner", Q(**{f"{path}__in": [vault.handle(user.pk, d) for d in Domain.values]}))]

    return rule


def self_user(path: str) -> Rule:
    """The person themselves, in tables that hold a plain link to a user."""

    @named("the person")
    def rule(user: Anyone) -> Openings:
        return [("owner", Q(**{path: user.pk}))] if user.pk else []

    return rule


def has_role(*wanted: str) -> Rule:
    """All rows, for people who have this role switched on."""

    @named(either_role(wanted), only=wanted)
    def rule(user: Anyone) -> Openings:
        held = roles.active(user) & set(wanted)
        return [(f"role {sorted(held)[0]}", ALL)] if held else []

    return rule


def when(**state: object) -> Rule:
    """Rows in this state, whoever asks."""

    @named(" and ".join(f"{key.replace('__', ' ')} {value}" for key, value in state.items()))
    def rule(user: Anyone) -> Openings:
        return [("", Q(**state))]

    return rule


def level(path: str, lowest: int) -> Rule:
    """Rows whose officer shares at this level or a higher one; none where the agency has it off."""

    label = Level(lowest).name

    @named(f"the officer's level is {label} or above", at_least=lowest)
    def rule(user: Anyone) -> Openings:
        if label not in settings.ALLOWED_LEVELS:
            return []
        return [(f"level {label}", Q(**{f"{path}__gte": lowest}))]

    return rule


def in_lane(lane: str) -> Rule:
    """All rows, in an agency that set ``EXPOSURE_LANE`` to this; none in any other."""

    @named(f"the agency's exposure lane is {lane}")
    def rule(user: Anyone) -> Openings:
        return [(f"lane {lane}", ALL)] if lane == settings.EXPOSURE_LANE else []

    return rule


def granted(permission: str, via: str = "", *, role: str = "", label: str = "shared") -> Rule:
    """People named on the row (or on the row that ``via`` leads to), until the grant expires.

    Guardian is asked here and nowhere else, with every shortcut past the object switched off.
    A grant opens nothing to somebody who leads the officer by now. The few rows that name the
    user are read first: most people have none, and then no query carries a second way in.
    """
    path = via or "pk"

    words = f"{label} ({either_role((role,))})" if role else label

    @named(words, only=(role,) if role else None)
    def rule(user: Anyone) -> Openings:
        if not isinstance(user, User) or (role and role not in roles.active(user)):
            return []
        fresh = table_of(permission).objects.filter(
            user=user,
            permission__codename=permission.split(".")[1],
            expires_at__gt=clock.now(),
        )
        ids = list(fresh.values_list("content_object_id", flat=True))  # type: ignore[misc]
        if not ids:
            return []
        rows: QuerySet[Model] = get_objects_for_user(
            user, permission, use_groups=False, with_superuser=False, accept_global_perms=False
        )
        return [(label, Q(**{f"{path}__in": ids}) & Q(**{f"{path}__in": rows.values("pk")}))]

    return rule


def any_of(*rules: Rule) -> Rule:
    """Rows that at least one of the rules opens."""

    @named(
        "; ".join(str(r.__doc__) for r in rules),
        at_least=min(at_least(r) for r in rules),
        only=needs_any(rules),
    )
    def rule(user: Anyone) -> Openings:
        return [opening for each in rules for opening in each(user)]

    vars(rule)["alternatives"] = [part for each in rules for part in alternatives(each)]
    return rule


def all_of(*rules: Rule) -> Rule:
    """Rows that every one of the rules opens."""

    @named(
        ", and ".join(str(r.__doc__) for r in rules),
        at_least=max(at_least(r) for r in rules),
        only=needs_all(rules),
    )
    def rule(user: Anyone) -> Openings:
        combined: Openings = [("", ALL)]
        for each in rules:
            combined = [
                (", ".join(filter(None, (name, more))), q & also)
                for name, q in combined
                for more, also in each(user)
            ]
        return combined

    vars(rule)["parts"] = [part for each in rules for part in parts(each)]
    return rule
