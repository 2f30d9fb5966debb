"""What the wellness room holds about one officer, opened for that officer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Model

from agency import clock
from agency.models import User
from trust import access, vault
from trust.models import Consent, Disclosure, ParticipantGrant
from wellness.actions.check_ins import newest_of
from wellness.actions.own import own
from wellness.models import (
    AnnualReview,
    Assessment,
    AssessmentGrant,
    CheckIn,
    CheckInGrant,
    Diary,
    Exposure,
    ExposureSummary,
    FatigueSummary,
    Invitation,
    Reminders,
    SafetyPlan,
    ScoreSummary,
    Standing,
)
from wellness.standing import Answer, Because, assess, decisive, what_counts

FORMAT = "argus-wellness-1"
ALL_LOOKS = 100_000
ROWS: dict[str, type[Model]] = {
    "consents": Consent,
    "check_ins": CheckIn,
    "assessments": Assessment,
    "annual_reviews": AnnualReview,
    "safety_plan": SafetyPlan,
    "standing": Standing,
    "incidents_attended": Exposure,
    "incidents_attended_in_numbers": ExposureSummary,
    "assessments_in_bands": ScoreSummary,
    "sleep_and_hours": Diary,
    "fatigue_band": FatigueSummary,
    "suggested_check_ins": Invitation,
    "reminders": Reminders,
}


@dataclass(frozen=True)
class MyStanding:
    """The officer's own colour, and which of their answers produced it."""

    colour: str
    since: dt.date
    wants_contact: bool
    because: tuple[Because, ...]
    rule_version: str


def my_standing(by: User) -> MyStanding | None:
    """How the officer stands, or None before the first check-in."""
    with vault.keyring():
        row = access.visible(by, Standing).filter(participant=own(by)).first()
        if row is None:
            return None
        state = dict(access.reveal(by, row).content["state"])  # type: ignore[call-overload]
        mine = newest_of(access.visible(by, CheckIn).filter(participant=row.participant_id))
        said = [dict(each.content["answers"]) for each in access.reveal_all(by, mine)]  # type: ignore[call-overload]
    return MyStanding(
        colour=state["colour"],
        since=dt.date.fromisoformat(state["since"]),
        wants_contact=state["wants_contact"],
        because=assess(decisive([what_counts(each) for each in said])).because,
        rule_version=state["rule_version"],
    )


def my_answers(by: User, *, since: dt.date) -> list[tuple[dt.date, dict[str, Answer]]]:
    """(week, answers) of the officer's own check-ins from the week ``since``, oldest first."""
    rows = access.visible(by, CheckIn).filter(participant=own(by), week__gte=since)
    opened = access.reveal_all(by, rows.order_by("week", "submitted_at"))
    return [(each.row.week, dict(each.content["answers"])) for each in opened]  # type: ignore[attr-defined,call-overload]


def download(*, by: User) -> dict[str, object]:
    """Plain data for JSON: times in ISO 8601, sealed content opened, names of who looked."""
    mine = own(by)
    with vault.keyring():
        held = {name: _rows(by, model, mine.pk) for name, model in ROWS.items()}
    return {
        "format": FORMAT,
        "made_at": clock.now(),
        "person": {"username": by.username, "name": by.name},
        **held,
        "shared_check_ins": _grants(by, CheckInGrant, content_object__participant=mine),
        "shared_assessments": _grants(by, AssessmentGrant, content_object__participant=mine),
        "peer_supporters": _grants(by, ParticipantGrant, content_object=mine),
        "who_looked": _looks(by),
    }


def _rows(by: User, model: type[Model], handle: object) -> list[dict[str, object]]:
    rows = access.visible(by, model).filter(participant=handle)
    return [
        {name: getattr(each.row, name) for name in sorted(plain)} | each.content
        for each in access.reveal_all(by, rows)
        for plain in [each.row.Privacy.plain - {"participant"}]  # type: ignore[attr-defined]
    ]


def _grants(by: User, model: type[Model], **mine: object) -> list[dict[str, object]]:
    rows = access.visible(by, model).filter(**mine).select_related("user")
    return [
        {"person": str(row.user), "record": str(row.content_object_id), "until": row.expires_at}  # type: ignore[attr-defined]
        for row in rows
    ]


def _looks(by: User) -> list[dict[str, object]]:
    return [vars(each) for each in looks_at_me(by, limit=ALL_LOOKS)]


@dataclass(frozen=True)
class Looked:
    """One look at the officer's record: who, in which roles, at what kind of record."""

    seq: int
    at: dt.datetime
    person: str
    role: str
    action: str
    record: str
    outcome: str


def looks_at_me(by: User, *, before: int | None = None, limit: int = 20) -> list[Looked]:
    """The newest looks, also the stopped ones; older than the one numbered ``before``."""
    looks = access.visible(by, Disclosure).order_by("-seq")
    if before is not None:
        looks = looks.filter(seq__lt=before)
    page = list(looks[:limit])
    people = User.objects.in_bulk({each.viewer for each in page})
    return [
        Looked(
            seq=each.seq,
            at=each.at,
            person=str(people.get(each.viewer, "")),
            role=each.role,
            action=each.action,
            record=each.kind,
            outcome=each.outcome,
        )
        for each in page
    ]
