"""Rules that follow from the chain of command: who leads whom, today and in the last twelve months."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from agency.models import COMMAND_ROLES, Role, Unit, User
from trust import fields, roles, vault
from trust.rules.naming import Anyone, Openings, Rule, either_role, named

ALL = Q()


def direct_supervisor(path: str) -> Rule:
    """The sergeant of the officer's own unit, today."""

    @named("the direct supervisor", only=(Role.SUPERVISOR,))
    def rule(user: Anyone) -> Openings:
        units = roles.active_units(user, Role.SUPERVISOR) if isinstance(user, User) else []
        return [("direct supervisor", _led(path, user, units, directly=True))] if units else []

    return rule


def leads_directly(path: str) -> Rule:
    """The sergeant of the person's own unit, today, in tables that hold a plain link to a user."""

    @named("the direct supervisor", only=(Role.SUPERVISOR,))
    def rule(user: Anyone) -> Openings:
        units = roles.active_units(user, Role.SUPERVISOR) if isinstance(user, User) else []
        if not units:
            return []
        led = roles.led_by(units, directly=True).exclude(user=user.pk)
        return [("direct supervisor", Q(**{f"{path}__in": led.values("user_id")}))]

    return rule


def commands(path: str) -> Rule:
    """Commander or chief above the officer's unit, today."""

    @named("commander or chief above the officer's unit", only=(Role.COMMANDER, Role.CHIEF))
    def rule(user: Anyone) -> Openings:
        wanted = (Role.COMMANDER, Role.CHIEF)
        units = roles.active_units(user, *wanted) if isinstance(user, User) else []
        return [("commands", _led(path, user, units, directly=False))] if units else []

    return rule


def _led(path: str, user: Anyone, units: Iterable[object], *, directly: bool) -> Q:
    officers = roles.led_by(units, directly=directly).exclude(user=user.pk)  # type: ignore[arg-type]
    ids = officers.values_list("user_id", flat=True)
    handles = fields.many(vault.handle(each, "wellness") for each in ids)
    return Q(**{f"{path}__pk__among": handles})


def not_leading(path: str) -> Rule:
    """Not somebody in the officer's chain of command: asked again at every look."""

    @named("nobody who leads the officer")
    def rule(user: Anyone) -> Openings:
        if not isinstance(user, User):
            return []
        units = [post.unit for post in roles.posts(user) if post.role in COMMAND_ROLES]
        return [("", ~_led(path, user, units, directly=False) if units else ALL)]

    return rule


def apart(path: str, domain: str = "support") -> Rule:
    """Not the officer, nobody who leads or led them in the last twelve months, nor whom they led."""

    @named(
        "neither the officer nor anybody in their chain of command, either way, now or in the last 12 months"
    )
    def rule(user: Anyone) -> Openings:
        if not isinstance(user, User):
            return []
        near = {user.pk, *roles.linked_by_command(user)}
        handles = fields.many(vault.handle(each, domain) for each in near)
        return [("", ~Q(**{f"{path}__pk__among": handles}))]

    return rule


def own_unit(path: str, *wanted: str, below: bool) -> Rule:
    """Figures of the unit where the role is held, and of everything below it if so stated."""

    @named(either_role(wanted) + ", own unit" + (" and below" if below else ""), only=wanted)
    def rule(user: Anyone) -> Openings:
        units = roles.active_units(user, *wanted) if isinstance(user, User) else []
        where = Q(pk__in=[])
        for unit in units:
            where |= Q(**{f"{path}__path__startswith": unit.path}) if below else Q(**{path: unit})
        return [("unit figures", where)] if units else []

    return rule


def including_unit(path: str, *wanted: str) -> Rule:
    """Figures of the unit in which a hidden unit's people are included: the normal roll-up."""

    @named(either_role(wanted) + ", the unit that includes it", only=wanted)
    def rule(user: Anyone) -> Openings:
        units = roles.active_units(user, *wanted) if isinstance(user, User) else []
        over = Unit.objects.filter(included_cells__unit__in=units).values("pk")
        return [("unit figures", Q(**{f"{path}__in": over}))] if units else []

    return rule
