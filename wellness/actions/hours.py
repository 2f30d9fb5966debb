"""The officer's own diary of sleep and hours, and what follows from it together with the roster.

Own entries count for the officer's own page and for nothing else: what the wellness team may see is
worked out from the roster alone (``wellness.actions.fatigue_bands``). The book opens through
``access.reveal``, so nobody else's ever does.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from agency.models import Shift, User
from trust import access, audit, vault
from trust.models import Participant
from trust.refusal import Refusal
from wellness.actions.own import DOMAIN, joined
from wellness.fatigue import LOOK_BACK, Fatigue, Night, Span, assess
from wellness.fatigue_packs import Pack, pack_named
from wellness.models import Diary

MOST_SLEEP = 24
NOTE_LIMIT = 500
LONGEST_WORK = dt.timedelta(hours=36)
BACK, AHEAD = dt.timedelta(days=366), dt.timedelta(days=366)
Entry = dict[str, object]
Entries = dict[str, list[Entry]]


class WorkKind(TextChoices):
    SECOND_JOB = "second_job", _("Second job")
    COURT = "court", _("Court")
    OTHER = "other", _("Other hours")


@dataclass(frozen=True)
class Slept:
    """One night as the officer wrote it down; ``night`` is the day on which it began."""

    id: uuid.UUID
    night: dt.date
    hours: float
    quality: int | None
    note: str


@dataclass(frozen=True)
class Worked:
    """Hours that are on no roster."""

    id: uuid.UUID
    kind: str
    starts: dt.datetime
    ends: dt.datetime


@dataclass(frozen=True)
class Book:
    """The diary, opened: newest first."""

    row: Diary | None = None
    sleep: list[Slept] = field(default_factory=list)
    work: list[Worked] = field(default_factory=list)

    def nights(self) -> list[Night]:
        return [Night(each.night, each.hours, each.quality) for each in self.sleep]

    def spans(self) -> list[Span]:
        return [Span(each.starts, each.ends, each.kind) for each in self.work]


# --- reading ------------------------------------------------------------------------------------


def my_book(by: User) -> Book:
    """The officer's own diary; empty before the first entry."""
    mine = vault.handle(by.pk, DOMAIN)
    row = access.visible(by, Diary).filter(participant=mine).first()
    if row is None:
        return Book()
    return _opened(row, cast("Entries", access.reveal(by, row).content["entries"]))


def _opened(row: Diary, entries: Entries) -> Book:
    sleep = [_slept(each) for each in entries.get("sleep", [])]
    work = [_worked(each) for each in entries.get("work", [])]
    sleep.sort(key=lambda each: each.night, reverse=True)
    work.sort(key=lambda each: each.starts, reverse=True)
    return Book(row, sleep, work)


def _slept(entry: Entry) -> Slept:
    return Slept(
        id=uuid.UUID(str(entry["id"])),
        night=dt.date.fromisoformat(str(entry["night"])),
        hours=cast("float", entry["hours"]),
        quality=cast("int | None", entry["quality"]),
        note=str(entry["note"]),
    )


def _worked(entry: Entry) -> Worked:
    starts, ends = (dt.datetime.fromisoformat(str(entry[name])) for name in ("starts", "ends"))
    return Worked(uuid.UUID(str(entry["id"])), str(entry["kind"]), starts, ends)


def my_sleep(by: User, since: dt.date) -> list[Night]:
    """The officer's own nights from the day ``since``, oldest first."""
    return [each for each in reversed(my_book(by).nights()) if each.night >= since]


def my_shifts(by: User, since: dt.datetime) -> list[Shift]:
    """The officer's own hours on the roster that end after ``since``, newest first; planned ones too."""
    return list(access.visible(by, Shift).filter(user=by, ends__gt=since))


def spans_of(shifts: Iterable[Shift]) -> list[Span]:
    return [Span(each.starts, each.ends, each.kind) for each in shifts]


def my_pack() -> Pack:
    """The numbers that the agency goes by."""
    return pack_named(settings.POLICY_PACK)


def my_fatigue(by: User, *, book: Book | None = None, shifts: list[Shift] | None = None) -> Fatigue:
    """Band, reasons and windows of this moment, from the roster and the diary. Nothing is stored.

    ``book`` and ``shifts``: what the caller has opened already.
    """
    book = my_book(by) if book is None else book
    shifts = my_shifts(by, clock.now() - LOOK_BACK) if shifts is None else shifts
    return assess(spans_of(shifts) + book.spans(), book.nights(), local_time.now(), my_pack())


# --- writing ------------------------------------------------------------------------------------


