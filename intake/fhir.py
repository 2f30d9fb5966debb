"""Patient care as a FHIR R4 Bundle: encounters, vital signs, ACVPU and the sender's NEWS2 total.

The sender's total and ours stay apart: the higher decides, a difference is shown. The patient is
read for one purpose, the age at the time of the observations (NEWS2 is not valid under 16), and
that age is taken from the observations' time, because the period of an encounter is often only a placeholder.
Crew come from the identifiers of Encounter.participant, in the bundle's Practitioner or in the reference itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from intake import news2
from intake.facts import ParsedAttendance, ParsedEncounter, Problem, main_category
from intake.tree import Json, load, moment, node, nodes, text
from intake.triggers import Observed, derive

LIMIT = 64 * 1024 * 1024
LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"

NEWS2_TOTAL = {(SNOMED, "1104051000000101")}
ACVPU = {(SNOMED, "1104441000000107"), (SNOMED, "1104361000000100"), (LOINC, "11454-6")}
ACVPU |= {(LOINC, "67775-7"), (LOINC, "80288-4")}
LEVELS = {
    "248234008": "A",
    "130987000": "C",
    "300202002": "V",
    "255373000": "V",
    "450847001": "P",
    "422768004": "U",
}
ROOM_AIR = {(SNOMED, "722742002")}
ON_OXYGEN = {(SNOMED, "371825009"), (SNOMED, "57485005"), (LOINC, "3151-8"), (LOINC, "3150-0")}
SCALE_2 = {(SNOMED, "1104321000000108")}
PREGNANT = {(SNOMED, "77386006")}
VITALS = {
    (LOINC, "9279-1"): "respiration",
    (SNOMED, "86290005"): "respiration",
    (LOINC, "59408-5"): "saturation",
    (LOINC, "2708-6"): "saturation",
    (SNOMED, "103228002"): "saturation",
    (LOINC, "8480-6"): "systolic",
    (SNOMED, "72313002"): "systolic",
    (SNOMED, "271649006"): "systolic",
    (LOINC, "8867-4"): "pulse",
    (SNOMED, "364075005"): "pulse",
    (SNOMED, "78564009"): "pulse",
    (LOINC, "8310-5"): "temperature",
    (SNOMED, "276885007"): "temperature",
    (SNOMED, "386725007"): "temperature",
}
FAHRENHEIT = {"[degF]", "degF"}
DECEASED = {"exp"}


def read(
    source: BinaryIO, *, limit: int = LIMIT, pepper: bytes = b""
) -> Iterator[ParsedEncounter | Problem]:
    """Encounters and problems of one bundle. Problem.line is the line for broken JSON, else 0.

    `pepper` keys the number given to an encounter that carries none.
    """
    bundle = load(source, limit)
    if isinstance(bundle, Problem):
        yield bundle
    else:
        yield from _bundle(bundle, pepper)


def _bundle(bundle: object, pepper: bytes) -> Iterator[ParsedEncounter | Problem]:
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        yield Problem(0, "other_kind", "resourceType")
        return
    breach = standard_breach(bundle)
    if breach:
        yield Problem(0, "schema", breach)
        return
    index = _index(bundle)
    encounters = _all(index, "Encounter")
    if not encounters:
        yield Problem(0, "no_encounter")
    for one in encounters:
        number = _identifier(one) or _mark(one, pepper)
        yield _encounter(one, index, number, alone=len(encounters) == 1)


def _index(bundle: Json) -> Mapping[str, Json]:
    """Every resource by each name that a reference may use: its fullUrl, and Type/id."""
    index: dict[str, Json] = {}
    for entry in nodes(bundle.get("entry")):
        resource = node(entry.get("resource"))
        index[f"{text(resource.get('resourceType'))}/{text(resource.get('id'))}"] = resource
        index.setdefault(text(entry.get("fullUrl")), resource)
    return index


def _all(index: Mapping[str, Json], kind: str) -> list[Json]:
    found = {id(one): one for one in index.values() if one.get("resourceType") == kind}
    return list(found.values())


def standard_breach(bundle: Json) -> str:
    """Where the bundle leaves FHIR R4 (paths and rule names only, never a value); '' when it does not."""
    from fhir.resources.R4B.bundle import Bundle
    from pydantic import ValidationError

    try:
        Bundle.model_validate(bundle)
    except ValidationError as broken:
        first = broken.errors(include_input=False, include_context=False, include_url=False)[0]
        return ".".join(str(step) for step in first["loc"])[:200] or first["type"]
    return ""


def _encounter(
    encounter: Json, index: Mapping[str, Json], number: str, *, alone: bool
) -> ParsedEncounter | Problem:
    observations = [
        one for one in _all(index, "Observation") if _belongs(one, encounter, index, alone)
    ]
    occurred_at = moment(node(encounter.get("period")).get("start")) or _taken(observations)
    if occurred_at is None:
        return Problem(0, "no_time", "Encounter.period")
    patient = index.get(_reference(encounter.get("subject")), {})
    found = _categories(encounter, patient)
    seen = _observed(observations, patient, _taken(observations) or occurred_at, found)
    result = derive(seen)
    return ParsedEncounter(
        line=0,
        external_id=text(encounter.get("id")) or number,
        incident=_incident(encounter) or number,
        response=number,
        occurred_at=occurred_at,
        crew=tuple(ParsedAttendance(crew=crew) for crew in _crew(encounter, index)),
        category=main_category(found),
        avpu=seen.avpu,
        news2=result.news2,
        triggers=result.triggers,
        because=result.because,
        urgent=result.urgent,
        check_in=result.check_in,
        version=_version(encounter),
    )


def _observed(
    observations: Sequence[Json], patient: Json, at: datetime, found: set[str]
) -> Observed:
    """One set per observation time, and one of the latest values; the highest total decides."""
    ordered = sorted(observations, key=lambda one: moment(one.get("effectiveDateTime")) or at)
    sets: dict[object, list[Json]] = {}
    for one in ordered:
        sets.setdefault(moment(one.get("effectiveDateTime")), []).append(one)
    vitals = [_vitals(group) for group in [*sets.values(), ordered]]
    totals = [
        int(value)
        for one in observations
        if _codes(one) & NEWS2_TOTAL and (value := _quantity(one)) is not None
    ]
    age = _age(patient, at)
    pregnant = any(_codes(one) & PREGNANT for one in observations)
    scored = [news2.score(one) for one in vitals if one != news2.Vitals()]
    return Observed(
        score=news2.decide(scored),
        sender=max(totals, default=None),
        avpu=news2.gravest(one.consciousness or "" for one in vitals),
        valid=news2.valid_for(age, pregnant),
        categories=frozenset(found),
    )


def _vitals(group: Sequence[Json]) -> news2.Vitals:
    values: dict[str, Decimal] = {}
    level = ""
    oxygen: bool | None = None
    scale = 1
    for one in [part for o in group for part in (o, *nodes(o.get("component")))]:
        found = _codes(one)
        name = next((VITALS[code] for code in found if code in VITALS), "")
        value = _quantity(one)
        if name and value is not None:
            values[name] = value
        if found & ACVPU:
            level = _level(one) or level
        if found & ROOM_AIR:
            oxygen = bool(oxygen)
        elif found & ON_OXYGEN and value != 0:
            oxygen = True
        if found & SCALE_2:
            scale = 2
    return news2.Vitals(**values, consciousness=level or None, on_oxygen=oxygen, scale=scale)


def _level(one: Json) -> str:
    concept = node(one.get("valueCodeableConcept"))
    return next((LEVELS[code] for _system, code in _codings(concept) if code in LEVELS), "")


def _quantity(one: Json) -> Decimal | None:
    """The value in the unit of the chart; a Fahrenheit temperature is turned into Celsius."""
    quantity = node(one.get("valueQuantity"))
    value = quantity.get("value", one.get("valueInteger"))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    if quantity.get("code") in FAHRENHEIT or quantity.get("unit") in FAHRENHEIT:
        return (number - 32) * 5 / 9
    return number


def _categories(encounter: Json, patient: Json) -> set[str]:
    leaving = node(node(encounter.get("hospitalization")).get("dischargeDisposition"))
    died = bool(patient.get("deceasedBoolean") or patient.get("deceasedDateTime"))
    died = died or any(code in DECEASED for _system, code in _codings(leaving))
    if not died:
        return set()
    at = moment(node(encounter.get("period")).get("start"))
    age = _age(patient, at) if at else None
    return {"patient_death"} | ({"child_death_or_harm"} if age is not None and age < 18 else set())


def _crew(encounter: Json, index: Mapping[str, Json]) -> list[str]:
    crew = []
    for participant in nodes(encounter.get("participant")):
        individual = node(participant.get("individual"))
        practitioner = index.get(_reference(individual), {})
        number = text(node(individual.get("identifier")).get("value")) or _identifier(practitioner)
        if number:
            crew.append(number)
    return list(dict.fromkeys(crew))


def _incident(encounter: Json) -> str:
    """The dispatch system's number: an identifier typed or named as incident, else episode of care."""
    for identifier in nodes(encounter.get("identifier")):
        kind = {code for _system, code in _codings(node(identifier.get("type")))}
        if "incident" in text(identifier.get("system")).lower() or "INC" in kind:
            return text(identifier.get("value"))
    return ""


