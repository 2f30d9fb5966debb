"""Demo files in the real formats, made by us, with dates relative to `now`.

The agency, its crews' numbers and every patient are invented. Patient care reports are in ``care``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime

from argus.demo.care import Care, nemsis

__all__ = ["Care", "cad", "eido", "fhir", "nemsis"]

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"


def fhir(incident: str, at: datetime, crew: Sequence[str], *, sender_total: int = 6) -> bytes:
    """A FHIR R4 bundle whose own total is one too high: the portal shows both, 5 and 6."""
    taken = at.isoformat(timespec="seconds")
    observations = [
        _observation(LOINC, "9279-1", taken, value=21),
        _observation(LOINC, "8867-4", taken, value=95),
        _observation(LOINC, "59408-5", taken, value=93),
        _observation(LOINC, "8480-6", taken, value=120),
        _observation(LOINC, "8310-5", taken, value=37.5),
        _observation(SNOMED, "722742002", taken),
        _observation(SNOMED, "1104441000000107", taken, level="248234008"),
        _observation(SNOMED, "1104051000000101", taken, value=sender_total),
    ]
    return json.dumps(
        {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [
                {"resource": one} for one in [_fhir_encounter(incident, taken, crew), *observations]
            ],
        },
        indent=1,
    ).encode()


def _fhir_encounter(incident: str, taken: str, crew: Sequence[str]) -> dict[str, object]:
    return {
        "resourceType": "Encounter",
        "id": f"enc-{incident.lower()}",
        "status": "finished",
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "code": "FLD",
        },
        "identifier": [
            {"system": "urn:demo:response", "value": f"{incident}.1"},
            {"system": "urn:demo:incident", "value": incident},
        ],
        "period": {"start": taken},
        "participant": [
            {"individual": {"identifier": {"system": "urn:demo:crew", "value": number}}}
            for number in crew
        ],
    }


def _observation(
    system: str, code: str, taken: str, *, value: float | None = None, level: str = ""
) -> dict[str, object]:
    return {
        "resourceType": "Observation",
        "id": f"obs-{code}",
        "status": "final",
        "code": {"coding": [{"system": system, "code": code}]},
        "effectiveDateTime": taken,
        **({"valueQuantity": {"value": value}} if value is not None else {}),
        **(
            {"valueCodeableConcept": {"coding": [{"system": SNOMED, "code": level}]}}
            if level
            else {}
        ),
    }


def cad(rows: Sequence[tuple[str, datetime, str, str, str, Sequence[str], bool]]) -> bytes:
    """The demo agency's export: (incident, received, district, type, unit, crew, officer hurt)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["incident", "received", "district", "type", "unit", "crew", "officer_injured"])
    for number, received, district, kind, unit, crew, hurt in rows:
        when = received.strftime("%Y-%m-%dT%H:%M:%S%z")
        writer.writerow(
            [number, when, district, kind, unit, ";".join(crew), "yes" if hurt else "no"]
        )
    return out.getvalue().encode()


def eido(incident: str, at: datetime, kind: str, agents: Sequence[str]) -> bytes:
    """One EIDO document: dispatchers on the call, and the type of the incident."""
    stamp = at.isoformat(timespec="milliseconds")
    by = {"lastUpdateTimeStamp": stamp, "updatedByAgencyReference": {"$ref": "demo.example"}}
    return json.dumps(
        {
            "$id": f"urn:emergency:uid:incidentid:{incident}",
            **by,
            "eidoVersion": "1.0",
            "issuingElementIdentification": "cad.demo.example",
            "incidentComponent": [
                {"$id": f"{incident}-incident", **by, "incidentTypeCommonRegistryText": kind}
            ],
            "callComponent": [
                {
                    "$id": f"urn:emergency:uid:callid:{incident}",
                    **by,
                    "callStartTimestamp": stamp,
                    "agentReference": [{"$ref": f"agent-{number}"} for number in agents],
                }
            ],
            "agencyComponent": [{"$id": "demo.example", **by}],
            "agentComponent": [
                {"$id": f"agent-{number}", **by, "agentIdentification": number} for number in agents
            ],
        },
        indent=1,
    ).encode()
