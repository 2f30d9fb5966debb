"""Incidents as NENA EIDO JSON (NENA-STA-021): components side by side that point at each other by `$ref`.

Agents named by a call are dispatch staff: they attended from a distance, which counts too. Callers,
persons, locations and the additional data of the call are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from intake.facts import CATEGORIES, ParsedAttendance, ParsedIncident, Problem
from intake.tree import Json, items, load, moment, node, nodes, text

LIMIT = 16 * 1024 * 1024
INCIDENT_ID = "urn:emergency:uid:incidentid:"
TYPES = ("incidentTypeCommonRegistryText", "incidentTypeInternalText", "standardPrimaryCallType")
STARTED = ("incidentStartTimestamp", "callStartTimestamp", "answerDate")
AT_A_DISTANCE = ("callComponent", "dispatchComponent")
ON_SCENE = ("emergencyResourceComponent", "incidentComponent")


class Dangling(Exception):
    """A `$ref` that points at nothing in the document."""


def read(source: BinaryIO, *, limit: int = LIMIT) -> Iterator[ParsedIncident | Problem]:
    """One incident per document; a list of documents gives one each."""
    document = load(source, limit)
    if isinstance(document, Problem):
        yield document
        return
    for one in document if isinstance(document, list) else [document]:
        yield _incident(node(one))


def _incident(document: Json) -> ParsedIncident | Problem:
    identifier = text(document.get("$id"))
    if not identifier:
        return Problem(0, "no_incident" if "eidoVersion" in document else "other_kind", "$id")
    updated, started = moment(document.get("lastUpdateTimeStamp")), _started(document)
    if updated is None:
        return Problem(0, "no_time", "lastUpdateTimeStamp")
    try:
        attendances = tuple(_attendances(document, _index(document)))
    except Dangling as dangling:
        return Problem(0, "unresolved", str(dangling))
    kind = _first(document, TYPES)
    return ParsedIncident(
        line=0,
        external_id=identifier[:120],
        number=identifier.removeprefix(INCIDENT_ID)[:80],
        occurred_at=started or updated,
        kind=kind[:120],
        category=_category(kind),
        version=int(updated.timestamp()),
        attendances=attendances,
    )


def _index(document: Json) -> Mapping[str, Json]:
    """Every component by its `$id`, whatever list it stands in."""
    return {
        text(one.get("$id")): one
        for name, listed in document.items()
        if name.endswith("Component")
        for one in nodes(listed)
    }


def _attendances(document: Json, index: Mapping[str, Json]) -> Iterator[ParsedAttendance]:
    seen: set[str] = set()
    for name in (*ON_SCENE, *AT_A_DISTANCE):
        for component in nodes(document.get(name)):
            for agent in _agents(component, index):
                number = text(agent.get("agentIdentification")) or text(agent.get("$id"))
                if number not in seen:
                    seen.add(number)
                    yield ParsedAttendance(
                        crew=number[:50],
                        call_sign=text(component.get("unitIdentification"))[:40],
                        secondary=name in AT_A_DISTANCE,
                    )


def _agents(component: Json, index: Mapping[str, Json]) -> Iterator[Json]:
    named = component.get("agentReference")
    for reference in items(named) or ([named] if named else []):
        target = text(node(reference).get("$ref"))
        if target not in index:
            raise Dangling("agentReference")
        yield index[target]


def _started(document: Json) -> datetime | None:
    times = (
        moment(component.get(key))
        for listed in document.values()
        for component in nodes(listed)
        for key in STARTED
    )
    return min((at for at in times if at), default=None)


def _first(document: Json, keys: tuple[str, ...]) -> str:
    """The most exact statement of the incident's type, in the order of `keys`."""
    components = [one for listed in document.values() for one in nodes(listed)]
    for key in keys:
        for one in components:
            value = one.get(key)
            found = text(value) or text(next(iter(items(value)), ""))
            if found:
                return found
    return ""


def _category(kind: str) -> str:
    word = kind.casefold().replace(" ", "_").replace("-", "_")
    return word if word in CATEGORIES else ""
