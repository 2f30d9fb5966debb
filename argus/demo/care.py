"""A patient care report of the demo in NEMSIS form.

Every patient is invented. The file holds to the official schema; elements that the demo has no use
for say "not recorded".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

NEMSIS = "http://www.nemsis.org"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NOT_RECORDED = {f"{{{XSI}}}nil": "true", "NV": "7701003"}

Tree = tuple[str, "str | list[Tree] | None"]


@dataclass(frozen=True, slots=True)
class Care:
    """One invented patient care report: who attended, how the patient was."""

    incident: str
    at: datetime
    crew: Sequence[str] = ("54266", "67981")
    call_sign: str = "M 12"
    dispatch: str = "2301053"
    age: str = "41"
    avpu: str = "3326003"
    systolic: str = "96"
    pulse: str = "48"
    saturation: str = "93"
    respiration: str = "19"
    temperature: str = "36.4"
    final_acuity: str = "4219003"
    harmed: Sequence[str] = ()


def nemsis(*reports: Care) -> bytes:
    """An EMSDataSet with one PatientCareReport for each report."""
    root = etree.Element(f"{{{NEMSIS}}}EMSDataSet", nsmap={None: NEMSIS, "xsi": XSI})
    header = _add(root, "Header", [])
    _add(
        header,
        "DemographicGroup",
        [_leaf("dAgency.01", "D1"), _leaf("dAgency.02", "DEMO-1"), _leaf("dAgency.04", "36")],
    )
    for care in reports:
        report = _add(header, "PatientCareReport", _sections(care))
        report.set("UUID", str(uuid5(NAMESPACE_URL, f"{care.incident}/{care.call_sign}")))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: etree._Element, name: str, content: str | list[Tree] | None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NEMSIS}}}{name}")
    if content is None:
        element.attrib.update(NOT_RECORDED)
    elif isinstance(content, str):
        element.text = content
    else:
        for child, inner in content:
            _add(element, child, inner)
    return element


def _leaf(name: str, value: str | None = None) -> Tree:
    return (name, value)


def _nil(section: str, *numbers: int) -> list[Tree]:
    return [_leaf(f"{section}.{number:02}") for number in numbers]


def _sections(care: Care) -> list[Tree]:
    return [
        ("eRecord", _record(care)),
        ("eResponse", _response(care)),
        ("eDispatch", [_leaf("eDispatch.01", care.dispatch), _leaf("eDispatch.02")]),
        ("eCrew", [("eCrew.CrewGroup", [_leaf("eCrew.01", number)]) for number in care.crew]),
        ("eTimes", _times(care)),
        ("ePatient", _patient(care)),
        ("ePayment", _nil("ePayment", 1, 50)),
        ("eScene", _nil("eScene", 1, 6, 7, 8, 9, 18, 19, 21)),
        ("eSituation", _nil("eSituation", 1, 2, 7, 8, 9, 10, 11, 12, 13, 18, 20)),
        ("eInjury", _nil("eInjury", 1, 3, 4)),
        ("eArrest", _arrest()),
        ("eHistory", _nil("eHistory", 1, 17)),
        ("eVitals", [("eVitals.VitalGroup", _vitals(care))]),
        ("eProtocols", [("eProtocols.ProtocolGroup", _nil("eProtocols", 1))]),
        ("eMedications", [("eMedications.MedicationGroup", _medication())]),
        ("eProcedures", [("eProcedures.ProcedureGroup", _nil("eProcedures", 1, 2, 3, 5, 6, 7, 8, 10))]),
        ("eDisposition", _disposition(care)),
        ("eOutcome", _outcome()),
        *([("eOther", _harm(care))] if care.harmed else []),
    ]  # fmt: skip


def _arrest() -> list[Tree]:
    unknown = _nil("eArrest", 2, 3, 4, 7, 9, 11, 12, 14, 16, 17, 18, 20, 21, 22)
    return [_leaf("eArrest.01", "3001001"), *unknown]


def _record(care: Care) -> list[Tree]:
    software = zip(("eRecord.02", "eRecord.03", "eRecord.04"), ("Argus", "Demo", "1"), strict=True)
    return [
        _leaf("eRecord.01", f"{care.incident}-{care.call_sign}".replace(" ", "")),
        ("eRecord.SoftwareApplicationGroup", [_leaf(name, value) for name, value in software]),
    ]


def _response(care: Care) -> list[Tree]:
    return [
        ("eResponse.AgencyGroup", [_leaf("eResponse.01", "DEMO-1")]),
        _leaf("eResponse.03", care.incident),
        _leaf("eResponse.04", f"{care.incident}.1"),
        ("eResponse.ServiceGroup", [_leaf("eResponse.05", "2205001")]),
        _leaf("eResponse.07", "2207015"),
        *_nil("eResponse", 8, 9, 10, 11, 12),
        _leaf("eResponse.13", care.call_sign),
        _leaf("eResponse.14", care.call_sign),
        _leaf("eResponse.23", "2223001"),
        _leaf("eResponse.24"),
    ]


def _times(care: Care) -> list[Tree]:
    minutes = {1: 0, 3: 1, 5: 2, 6: 7, 7: 8, 9: 25, 11: 40, 12: 45, 13: 60}
    return [_leaf(f"eTimes.{n:02}", _time(care.at, after)) for n, after in minutes.items()]


def _time(at: datetime, minutes: int) -> str:
    return (at + timedelta(minutes=minutes)).isoformat(timespec="seconds")


def _patient(care: Care) -> list[Tree]:
    age = [_leaf("ePatient.15", care.age), _leaf("ePatient.16", "2516009")]
    name = [_leaf("ePatient.02", "Sample"), _leaf("ePatient.03", "Robin")]
    return [
        ("ePatient.PatientNameGroup", name),
        *_nil("ePatient", 7, 8, 9, 14),
        ("ePatient.AgeGroup", age),
    ]


def _vitals(care: Care) -> list[Tree]:
    return [
        _leaf("eVitals.01", _time(care.at, 10)),
        _leaf("eVitals.02", "9923001"),
        ("eVitals.CardiacRhythmGroup", _nil("eVitals", 3, 4, 5)),
        ("eVitals.BloodPressureGroup", [_leaf("eVitals.06", care.systolic)]),
        ("eVitals.HeartRateGroup", [_leaf("eVitals.10", care.pulse)]),
        _leaf("eVitals.12", care.saturation),
        _leaf("eVitals.14", care.respiration),
        *_nil("eVitals", 16, 18),
        ("eVitals.GlasgowScoreGroup", _nil("eVitals", 19, 20, 21, 22)),
        ("eVitals.TemperatureGroup", [_leaf("eVitals.24", care.temperature)]),
        _leaf("eVitals.26", care.avpu),
        ("eVitals.PainScaleGroup", _nil("eVitals", 27)),
        ("eVitals.StrokeScaleGroup", _nil("eVitals", 29, 30)),
        _leaf("eVitals.31"),
    ]


def _medication() -> list[Tree]:
    dose = ("eMedications.DosageGroup", _nil("eMedications", 5, 6))
    return [*_nil("eMedications", 1, 2, 3, 4), dose, *_nil("eMedications", 7, 8, 10)]


def _disposition(care: Care) -> list[Tree]:
    done = zip((27, 28, 29, 30), ("4227001", "4228001", "4229001", "4230001"), strict=True)
    return [
        ("eDisposition.DestinationGroup", _nil("eDisposition", 5, 6, 7)),
        (
            "eDisposition.IncidentDispositionGroup",
            [_leaf(f"eDisposition.{number}", code) for number, code in done],
        ),
        *_nil("eDisposition", 16, 17, 18),
        _leaf("eDisposition.19", care.final_acuity),
        *_nil("eDisposition", 20, 21, 22, 23),
        ("eDisposition.HospitalTeamActivationGroup", _nil("eDisposition", 24, 25)),
        _leaf("eDisposition.32"),
    ]


def _outcome() -> list[Tree]:
    return [
        *_nil("eOutcome", 1, 2),
        ("eOutcome.EmergencyDepartmentProceduresGroup", _nil("eOutcome", 9, 19)),
        *_nil("eOutcome", 10, 11),
        ("eOutcome.HospitalProceduresGroup", _nil("eOutcome", 12, 20)),
        *_nil("eOutcome", 13, 16, 18),
    ]


def _harm(care: Care) -> list[Tree]:
    return [
        (
            "eOther.EMSCrewMemberGroup",
            [
                _leaf("eOther.04", number),
                _leaf("eOther.05", "9923003"),
                _leaf("eOther.06", "4506035"),
            ],
        )
        for number in care.harmed
    ]