def log_sleep(
    *,
    by: User,
    night: dt.date,
    hours: float,
    quality: int | None = None,
    note: str = "",
    entry: uuid.UUID | str | None = None,
) -> Slept:
    """Write one night down; a later entry for the same night replaces it. ``entry``: the one to change.

    Refuses ``not_joined``, ``too_many_hours``, ``in_the_future``, ``too_long_ago``,
    ``out_of_range``, ``note_too_long``.
    """
    _check_sleep(night, hours, quality, note)
    new = Slept(uuid.uuid4(), night, float(hours), quality, note)
    stored: Entry = {
        "id": str(new.id), "night": night.isoformat(), "hours": new.hours, "quality": quality,
        "note": note,
    }  # fmt: skip

    def write(entries: Entries) -> None:
        if entry is not None:
            _take_out(entries["sleep"], entry)
        entries["sleep"] = [each for each in entries["sleep"] if each["night"] != stored["night"]]
        entries["sleep"].append(stored)

    _write(by, write)
    return new


def _check_sleep(night: dt.date, hours: float, quality: int | None, note: str) -> None:
    if not 0 <= hours <= MOST_SLEEP:
        raise Refusal(
            "hours",
            "too_many_hours",
            _("A day and its night have 24 hours. How many of them did you sleep? 0 is fine too."),
        )
    if quality is not None and quality not in range(1, 6):
        raise Refusal("quality", "out_of_range", _("Choose a number from 1 to 5, or leave it out."))
    if len(note) > NOTE_LIMIT:
        raise Refusal("note", "note_too_long", _("The note is longer than 500 letters."))
    _check_day("night", night, local_time.today())


def _check_day(name: str, day: dt.date, latest: dt.date) -> None:
    if day > latest:
        raise Refusal(name, "in_the_future", _("This day is still to come. Choose an earlier one."))
    if day < local_time.today() - BACK:
        raise Refusal(name, "too_long_ago", _("This is more than a year ago. Choose a later day."))


def log_work(
    *,
    by: User,
    kind: str,
    starts: dt.datetime,
    ends: dt.datetime,
    entry: uuid.UUID | str | None = None,
) -> Worked:
    """Write down hours that are on no roster. ``entry``: the one to change.

    Hours that overlap others are kept; the time in both counts once. Refuses ``not_joined``,
    ``unknown_kind``, ``ends_first``, ``too_long``, ``in_the_future``, ``too_long_ago``.
    """
    _check_work(kind, starts, ends)
    new = Worked(uuid.uuid4(), kind, starts.astimezone(dt.UTC), ends.astimezone(dt.UTC))
    stored: Entry = {
        "id": str(new.id), "kind": kind, "starts": new.starts.isoformat(),
        "ends": new.ends.isoformat(),
    }  # fmt: skip

    def write(entries: Entries) -> None:
        if entry is not None:
            _take_out(entries["work"], entry)
        entries["work"].append(stored)

    _write(by, write)
    return new


def _check_work(kind: str, starts: dt.datetime, ends: dt.datetime) -> None:
    if kind not in WorkKind.values:
        raise Refusal("kind", "unknown_kind", _("Choose one of the kinds on the page."))
    if starts.tzinfo is None or ends.tzinfo is None:
        raise Refusal("starts", "no_zone", _("These times need a time zone."))
    if ends <= starts:
        raise Refusal(
            "ends", "ends_first", _("The end is before the start. Please look once more.")
        )
    if ends - starts > LONGEST_WORK:
        raise Refusal(
            "ends", "too_long", _("This is longer than 36 hours. Please write it down in parts.")
        )
    _check_day("starts", starts.astimezone(local_time.zone()).date(), local_time.today() + AHEAD)


def delete_sleep(*, by: User, entry: uuid.UUID | str) -> None:
    """Take one night out of the diary for good."""
    _write(by, lambda entries: _take_out(entries["sleep"], entry))


def delete_work(*, by: User, entry: uuid.UUID | str) -> None:
    """Take own hours out of the diary for good."""
    _write(by, lambda entries: _take_out(entries["work"], entry))


def _write(by: User, change: Callable[[Entries], None]) -> None:
    """Change the book under a lock: two phones at the same moment lose nothing."""
    with transaction.atomic(), audit.acting(by), vault.keyring():
        mine: Participant = joined(by)
        Diary.objects.get_or_create(participant=mine)
        row = Diary.objects.select_for_update().get(participant=mine)
        stored = cast("Mapping[str, list[Entry]]", vault.open_row(row)["entries"])
        entries: Entries = {name: list(stored.get(name, [])) for name in ("sleep", "work")}
        change(entries)
        row.entries = entries
        row.save(update_fields=["entries"])


def _take_out(entries: list[Entry], entry: uuid.UUID | str) -> None:
    found = next((each for each in entries if each["id"] == str(entry)), None)
    if found is None:
        raise Http404
    entries.remove(found)
