"""The codes of NEMSIS v3.5.1 that we act on (data dictionary 3.5.1.250403CP1). Numbers only.

`REQUIRED` lists the children that the standard demands in the sections that we read: a report
without them breaks the standard even where no official schema is at hand.
"""

from __future__ import annotations

import re

NAMESPACE = "http://www.nemsis.org"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
YES, NO = "9923003", "9923001"

AVPU = {"3326001": "A", "3326003": "V", "3326005": "P", "3326007": "U"}
CONFUSED = "4"  # eVitals.20, verbal part of the Glasgow Coma Score

AGE_UNITS = {
    "2516009": 1.0,
    "2516007": 12.0,
    "2516001": 365.25,
    "2516003": 8766.0,
    "2516005": 525960.0,
}
PREGNANT = {"3118005", "3118007", "3118009", "3118011"}

OXYGEN_RXNORM = "7806"
OXYGEN_SNOMED = {"57485005", "371907003", "71786000", "336623009"}

CRITICAL = {"eSituation.13": {"2813001"}, "eDisposition.19": {"4219001"}}
ARREST = {"3001003", "3001005"}

# The official case definition "Patient Death" of 27 May 2025.
DEATH = {
    "eScene.08": {"2708009"},
    "eSituation.09": {"R99"},
    "eSituation.10": {"R99"},
    "eSituation.11": {"R99"},
    "eSituation.12": {"R99"},
    "eSituation.13": {"2813007"},
    "eArrest.03": {"3003007", "3003009"},
    "eArrest.12": {"3012001"},
    "eArrest.16": {"3016001", "3016005"},
    "eArrest.17": {"9901001", "9901003", "9901035", "9901067", "9901071"},
    "eArrest.18": {"3018003"},
    "eDisposition.12": {"4212013", "4212015", "4212017", "4212019"},
    "eDisposition.19": {"4219007", "4219009"},
    "eDisposition.21": {"4221009"},
}
# Deaths that the definition leaves to the hospital: the crew cared for this patient all the same.
DEATH_LATER = {"eArrest.18": {"3018001"}, "eOutcome.01": {"20"}, "eOutcome.02": {"20"}}

ACTIVE_SHOOTER, HANGING = "2301099", "2301093"
# ICD-10-CM; the intentional self-harm part follows the case definition "Behavioral Health".
SELF_HARM = re.compile(
    r"T14\.91|T(3[6-9]|[4-6]\d|7[01])\.(..|9)2|T41\.42|T42\.72|T58\.[01]2|T61\.02|T61\.12"
    r"|T64\.[08]2|T36\.92|X(7[1-9]|8[0-3])"
)
TRANSPORT = re.compile(r"V[0-8]\d")
POLICE_FIREARM = re.compile(r"Y35\.0")
ICD = re.compile(r"[A-QRSTVWXYZU]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$")

CREW_DEATH = {"4506001", "4506003", "4506005"}
CREW_ATTACKED = {"4506035", "4506039"}
CREW_STRUCK = {"4506041"}
CREW_HARM = CREW_DEATH | CREW_STRUCK | {str(code) for code in range(4506007, 4506027, 2)}
CREW_HARM |= {str(code) for code in range(4506031, 4506041, 2)}

# element → (lowest, highest) of the schema's own types
RANGES = {
    "eVitals.06": (0, 500),
    "eVitals.10": (0, 500),
    "eVitals.12": (0, 100),
    "eVitals.14": (0, 300),
    "eVitals.24": (0, 50),
    "ePatient.15": (1, 120),
}
MEMBERS = {
    "eVitals.02": {YES, NO},
    "eVitals.20": {"1", "2", "3", "4", "5"},
    "eVitals.26": set(AVPU),
    "ePatient.16": set(AGE_UNITS),
    "eOther.05": {YES, NO},
    "eScene.07": {YES, NO},
    "eArrest.01": ARREST | {"3001001"},
    "eSituation.13": {f"28130{n:02}" for n in range(1, 10, 2)},
    "eDisposition.19": {f"42190{n:02}" for n in range(1, 12, 2)},
    "eOther.06": {f"45060{n:02}" for n in range(1, 42, 2)},
}


def _numbered(section: str, *numbers: int) -> tuple[str, ...]:
    return tuple(f"{section}.{number:02}" for number in numbers)


REQUIRED = {
    "eRecord": _numbered("eRecord", 1),
    "eResponse": _numbered("eResponse", 3, 4, 5, 7, 13, 14, 23, 24),
    "eDispatch": _numbered("eDispatch", 1, 2),
    "eTimes": _numbered("eTimes", 1, 3, 5, 6, 7, 9, 11, 12, 13),
    "eScene": _numbered("eScene", 1, 6, 7, 8, 9),
    "eSituation": _numbered("eSituation", 1, 2, 7, 8, 9, 10, 11, 12, 13, 18, 20),
    "eInjury": _numbered("eInjury", 1, 3, 4),
    "eArrest": _numbered("eArrest", 1, 2, 3, 4, 7, 9, 11, 12, 14, 16, 17, 18),
    "eVitals.VitalGroup": _numbered("eVitals", 1, 2, 6, 10, 12, 14, 26),
    "eDisposition": _numbered("eDisposition", 27, 28, 29, 30, 19, 21),
}
