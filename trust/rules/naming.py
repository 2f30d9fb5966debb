"""How a rule carries its own words, so that a table of rules can be printed and reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from agency.models import Role, User

Anyone = User | AnonymousUser
Openings = list[tuple[str, Q]]
Rule = Callable[[Anyone], Openings]


def named(
    text: str, *, at_least: int = 0, only: Iterable[str] | None = None
) -> Callable[[Rule], Rule]:
    """Give a rule the words that ``docs/access.md`` and the boundary page print.

    ``only``: the roles without which the rule opens nothing; None when no role is asked for.
    """

    def with_name(rule: Rule) -> Rule:
        rule.__doc__ = text
        vars(rule)["at_least"] = at_least
        vars(rule)["only"] = None if only is None else frozenset(str(role) for role in only)
        return rule

    return with_name


def either_role(wanted: Iterable[str]) -> str:
    return " or ".join(str(Role(role).label).lower() for role in wanted)


def alternatives(rule: Rule) -> list[Rule]:
    """The parts of an ``any_of``, else the rule itself: what the boundary page lists."""
    return vars(rule).get("alternatives", [rule])  # type: ignore[no-any-return]


def parts(rule: Rule) -> list[Rule]:
    """The conditions of an ``all_of``, else the rule itself: what the boundary page words."""
    return vars(rule).get("parts", [rule])  # type: ignore[no-any-return]


def at_least(rule: Rule) -> int:
    """The lowest disclosure level at which a rule can open anything."""
    return vars(rule).get("at_least", 0)  # type: ignore[no-any-return]


def needs(rule: Rule) -> frozenset[str] | None:
    """The roles of which one must be switched on; None when the rule asks for no role."""
    only: frozenset[str] | None = vars(rule).get("only")
    return only


def needs_all(rules: Iterable[Rule]) -> frozenset[str] | None:
    asked = [each for each in map(needs, rules) if each is not None]
    return frozenset.intersection(*asked) if asked else None


def needs_any(rules: Iterable[Rule]) -> frozenset[str] | None:
    asked = [needs(rule) for rule in rules]
    return None if None in asked else frozenset[str]().union(*filter(None, asked))
