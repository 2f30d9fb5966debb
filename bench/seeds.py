"""Agencies of any size, written in bulk and by the same rules as real ones: sealed with real keys.

Bulk writing skips the audit log and the actions; that is what makes it a seed and not a door.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from django.db import connections
from django.db.models import Model

from agency.models import Attendance, Incident, Post, Role, Unit, User
from peersupport.models import Case, Offer, Place
from trust import vault
from trust.keyfile import key_file
from trust.models import Consent, Level, Participant, SubjectKey
from wellness.models import CheckIn, Standing
from wellness.standing import RULE_VERSION
from wellness.trend import monday

T = TypeVar("T")
LONG_AGO = dt.date(2020, 1, 1)
JOINED = dt.datetime(2020, 2, 1, tzinfo=dt.UTC)
SQUAD = 12
BATCH = 2_000
# How many units of a kind stand under one of the kind above, from the bottom up.
SPANS = ((Unit.Kind.DISTRICT, 10), (Unit.Kind.DIVISION, 4), (Unit.Kind.BUREAU, 5))


@dataclass(frozen=True)
class Agency:
    """``units`` from the root down; ``officers`` stand in ``squads``, in order."""

    units: list[Unit]
    squads: list[Unit]
    officers: list[User]

    def unit(self, kind: str) -> Unit:
        """The first unit of this kind."""
        return next(unit for unit in self.units if unit.kind == kind)


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def store(model: type[Model], rows: Iterable[Model]) -> None:
    for batch in batches(rows):
        model._default_manager.bulk_create(batch)


def agency(officers: int, name: str = "bench") -> Agency:
    """A five-level tree with squads of twelve, and an officer's post for everyone."""
    squads_wanted = -(-officers // SQUAD)
    levels = [(Unit.Kind.SQUAD, squads_wanted)]
    for kind, span in SPANS:
        levels.append((kind, -(-levels[-1][1] // span)))
    parents = [Unit(name=name, code=name, kind=Unit.Kind.AGENCY, path=f"{name}/")]
    units = list(parents)
    for kind, count in reversed(levels):
        parents = [_unit(kind, n, parents[n * len(parents) // count]) for n in range(count)]
        units += parents
    store(Unit, units)
    people = [_person(n, name) for n in range(officers)]
    store(User, people)
    store(Post, (_post(each, parents[n // SQUAD]) for n, each in enumerate(people)))
    return Agency(units, parents, people)


def _unit(kind: str, number: int, parent: Unit) -> Unit:
    code = f"{parent.path.split('/')[0]}-{kind[:3]}{number}"
    return Unit(name=code, code=code, kind=kind, parent=parent, path=f"{parent.path}{code}/")


def _person(number: int, name: str) -> User:
    crew = f"{name}-{number:05d}"
    return User(username=crew, name=f"Officer {number}", personnel_number=crew, password="!")  # noqa: S106


def _post(user: User, unit: Unit) -> Post:
    return Post(user=user, role=Role.OFFICER, unit=unit, since=LONG_AGO)


def leader(role: str, unit: Unit) -> User:
    """Somebody new who holds this role in this unit."""
    user = User.objects.create(username=f"{role}-{uuid.uuid4().hex[:8]}", password="!")  # noqa: S106
    Post.objects.create(user=user, role=role, unit=unit, since=LONG_AGO)
    return user


# --- what officers decide and write (call these inside ``vault.keyring()``) -----------------------


def join(officers: Sequence[User], level: int = Level.SUPERVISOR) -> list[Participant]:
    """Everyone opts in at this level and is counted, long ago."""
    rows = participants(officers, "wellness", level=level, check_ins_level=level, count_me=True)
    store(Consent, (_consent(row, level) for row in rows))
    return rows


def participants(officers: Sequence[User], domain: str, **decided: object) -> list[Participant]:
    """Handles with their data keys, and the sealed way back to the person."""
    handles = {vault.handle(each.pk, domain): each.pk for each in officers}
    number, kek = key_file().current_kek()
    store(SubjectKey, (_key(handle, domain, number, kek) for handle in handles))
    vault.load_keys(handles, domain)
    rows = [
        Participant(handle=handle, domain=domain, link=_link(handle, user, domain), **decided)
        for handle, user in handles.items()
    ]
    store(Participant, rows)
    return rows


def _key(handle: uuid.UUID, domain: str, number: int, kek: bytes) -> SubjectKey:
    wrapped = aes_key_wrap(kek, AESGCM.generate_key(256))
    return SubjectKey(handle=handle, data_class=domain, wrapped=wrapped, kek=number)


def _link(handle: uuid.UUID, user: uuid.UUID, domain: str) -> bytes:
    aad = vault.bind("trust.participant", "link", handle, handle)
    return vault.seal(user.bytes, handle, domain, aad)


def _consent(row: Participant, level: int) -> Consent:
    return Consent(
        participant=row, version=1, decided_at=JOINED, level=level, check_ins_level=level,
        exposure_level=0, fatigue_level=0, wellness_team=False, count_me=True,
        text_version="bench", text_digest="0" * 64, language="en",
    )  # fmt: skip


def check_ins(people: Sequence[Participant], each: int, newest: dt.datetime) -> None:
    """So many weekly check-ins for everyone, the last one at ``newest``; sealed as always."""
    dice = random.Random(36)
    store(
        CheckIn,
        (
            _check_in(row, newest - dt.timedelta(weeks=n), dice)
            for row in people
            for n in range(each)
        ),
    )


def _check_in(row: Participant, at: dt.datetime, dice: random.Random) -> CheckIn:
    answers = {
        "stress": dice.randint(0, 10), "sleep": dice.randint(3, 9), "fatigue": dice.randint(0, 10),
        "balance": dice.randint(0, 10), "contact": dice.random() < 0.05,
    }  # fmt: skip
    return CheckIn(
        participant=row, key=uuid.uuid4().hex, body_mac="0" * 64, submitted_at=at,
        week=monday(at.date()), rule_version=RULE_VERSION, answers=answers,
        note="Slept badly after the late shift.",
    )  # fmt: skip


def standings(people: Sequence[Participant]) -> None:
    """A sealed colour for everyone."""
    state = {
        "colour": "YELLOW", "since": "2026-01-05", "wants_contact": False,
        "rule_version": RULE_VERSION,
    }  # fmt: skip
    store(Standing, (Standing(participant=row, state=state) for row in people))


# --- what the agency does -------------------------------------------------------------------------


def offers(officers: Sequence[User], first: dt.datetime, crew: int = 4) -> None:
    """Incidents of ``crew`` officers each, with a case and an offer for everyone, three days long."""
    rows = participants(officers, "support")
    incidents, attendances, cases, places, made = [], [], [], [], []
    for number, start in enumerate(range(0, len(officers), crew)):
        at = first + dt.timedelta(minutes=number)
        incident = Incident(number=f"bench-offer-{number}", occurred_at=at)
        case = Case(incident=incident, severity="standard", sources=["dispatch"], pack="bench")
        incidents.append(incident)
        cases.append(case)
        for user, row in zip(
            officers[start : start + crew], rows[start : start + crew], strict=True
        ):
            place = Place(case=case, participant=row, severity="standard")
            attendances.append(Attendance(incident=incident, user=user))
            places.append(place)
            made.append(_offer(place, row, at))
    for model, each in ((Incident, incidents), (Attendance, attendances), (Case, cases)):
        store(model, each)
    store(Place, places)
    store(Offer, made)


def _offer(place: Place, row: Participant, at: dt.datetime) -> Offer:
    return Offer(
        place=place, participant=row, service="one_to_one", offered_at=at, opens_at=at,
        closes_at=at + dt.timedelta(days=3), answer={},
    )  # fmt: skip


def settle() -> None:
    """What autovacuum does within minutes: statistics, so that plans are those of a living house."""
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("ANALYZE")
