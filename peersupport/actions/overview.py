"""The roster as the team reads it: who, reachable now, courses, load; and who covers a week. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch

from agency import clock, local_time
from agency.models import User
from peersupport import availability, certification
from peersupport.actions import roster
from peersupport.actions.roster import Load
from peersupport.availability import Hour, Person
from peersupport.certification import Line, State
from peersupport.kinds import Kind, Language, Speciality
from peersupport.models import Away, Supporter
from trust import access
from trust.policy import rule_for


@dataclass(frozen=True)
class Entry:
    """One supporter on the team's page."""

    supporter: Supporter
    reachable: bool
    on_duty: bool
    lines: list[Line]
    load: Load

    @property
    def training(self) -> State:
        return certification.worst(self.lines)

    @property
    def can_be_asked(self) -> bool:
        return self.supporter.status == Supporter.Status.ACTIVE and roster.counts(self.lines)

    @property
    def full(self) -> bool:
        return self.load.open_now >= self.supporter.capacity

    @property
    def languages(self) -> list[str]:
        return _labels(Language, self.supporter.languages)

    @property
    def specialities(self) -> list[str]:
        return _labels(Speciality, self.supporter.specialities)


def _labels(words: type[Language] | type[Speciality], codes: Iterable[str]) -> list[str]:
    return [str(words(code).label) for code in codes if code in words.values]


@dataclass(frozen=True)
class Wanted:
    """What the team looks for; empty fields ask for nothing."""

    text: str = ""
    kind: str = ""
    language: str = ""
    speciality: str = ""
    training: str = ""
    now: bool = False
    left: bool = False

    def fits(self, each: Entry) -> bool:
        row = each.supporter
        return (
            _has(self.text.strip().casefold(), f"{row.user} {row.area}".casefold())
            and self.kind in ("", row.kind)
            and _has(self.language, row.languages)
            and _has(self.speciality, row.specialities)
            and self.training in ("", each.training)
            and (not self.now or (each.reachable and each.can_be_asked))
        )


def _has(wanted: str, there: Iterable[str]) -> bool:
    return not wanted or wanted in there


def overview(by: User, wanted: Wanted) -> list[Entry]:
    """Everybody who fits, by name: six queries, whatever their number. For the team only."""
    _for_team(by)
    now, here = clock.now(), local_time.now()
    rows = access.visible(by, Supporter)
    rows = rows.filter(status="left") if wanted.left else rows.exclude(status="left")
    people = list(roster.with_hours(rows, here.date()))
    courses, loads = roster.standings(people, here.date()), roster.workload()
    entries = (
        Entry(
            each,
            roster.is_reachable(each, here),
            roster.is_on_duty(each, now),
            courses[each.pk],
            loads.get(each.pk, Load()),
        )
        for each in people
    )
    return [each for each in entries if wanted.fits(each)]


def one(by: User, supporter: Supporter) -> Entry:
    """The same about one supporter."""
    _for_team(by)
    here = local_time.now()
    (row,) = roster.with_hours(access.visible(by, Supporter).filter(pk=supporter.pk), here.date())
    return Entry(
        row,
        roster.is_reachable(row, here),
        roster.is_on_duty(row, clock.now()),
        roster.standings([row], here.date())[row.pk],
        roster.workload().get(row.pk, Load()),
    )


def keeps(by: User) -> bool:
    """Whether the person keeps the roster in the role that is on now."""
    return bool(rule_for("peersupport.Supporter", "manage")(by))


def _for_team(by: User) -> None:
    if not keeps(by):
        raise PermissionDenied


# --- a week -----------------------------------------------------------------------------------------------


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def near(day: dt.date | None) -> dt.date:
    """The day, where it lies within ten years of today; today for anything odd."""
    today = local_time.today()
    return day if day and abs((day - today).days) < 3_660 else today


def week_of(by: User, day: dt.date, *, kind: str = "") -> list[Hour]:
    """Who covers the week around ``day``: those who can be asked. For the team only.

    A course that runs out within the week takes its holder out of the whole of it.
    """
    _for_team(by)
    monday = monday_of(near(day))
    sunday = monday + dt.timedelta(days=6)
    away = Away.objects.filter(first_day__lte=sunday, last_day__gte=monday)
    rows = access.visible(by, Supporter).filter(status="active", user__is_active=True)
    rows = rows.filter(kind=kind) if kind in Kind.values else rows
    people = list(rows.prefetch_related("week", Prefetch("exceptions", queryset=away)))
    courses = roster.standings(people, sunday)
    there = [
        Person(list(each.week.all()), list(each.exceptions.all()), each.languages)
        for each in people
        if roster.counts(courses[each.pk])
    ]
    return availability.coverage(there, monday, local_time.zone())
