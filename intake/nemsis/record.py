"""One PatientCareReport → one encounter: who attended, which triggers, and why.

Which observations count: those of this unit (sets taken before it arrived, by eVitals.02, are left
out). Every set is scored by itself and the highest total decides, because the crew met the patient
at the worst moment too. NEMSIS has no element for inhaled oxygen at the time of a set: oxygen counts
as given from the time of a documented administration (eMedications.03, eProcedures.03) onward,
otherwise the patient breathed air. An alert patient whose verbal Glasgow part is 4 counts as newly
confused: the RCP asks to assume that until shown otherwise. Names, birth date and addresses are
never read; observations leave this module only as a total.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from intake import news2
from intake.facts import ParsedAttendance, ParsedEncounter, Problem, main_category
from intake.nemsis import codes
from intake.nemsis.events import categories, crew_harm
from intake.nemsis.xml import Report
from intake.triggers import Observed, derive

TIMES = ("eTimes.06", "eTimes.05", "eTimes.03", "eTimes.01")


def encounter(element: etree._Element) -> Iterator[ParsedEncounter | Problem]:
    """The encounter of a report, or every reason why it can't be taken in."""
    report = Report(element)
    problems = list(_problems(report))
    occurred_at = _first_time(report)
    incident = report.text("eResponse.03")
    if not incident:
        problems.append(Problem(report.line("eResponse"), "no_incident", "eResponse.03"))
    if occurred_at is None:
        problems.append(Problem(report.line("eTimes"), "no_time", "eTimes"))
    if problems or occurred_at is None:
        yield from problems
        return
    yield _encounter(report, incident, occurred_at)


def _encounter(report: Report, incident: str, occurred_at: datetime) -> ParsedEncounter:
    age = age_in_years(report)
    pregnant = bool(set(report.texts("eHistory.18")) & codes.PREGNANT)
    sets = own_sets(report)
    avpu = news2.gravest(consciousness(one) for one in sets)
    harmed = crew_harm(report)
    found = categories(report, age=age, avpu=avpu)
    seen = Observed(
        score=news2.decide(news2.score(_vitals(report, one)) for one in sets),
        avpu=avpu,
        valid=news2.valid_for(None if age is None else int(age), pregnant),
        categories=frozenset(found),
        crew_harmed=bool(harmed),
    )
    result = derive(seen)
    return ParsedEncounter(
        line=report.element.sourceline or 0,
        external_id=report.element.get("UUID") or report.text("eRecord.01"),
        incident=incident,
        response=report.text("eResponse.04") or report.text("eRecord.01"),
        occurred_at=occurred_at,
        crew=_crew(report, harmed),
        category=main_category(found),
        avpu=avpu,
        news2=result.news2,
        triggers=result.triggers,
        because=result.because,
        urgent=result.urgent,
        check_in=result.check_in,
    )


def _crew(report: Report, harmed: set[str]) -> tuple[ParsedAttendance, ...]:
    numbers = dict.fromkeys([*report.texts("eCrew.01"), *sorted(harmed)])
    call_sign = report.text("eResponse.14")
    return tuple(
        ParsedAttendance(crew=number, call_sign=call_sign[:40], harmed=number in harmed)
        for number in numbers
    )


def own_sets(report: Report) -> list[Report]:
    groups = report.groups("eVitals.VitalGroup")
    return [one for one in groups if one.text("eVitals.02") != codes.YES]


def consciousness(one: Report) -> str:
    """ACVPU of one set; '' when it was not taken."""
    level = codes.AVPU.get(one.text("eVitals.26"), "")
    if level in ("", "A") and one.text("eVitals.20") == codes.CONFUSED:
        return "C"
    return level


def _vitals(report: Report, one: Report) -> news2.Vitals:
    return news2.Vitals(
        respiration=_number(one, "eVitals.14"),
        saturation=_number(one, "eVitals.12"),
        on_oxygen=on_oxygen(report, moment(one.text("eVitals.01"))),
        systolic=_number(one, "eVitals.06"),
        pulse=_number(one, "eVitals.10"),
        consciousness=consciousness(one) or None,
        temperature=_number(one, "eVitals.24"),
    )


def on_oxygen(report: Report, at: datetime | None) -> bool:
    given = [
        (group.text("eMedications.01"), group.text("eMedications.03") == codes.OXYGEN_RXNORM)
        for group in report.groups("eMedications.MedicationGroup")
    ] + [
        (group.text("eProcedures.01"), group.text("eProcedures.03") in codes.OXYGEN_SNOMED)
        for group in report.groups("eProcedures.ProcedureGroup")
    ]
    started = [moment(when) for when, is_oxygen in given if is_oxygen]
    return any(at is None or start is None or start <= at for start in started)


def age_in_years(report: Report) -> float | None:
    age, unit = report.text("ePatient.15"), report.text("ePatient.16")
    return float(age) / codes.AGE_UNITS[unit] if age and unit else None


def _first_time(report: Report) -> datetime | None:
    """When the incident was: arrival on scene, else the nearest earlier step that has a time."""
    return next((at for name in TIMES if (at := moment(report.text(name)))), None)


def moment(text: str) -> datetime | None:
    """A NEMSIS time. The standard demands an offset, so a time without one is not read."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


def _number(one: Report, name: str) -> Decimal | None:
    text = one.text(name)
    return Decimal(text) if text else None


def _problems(report: Report) -> Iterator[Problem]:
    yield from _missing(report)
    for name, allowed in codes.MEMBERS.items():
        yield from (
            Problem(line, "code", name) for text, line in report.values(name) if text not in allowed
        )
    for name, (lowest, highest) in codes.RANGES.items():
        for text, line in report.values(name):
            if not _within(text, lowest, highest):
                yield Problem(line, "format", name)
    for name in ("eTimes.01", "eTimes.03", "eTimes.05", "eTimes.06", "eVitals.01"):
        for text, line in report.values(name):
            if moment(text) is None:
                yield Problem(line, "format", name)


def _missing(report: Report) -> Iterator[Problem]:
    for section in ("eRecord", "eResponse", "eTimes"):
        if not report.groups(section):
            yield Problem(report.element.sourceline or 0, "missing", section)
    for section, names in codes.REQUIRED.items():
        for group in report.groups(section):
            lacking = [name for name in names if not group.has(name)]
            if lacking:
                yield Problem(group.element.sourceline or 0, "missing", ", ".join(lacking))


def _within(text: str, lowest: int, highest: int) -> bool:
    try:
        return lowest <= Decimal(text) <= highest
    except InvalidOperation:
        return False
