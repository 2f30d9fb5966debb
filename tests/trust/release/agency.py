"""Officers by the dozen: units with people who said "count me", without going through pages."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping

from agency.models import Post, Role, Unit, User
from trust import vault
from trust.models import Consent, Participant

JOINED = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def officers(unit: Unit, count: int, *, count_me: bool = True) -> list[User]:
    """So many officers in a unit, all of whom joined long ago."""
    names = [uuid.uuid4().hex for _ in range(count)]
    people = User.objects.bulk_create(User(username=name, password="!") for name in names)
    Post.objects.bulk_create(
        Post(user=user, role=Role.OFFICER, unit=unit, since=JOINED.date()) for user in people
    )
    Participant.objects.bulk_create(_participants(people, count_me))
    for user in people:
        decide(user, JOINED, count_me=count_me)
    return people


def _participants(people: list[User], count_me: bool) -> Iterator[Participant]:
    for user in people:
        handle = vault.handle(user.pk, "wellness")
        yield Participant(
            handle=handle, domain="wellness", link=b"-", level=10, check_ins_level=10,
            exposure_level=10, fatigue_level=10, count_me=count_me,
        )  # fmt: skip


def decide(user: User, at: dt.datetime, *, count_me: bool) -> Consent:
    """The next version of what an officer decided."""
    handle = vault.handle(user.pk, "wellness")
    version = Consent.objects.filter(participant=handle).count() + 1
    return Consent.objects.create(
        participant_id=handle, version=version, decided_at=at, level=10, check_ins_level=10,
        exposure_level=10, fatigue_level=10, wellness_team=False, count_me=count_me,
        text_version="1", text_digest="0" * 64, language="en",
    )  # fmt: skip


def move(user: User, unit: Unit, on: dt.date) -> None:
    """A transfer."""
    Post.objects.filter(user=user, role=Role.OFFICER, until=None).update(until=on)
    Post.objects.create(user=user, role=Role.OFFICER, unit=unit, since=on)


def same(value: int, people: Mapping[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, int]:
    """One answer from everyone."""
    return dict.fromkeys(people, value)
