"""Event types in a report: the standard's own case definition, dispatch reason, injury codes, crew harm.

A wide net on purpose: an offer of support costs little and can be declined unseen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake.nemsis import codes
from intake.nemsis.xml import Report

CHILD = 18
IMPRESSIONS = ("eSituation.09", "eSituation.10", "eSituation.11", "eSituation.12")


def categories(report: Report, *, age: float | None, avpu: str) -> set[str]:
    """Event type codes of the encounter. `age` in years, None when not known."""
    died = has_any(report, codes.DEATH) or has_any(report, codes.DEATH_LATER)
    injuries = report.texts("eInjury.01")
    icd = injuries + [text for name in IMPRESSIONS for text in report.texts(name)]
    dispatch = report.text("eDispatch.01")
    crew = set(report.texts("eOther.06"))
    holds = {
        "patient_death": died,
        "child_death_or_harm": age is not None and age < CHILD and (died or grave(report, avpu)),
        "mass_casualty": codes.YES in report.texts("eScene.07") or dispatch == codes.ACTIVE_SHOOTER,
        "suicide_scene": matches(codes.SELF_HARM, icd) or (died and dispatch == codes.HANGING),
        "fatal_collision": died and matches(codes.TRANSPORT, injuries),
        "officer_involved_shooting": matches(codes.POLICE_FIREARM, injuries),
        "line_of_duty_death": bool(crew & codes.CREW_DEATH),
        "serious_duty_injury": bool(crew & codes.CREW_STRUCK),
        "assault_on_officer": bool(crew & codes.CREW_ATTACKED),
    }
    return {code for code, true in holds.items() if true}


def grave(report: Report, avpu: str) -> bool:
    """Serious harm without death: arrest, critical acuity, high-risk trauma, or not awake."""
    return (
        bool(set(report.texts("eArrest.01")) & codes.ARREST)
        or has_any(report, codes.CRITICAL)
        or bool(report.texts("eInjury.03"))
        or avpu in ("V", "P", "U")
    )


def crew_harm(report: Report) -> set[str]:
    """Numbers of crew members who were hurt, exposed or threatened (eOther.05, eOther.06)."""
    return {
        member.text("eOther.04")
        for member in report.groups("eOther.EMSCrewMemberGroup")
        if member.text("eOther.04")
        and (
            codes.YES in member.texts("eOther.05")
            or set(member.texts("eOther.06")) & codes.CREW_HARM
        )
    }


def has_any(report: Report, wanted: Mapping[str, set[str]]) -> bool:
    return any(set(report.texts(name)) & found for name, found in wanted.items())


def matches(pattern: re.Pattern[str], texts: list[str]) -> bool:
    return any(pattern.match(text) for text in texts)