def _mark(encounter: Json, pepper: bytes) -> str:
    """A number for an encounter that has none. Its id is no number: some systems write the patient's name in it."""
    key = hashlib.blake2b(pepper, digest_size=32).digest()
    named = text(encounter.get("id")) or text(node(encounter.get("subject")).get("reference"))
    return "FHIR-" + hashlib.blake2b(named.encode(), key=key, digest_size=6).hexdigest()


def _identifier(resource: Json) -> str:
    values = (text(one.get("value")) for one in nodes(resource.get("identifier")))
    return next((value for value in values if value), "")


def _belongs(one: Json, encounter: Json, index: Mapping[str, Json], alone: bool) -> bool:
    """By reference; a bundle with a single encounter may leave the reference out."""
    reference = _reference(one.get("encounter"))
    return index.get(reference) is encounter if reference else alone


def _age(patient: Json, at: datetime) -> int | None:
    try:
        born = date.fromisoformat(text(patient.get("birthDate")))
    except ValueError:
        return None
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def _taken(observations: Sequence[Json]) -> datetime | None:
    times = (moment(one.get("effectiveDateTime")) for one in observations)
    return min((at for at in times if at), default=None)


def _version(resource: Json) -> int:
    number = text(node(resource.get("meta")).get("versionId"))
    return int(number) if number.isdecimal() and len(number) < 9 else 1


def _codes(one: Json) -> set[tuple[str, str]]:
    return set(_codings(node(one.get("code"))))


def _codings(concept: Json) -> Iterator[tuple[str, str]]:
    for coding in nodes(concept.get("coding")):
        yield text(coding.get("system")), text(coding.get("code"))


def _reference(value: object) -> str:
    return text(node(value).get("reference"))
