"""What a parser may hand on: derived facts and refusals, and nothing else of a patient.

No name, birth date, address or vital sign has a field here, so none can travel further. A parser
yields these and never raises for the content of a file: whatever can't be read becomes a Problem.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal

from intake.reasons import sentence

CATEGORIES = (
    "line_of_duty_death",
    "serious_duty_injury",
    "colleague_suicide",
    "officer_involved_shooting",
    "child_death_or_harm",
    "mass_casualty",
    "victim_known",
    "prolonged_failed_rescue",
    "fatal_collision",
    "suicide_scene",
    "patient_death",
    "assault_on_officer",
    "harm_by_own_action",
    "heavy_media",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be taken in: line (1-based, 0 for the whole file), reason, detail.

    `detail` names an element, column or code of the format, never a value about a patient.
    """

    line: int
    code: str
    detail: str = ""

    @property
    def message(self) -> str:
        return sentence(self.code, self.detail)


@dataclass(frozen=True, slots=True)
class ParsedAttendance:
    """A crew member at an incident. `crew` is the agency's own number, not yet a person."""

    crew: str
    call_sign: str = ""
    harmed: bool = False
    secondary: bool = False

    def parts(self) -> tuple[str, str, bool, bool]:
        return self.crew, self.call_sign, self.harmed, self.secondary


@dataclass(frozen=True, slots=True)
class ParsedIncident:
    line: int
    external_id: str
    number: str
    occurred_at: datetime
    area: str = ""
    kind: str = ""
    category: str = ""
    version: int = 1
    attendances: tuple[ParsedAttendance, ...] = ()

    def digest(self) -> str:
        return digest(
            self.number,
            self.occurred_at.isoformat(),
            [self.area, self.kind, self.category],
            [a.parts() for a in self.attendances],
        )

    def shown(self) -> dict[str, object]:
        """The dry run's line for this incident."""
        return {
            "incident": self.number,
            "occurred_at": self.occurred_at.isoformat(),
            "area": self.area,
            "kind": self.kind,
            "category": self.category or None,
            "crew": [member.crew for member in self.attendances],
            "triggers": [self.category] if self.category else [],
            "urgent": any(member.harmed for member in self.attendances),
            "urgent_for": [m.crew for m in self.attendances if m.harmed],
            "check_in": False,
            "because": [self.category] if self.category else [],
        }


@dataclass(frozen=True, slots=True)
class News2:
    """`ours` is None while unknown; `sender` is None when the record states no total."""

    ours: int | None = None
    sender: int | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class ParsedEncounter:
    line: int
    external_id: str
    incident: str
    response: str
    occurred_at: datetime
    crew: tuple[ParsedAttendance, ...] = ()
    category: str = ""
    avpu: str = ""
    news2: News2 = field(default_factory=News2)
    triggers: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    urgent: bool = False
    check_in: bool = False
    version: int = 1

    @property
    def scores_differ(self) -> bool:
        ours, sender = self.news2.ours, self.news2.sender
        return ours is not None and sender is not None and ours != sender

    def digest(self) -> str:
        return digest(
            self.incident,
            self.response,
            self.occurred_at.isoformat(),
            [a.parts() for a in self.crew],
            self.category,
            self.triggers,
            self.because,
            [self.urgent, self.check_in, self.scores_differ],
        )

    def shown(self) -> dict[str, object]:
        """The dry run's line for this encounter: the one place where totals are shown, never stored."""
        return {
            "incident": self.incident,
            "response": self.response,
            "crew": [member.crew for member in self.crew],
            "avpu": self.avpu or None,
            "news2": asdict(self.news2),
            "triggers": list(self.triggers),
            "urgent": self.urgent or any(member.harmed for member in self.crew),
            "urgent_for": [m.crew for m in self.crew if self.urgent or m.harmed],
            "check_in": self.check_in,
            "because": list(self.because),
        }


@dataclass(frozen=True, slots=True)
class ParsedUnit:
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ParsedPerson:
    line: int
    personnel_number: str
    username: str
    name: str
    email: str
    unit: tuple[ParsedUnit, ...]
    role: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ParsedShift:
    """Hours of one person on the roster, in UTC. `external` is the shift's number in the source."""

    line: int
    crew: str
    starts: datetime
    ends: datetime
    kind: str
    external: str

    def shown(self) -> dict[str, object]:
        """The dry run's line for this shift."""
        return {
            "person": self.crew,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "hours": round((self.ends - self.starts).total_seconds() / 3600, 2),
            "kind": self.kind,
            "id": self.external,
        }


@dataclass(frozen=True, slots=True)
class ParsedTraining:
    """A person took a course. ``code`` or ``title`` names it; what the record leaves out is None or ""."""

    line: int
    crew: str
    code: str
    title: str
    issued: date
    expires: date | None = None
    hours: Decimal | None = None
    provider: str = ""
    external: str = ""

    def shown(self) -> dict[str, object]:
        """The dry run's line for this record."""
        return {
            "person": self.crew,
            "course": self.code or self.title,
            "issued": self.issued.isoformat(),
            "expires": self.expires.isoformat() if self.expires else None,
            "hours": None if self.hours is None else float(self.hours),
            "provider": self.provider,
            "id": self.external,
        }


@dataclass(frozen=True, slots=True)
class ParsedClearance:
    """What the agency's own office says of somebody's duty: a status, restricted duties, a day. No reason."""

    line: int
    crew: str
    status: str
    duties: tuple[str, ...]
    since: date
    external: str

    def shown(self) -> dict[str, object]:
        """The dry run's line for this clearance."""
        return {
            "person": self.crew,
            "status": self.status,
            "duties": list(self.duties),
            "since": self.since.isoformat(),
            "id": self.external,
        }


Item = (
    ParsedIncident
    | ParsedEncounter
    | ParsedPerson
    | ParsedShift
    | ParsedTraining
    | ParsedClearance
    | Problem
)
Items = Iterator[Item]


def digest(*parts: object) -> str:
    """A fingerprint of the facts that we keep, so that a repeat and a contradiction can be told apart."""
    text = json.dumps(parts, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def main_category(codes: set[str]) -> str:
    """The gravest of several event types: an incident carries one, in the order of CATEGORIES.

    The more exact type stands before the wider one (a fatal collision before a patient's death).
    """
    return next((code for code in CATEGORIES if code in codes), "")
