"""An officer's own answers as a FHIR R4 Bundle (collection): what another system can read. Pure.

One QuestionnaireResponse for each instrument of each time, one Observation for each score and for
each night of sleep. LOINC codes only where they are certain; every other code is ours, under a URN.

LOINC: PHQ-9 44249-1 with total 44261-6, PHQ-2 55757-9 with total 55758-7, GAD-7 69737-5 with total
70274-6 (HL7 US Core 6.1, HL7 Personal Health Records IG), AUDIT-C 72109-2 with total 75626-2
(HL7 US Core 6.1, screening and assessments), risk by the C-SSRS screener 93374-7
(US Behavioral Health Profiles), sleep duration 93832-4 (HL7 Personal Health Records IG).

No Patient resource goes out: the subject is an identifier made for one export, so that two exports
can't be joined, and the name that the officer chose to show, or none (ADR 19).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wellness import scoring
from wellness.instruments import Answer, Instrument, Item, UnknownInstrument, instrument, say

LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
OURS = "urn:x-argus:instrument"
SLEEP = "93832-4"
SAID_NOTHING = "asked-declined"  # of the code system of absent data: "rather not say"

PANELS: dict[str, str] = {
    "phq-9": "44249-1",
    "phq-2": "55757-9",
    "gad-7": "69737-5",
    "audit-c": "72109-2",
}
TOTALS: dict[tuple[str, str], str] = {
    ("phq-9", "total"): "44261-6",
    ("phq-2", "total"): "55758-7",
    ("gad-7", "total"): "70274-6",
    ("audit-c", "total"): "75626-2",
    ("c-ssrs", "triage"): "93374-7",
}

Json = dict[str, Any]


@dataclass(frozen=True)
class Response:
    """One instrument as it was answered once, and the scores of that day."""

    id: uuid.UUID
    at: dt.datetime
    instrument: str
    version: str
    answers: Mapping[str, Answer]
    scores: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Night:
    """Hours of sleep in the night that began on a day."""

    on: dt.date
    hours: float


@dataclass(frozen=True)
class Export:
    """One export: when, whose in words (or ''), in which language, under which fresh identifier."""

    made_at: dt.datetime
    name: str = ""
    language: str = "en"
    subject: uuid.UUID = field(default_factory=uuid.uuid4)


def bundle(export: Export, responses: Sequence[Response], nights: Sequence[Night] = ()) -> Json:
    """The Bundle as plain JSON. What it holds is ordered as it was given."""
    entries = [each for response in responses for each in _response(export, response)]
    entries += [_night(export, night) for night in nights]
    body: Json = {
        "resourceType": "Bundle",
        "id": str(uuid.uuid5(export.subject, "bundle")),
        "language": export.language,
        "type": "collection",
        "timestamp": export.made_at.isoformat(timespec="seconds"),
    }
    return body | ({"entry": [_entry(each) for each in entries]} if entries else {})


def _entry(resource: Json) -> Json:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def _subject(export: Export) -> Json:
    identifier = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{export.subject}"}
    return {"identifier": identifier} | ({"display": export.name} if export.name else {})


def _response(export: Export, given: Response) -> Iterator[Json]:
    of = _known(given)
    questionnaire = _id(export, given, "answers")
    items = [_item(export, of, code, answer) for code, answer in given.answers.items()]
    yield {
        "resourceType": "QuestionnaireResponse",
        "id": questionnaire,
        "questionnaire": _canonical(given),
        "status": "completed",
        "subject": _subject(export),
        "authored": given.at.isoformat(timespec="seconds"),
    } | ({"item": items} if items else {})
    for score in given.scores:
        yield _score(export, given, of, score, questionnaire)


def _known(given: Response) -> Instrument | None:
    """The instrument in the version that was shown; None when its file is gone."""
    try:
        return instrument(given.instrument, given.version)
    except UnknownInstrument:
        return None


def _id(export: Export, given: Response, part: str) -> str:
    """Fresh in every export: no id of ours goes out."""
    return str(uuid.uuid5(export.subject, f"{given.id}|{given.instrument}|{part}"))


def _canonical(given: Response) -> str:
    if given.instrument in PANELS:
        return f"http://loinc.org/q/{PANELS[given.instrument]}"
    return f"{OURS}:{given.instrument}" + (f"|{given.version}" if given.version else "")


def _item(export: Export, of: Instrument | None, code: str, answer: Answer) -> Json:
    item = next((each for each in of.items if each.code == code), None) if of else None
    line: Json = {"linkId": (item.loinc if item else "") or code}
    if item and (text := say(item.text, export.language)):
        line["text"] = text
    return line if answer is None else line | {"answer": [_answer(export, of, item, answer)]}


def _answer(export: Export, of: Instrument | None, item: Item | None, answer: float) -> Json:
    """A chosen option as a coding with its number; anything else as the number it is."""
    option = next((each for each in item.options if each.value == answer), None) if item else None
    if of is None or option is None:
        whole = float(answer).is_integer()
        return {"valueInteger": int(answer)} if whole else {"valueDecimal": answer}
    return {
        "valueCoding": {
            "extension": [{"url": ORDINAL, "valueDecimal": option.value}],
            "system": f"{OURS}:{of.code}:options",
            "code": f"{option.value:g}",
            **({"display": text} if (text := say(option.label, export.language)) else {}),
        }
    }


def _score(
    export: Export,
    given: Response,
    of: Instrument | None,
    score: Mapping[str, Any],
    questionnaire: str,
) -> Json:
    scale = str(score["scale"])
    band = str(score["band"])
    word = str(scoring.band_label(of, scale, band)) if of else band
    return {
        "resourceType": "Observation",
        "id": _id(export, given, scale),
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": "survey"}]}],
        "code": _code(export, given, of, scale),
        "subject": _subject(export),
        "effectiveDateTime": given.at.isoformat(timespec="seconds"),
        **_total(score, word),
        "interpretation": [{"coding": [_ours(given, scale, band)], "text": word}],
        "derivedFrom": [{"reference": f"urn:uuid:{questionnaire}"}],
    }


def _ours(given: Response, scale: str, code: str) -> Json:
    return {"system": f"{OURS}:{given.instrument}:{scale}", "code": code}


def _code(export: Export, given: Response, of: Instrument | None, scale: str) -> Json:
    codings = [{"system": f"{OURS}:{given.instrument}", "code": scale}]
    if loinc := TOTALS.get((given.instrument, scale)):
        codings.insert(0, {"system": LOINC, "code": loinc})
    title = say(of.title, export.language) if of else given.instrument
    return {"coding": codings, "text": f"{title}, {_label(of, scale)}"}


def _label(of: Instrument | None, scale: str) -> str:
    return (
        str(next((each.label for each in of.scales if each.code == scale), scale)) if of else scale
    )


def _total(score: Mapping[str, Any], word: str) -> Json:
    """The number, or the word of a scale without one, or why there is none."""
    total = score.get("total")
    if total is not None:
        unit = {"unit": "{score}", "system": UCUM, "code": "{score}"}
        return {"valueQuantity": {"value": total, **unit}}
    if score.get("complete"):
        return {"valueCodeableConcept": {"text": word}}
    return {"dataAbsentReason": {"coding": [{"system": ABSENT, "code": SAID_NOTHING}]}}


def _night(export: Export, night: Night) -> Json:
    return {
        "resourceType": "Observation",
        "id": str(uuid.uuid5(export.subject, f"night|{night.on.isoformat()}")),
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": "activity"}]}],
        "code": {"coding": [{"system": LOINC, "code": SLEEP}], "text": "Sleep duration"},
        "subject": _subject(export),
        "effectiveDateTime": night.on.isoformat(),
        "valueQuantity": {"value": night.hours, "unit": "h", "system": UCUM, "code": "h"},
    }
