"""Everything that "My record" shows of one officer: one query for each table, opened once.

Reads for the officer alone and changes nothing. What is drawn of it is worked out in
``wellness.views``; nothing worked out is ever stored.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from agency import clock
from agency.models import User
from trust import access, vault
from trust.access import Revealed
from wellness import standing
from wellness.actions.exposure import Entry, counted, counts, my_entries
from wellness.actions.hours import Slept, my_book, my_fatigue, my_shifts
from wellness.actions.own import DOMAIN
from wellness.assessment_types import AssessmentType
from wellness.exposure_kinds import kind_label
from wellness.fatigue import LOOK_BACK, Fatigue
from wellness.models import Assessment, CheckIn
from wellness.recommendations import Known, Next, next_steps
from wellness.standing import ITEMS, SCALES, Answer, what_counts
from wellness.trend import monday

OWN_WEEK = "own-week"
Scores = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Visit:
    """One time the officer answered: a weekly check, or an assessment of another type.

    ``answers``: instrument -> item -> number, or None for "rather not say". ``scores``: as they were
    worked out then (``Assessment.content``).
    """

    pk: uuid.UUID
    at: dt.datetime
    week: dt.date
    type: str
    answers: Mapping[str, Mapping[str, Answer]]
    versions: Mapping[str, str]
    scores: Scores
    note: str
    is_check_in: bool

    @property
    def on(self) -> dt.date:
        return timezone.localdate(self.at)

    @property
    def own(self) -> Mapping[str, Answer]:
        """The four answers of the weekly check; empty for every other type."""
        return self.answers.get(OWN_WEEK, {}) if self.is_check_in else {}

    @property
    def counted(self) -> Mapping[str, Answer]:
        """What the rule of the colour looks at; empty when nothing of it was said."""
        found = what_counts({**self.own, "scores": self.scores}) if self.is_check_in else {}
        return found if any(each is not None for each in found.values()) else {}


@dataclass(frozen=True)
class Overview:
    """One officer's record since a day, oldest first. ``fatigue``: as it is now, with hours or nights.

    ``entries`` are all hard calls that are kept, because what is usual takes more than the span.
    """

    since: dt.date | None = None
    visits: tuple[Visit, ...] = ()
    entries: tuple[Entry, ...] = ()
    nights: tuple[Slept, ...] = ()
    fatigue: Fatigue | None = None

    @property
    def check_ins(self) -> tuple[Visit, ...]:
        return tuple(each for each in self.visits if each.is_check_in)

    @property
    def empty(self) -> bool:
        return not (self.visits or self.attended or self.nights)

    @property
    def attended(self) -> tuple[Entry, ...]:
        """The hard calls of the span."""
        first = self.since.isoformat() if self.since else ""
        return tuple(each for each in self.entries if each["day"] >= first)

    @property
    def first(self) -> dt.date | None:
        """The earliest day of anything in it."""
        days = [visit.on for visit in self.visits[:1]]
        days += [dt.date.fromisoformat(each["day"]) for each in self.entries[:1]]
        days += [each.night for each in self.nights[:1]]
        return min(days, default=None)


def overview(by: User, *, since: dt.date | None = None) -> Overview:
    """The officer's own record from the day ``since``, or all of it. One query for each table, and one for the key."""
    with vault.keyring():
        check_ins = [_check_in(each) for each in _mine(by, CheckIn, **_from("week", since))]
        rows = _mine(by, Assessment, submitted_at__gte=_begin(since))
        visits = sorted([*check_ins, *map(_assessment, rows)], key=lambda visit: visit.at)
        entries = counted(my_entries(by))
        book = my_book(by)
    shifts = my_shifts(by, clock.now() - LOOK_BACK)
    known_hours = bool(shifts or book.sleep or book.work)
    return Overview(
        since=since,
        visits=tuple(visits),
        entries=tuple(entries),
        nights=tuple(each for each in reversed(book.sleep) if since is None or each.night >= since),
        fatigue=my_fatigue(by, book=book, shifts=shifts) if known_hours else None,
    )


def _mine(by: User, model: type[Model], **more: object) -> list[Revealed]:
    rows = access.visible(by, model).filter(participant=vault.handle(by.pk, DOMAIN), **more)
    return access.reveal_all(by, rows.order_by())


def _from(column: str, since: dt.date | None) -> dict[str, object]:
    return {f"{column}__gte": since} if since else {}


def _begin(since: dt.date | None) -> dt.datetime:
    """The first moment of the day; an assessment that was never sent has no moment at all."""
    return dt.datetime.combine(since or dt.date(1970, 1, 1), dt.time(), dt.UTC)


def _check_in(shown: Revealed) -> Visit:
    row: Any = shown.row
    said: Any = shown.content["answers"]
    own = {item: said.get(item) for item in ITEMS}
    return Visit(
        pk=row.pk,
        at=row.submitted_at,
        week=row.week,
        type=str(AssessmentType.WEEKLY_CHECK),
        answers={OWN_WEEK: own, **said.get("scales", {})},
        versions=said.get("versions", {}),
        scores=tuple(said.get("scores", ())),
        note=str(shown.content["note"] or ""),
        is_check_in=True,
    )


def _assessment(shown: Revealed) -> Visit:
    row: Any = shown.row
    content: Any = shown.content["content"]
    return Visit(
        pk=row.pk,
        at=row.submitted_at,
        week=monday(timezone.localdate(row.submitted_at)),
        type=str(content.get("type", "")),
        answers=content.get("answers", {}),
        versions=content.get("versions", {}),
        scores=tuple(content.get("scores", ())),
        note=str(content.get("note", "")),
        is_check_in=False,
    )


# --- what could help next ---------------------------------------------------------------------------

NEWEST = dt.timedelta(days=91)  # what is older says nothing about now


def my_next_steps(by: User) -> tuple[Next, ...]:
    """What could help next, worked out from the officer's own newest answers and kept nowhere."""
    return next_steps(known(overview(by, since=monday(clock.today() - NEWEST))))


def known(record: Overview) -> Known:
    """The newest value of everything that the rules ask for."""
    since = clock.today() - NEWEST
    visits = [each for each in record.visits if each.on >= since]
    said = next((each.counted for each in reversed(visits) if each.counted), {})
    scores = [score for each in reversed(visits) for score in each.scores]
    return Known(
        colour=standing.assess(said).colour if said else "",
        safety=bool(visits) and any(score["safety"] for score in visits[-1].scores),
        bands=_newest_bands(scores),
        answers={
            item: str(standing.band(item, said[item]))
            for item in (*ITEMS, *SCALES)
            if said.get(item) is not None
        },
        worn_out=tuple(each.code for each in record.fatigue.because) if record.fatigue else (),
        above_usual=_above_usual(record.entries),
    )


def _newest_bands(scores: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Instrument -> band of its newest finished result; of several scales the first."""
    found: dict[str, str] = {}
    for score in scores:
        if score["complete"]:
            found.setdefault(str(score["instrument"]), str(score["band"]))
    return found


def _above_usual(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Kinds of hard calls that came more often in the last 30 days than in this officer's usual 30."""
    return tuple(
        kind_label(each.kind)
        for each in counts(entries, clock.today())
        if each.usual_30 is not None and each.last_30 > max(each.usual_30, 1)
    )
