"""Who stood where when a period began, and who said "count me" for the whole of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from agency.models import Post, Role, Unit
from trust import vault
from trust.models import Consent
from trust.release.engine import Group, in_order
from trust.release.periods import UNIT_KINDS, Period, PeriodKind


@dataclass(frozen=True)
class Population:
    """Officers by user id. `counted` is a part of `unit_of`."""

    unit_of: Mapping[uuid.UUID, Unit]
    counted: frozenset[uuid.UUID]

    @property
    def roster(self) -> frozenset[uuid.UUID]:
        """Everyone who stood somewhere as an officer."""
        return frozenset(self.unit_of)

    @cached_property
    def lines(self) -> dict[uuid.UUID, list[Unit]]:
        """Every unit in use, with the units above it from the top down, itself last."""
        by_path = {unit.path: unit for unit in Unit.objects.all()}
        used = {unit.pk: unit for unit in self.unit_of.values()}
        return {
            pk: [by_path[path] for path in _paths(unit) if path in by_path]
            for pk, unit in used.items()
        }


def _paths(unit: Unit) -> list[str]:
    """The paths of the units above, from the top down, its own last."""
    codes = unit.path.rstrip("/").split("/")
    return ["/".join(codes[:length]) + "/" for length in range(1, len(codes) + 1)]


def at(period: Period) -> Population:
    """The population of a period: places on its first day, consent from its start to its end."""
    units = Unit.objects.in_bulk()
    posts = Post.objects.on(period.first).filter(role=Role.OFFICER).order_by("since", "pk")
    unit_of = {user: units[unit] for user, unit in posts.values_list("user_id", "unit_id")}
    willing = _willing(period)
    counted = frozenset(user for user in unit_of if vault.handle(user, "wellness") in willing)
    return Population(unit_of, counted)


def _willing(period: Period) -> set[uuid.UUID]:
    """Handles that said yes before the period, and said nothing else until its end."""
    said = (
        Consent.objects.filter(decided_at__lt=period.ends)
        .order_by("participant", "version")
        .values_list("participant_id", "decided_at", "count_me")
    )
    willing: set[uuid.UUID] = set()
    for participant, decided_at, count_me in said.iterator(chunk_size=5_000):
        if not count_me:
            willing.discard(participant)
        elif decided_at <= period.starts:
            willing.add(participant)
    return willing


def groups(
    population: Population, people: Iterable[uuid.UUID], kind: PeriodKind
) -> list[Group[uuid.UUID, uuid.UUID]]:
    """Who of these people stands in each unit or below it, in the order the engine asks.

    A quarter also asks the units above, whose figures leave monthly, so that no remainder is small.
    """
    levels = UNIT_KINDS[PeriodKind.MONTH] | UNIT_KINDS[kind]
    units: dict[uuid.UUID, Unit] = {}
    members: dict[uuid.UUID, set[uuid.UUID]] = {}
    for person in people:
        for unit in population.lines[population.unit_of[person].pk]:
            if unit.kind in levels:
                units[unit.pk] = unit
                members.setdefault(unit.pk, set()).add(person)
    return in_order(
        Group(pk, frozenset(members[pk]), unit.path.count("/"), unit.code)
        for pk, unit in units.items()
    )
