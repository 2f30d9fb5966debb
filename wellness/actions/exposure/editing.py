"""What the officer does to their own book: add, say that an entry is not right, note, take out."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import TextChoices
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import User
from trust import access, audit, vault
from trust.refusal import Refusal
from wellness.actions.exposure.book import locked, read, save_book
from wellness.actions.exposure.counting import NOT_ME, Entry
from wellness.actions.own import joined, own
from wellness.exposure_kinds import Kind
from wellness.models import Exposure

OWN = "own"
NOTE_LIMIT = 2_000
YEARS_BACK = 60 * 365  # a whole career


class Reason(TextChoices):
    """Why an entry is not right."""

    NOT_ME = NOT_ME, _("I was not there")
    WRONG_KIND = "wrong_kind", _("It was another kind of call")
    WRONG_DAY = "wrong_day", _("It was another day")
    OTHER = "other", _("Something else")


def add_exposure(
    *, by: User, kind: str, day: dt.date, note: str = "", secondary: bool = False
) -> Entry:
    """Put an entry of one's own into the book.

    Refuses ``not_joined``, ``unknown_kind``, ``day_ahead``, ``day_too_old``, ``note_too_long``.
    """
    entry = Entry(
        id=str(uuid.uuid4()),
        incident="",
        kind=_known(kind),
        day=_possible(day).isoformat(),
        source=OWN,
        secondary=secondary,
        removed=False,
        disputed="",
        note=_short(note),
        basis="",
    )
    with transaction.atomic(), audit.acting(by), vault.keyring():
        mine = joined(by)
        row, _made = Exposure.objects.get_or_create(participant=mine)
        access.require(by, "add", row)
        book = locked(by, mine.pk, "change")
        save_book(book, [*read(book), entry])
        return entry


def dispute_exposure(
    *, by: User, entry: uuid.UUID | str, reason: str, kind: str = "", day: dt.date | None = None
) -> Entry:
    """Say that an entry is not right, and what is right when it is the kind or the day.

    What the record had is kept beside it. "I was not there" no longer counts. Refuses
    ``unknown_reason``, ``kind_missing``, ``day_missing`` and what ``add_exposure`` refuses.
    """
    if reason not in Reason.values:
        raise Refusal("reason", "unknown_reason", _("Choose one of the reasons on the page."))
    if reason == Reason.WRONG_KIND and not kind:
        raise Refusal("kind", "kind_missing", _("Choose which kind of call it was."))
    if reason == Reason.WRONG_DAY and day is None:
        raise Refusal("day", "day_missing", _("Write down which day it was."))
    with transaction.atomic(), audit.acting(by), vault.keyring():
        book, entries, found = _open(by, entry, "change")
        _as_recorded(found)
        found["said"] = {"kind": found["kind"], "day": found["day"]}
        found["disputed"] = reason
        if reason == Reason.WRONG_KIND:
            found["kind"] = _known(kind)
        if reason == Reason.WRONG_DAY and day is not None:
            found["day"] = _possible(day).isoformat()
        save_book(book, entries)
        return found


def take_back_dispute(*, by: User, entry: uuid.UUID | str) -> Entry:
    """The entry stands again as the record has it."""
    with transaction.atomic(), audit.acting(by), vault.keyring():
        book, entries, found = _open(by, entry, "change")
        _as_recorded(found)
        save_book(book, entries)
        return found


def _as_recorded(entry: Entry) -> None:
    said = entry.pop("said", None)
    if said is not None:
        entry["kind"], entry["day"] = said["kind"], said["day"]
    entry["disputed"] = ""


def annotate_exposure(*, by: User, entry: uuid.UUID | str, note: str) -> Entry:
    """Write a note beside an entry, or empty it. Refuses ``note_too_long``."""
    with transaction.atomic(), audit.acting(by), vault.keyring():
        book, entries, found = _open(by, entry, "change")
        found["note"] = _short(note)
        save_book(book, entries)
        return found


def remove_exposure(*, by: User, entry: uuid.UUID | str) -> None:
    """Take one entry out of the book; an incident is not written in again."""
    with transaction.atomic(), audit.acting(by), vault.keyring():
        book, entries, found = _open(by, entry, "delete")
        if found["incident"]:
            entries[entries.index(found)] = _emptied(found)
        else:
            entries.remove(found)
        save_book(book, entries)


def _emptied(entry: Entry) -> Entry:
    """What stays of an incident that was taken out: enough to know it when it comes again."""
    return Entry(
        id=entry["id"],
        incident=entry["incident"],
        kind="",
        day="",
        source=entry["source"],
        secondary=False,
        removed=True,
        disputed="",
        note="",
        basis="",
    )


def _open(by: User, entry: uuid.UUID | str, action: str) -> tuple[Exposure, list[Entry], Entry]:
    """The officer's book and one standing entry in it; 404 when there is none with that number."""
    book = locked(by, own(by).pk, action)
    entries = read(book)
    for each in entries:
        if each["id"] == str(entry) and not each["removed"]:
            return book, entries, each
    raise Http404


def _known(kind: str) -> str:
    if kind not in Kind.values:
        raise Refusal("kind", "unknown_kind", _("Choose a kind from the list."))
    return kind


def _possible(day: dt.date) -> dt.date:
    today = local_time.today()
    if day > today:
        raise Refusal(
            "day", "day_ahead", _("This day is still ahead. Choose today or a day before.")
        )
    if (today - day).days > YEARS_BACK:
        raise Refusal("day", "day_too_old", _("This day is too long ago. Please look at the year."))
    return day


def _short(note: str) -> str:
    note = note.strip()
    if len(note) > NOTE_LIMIT:
        raise Refusal("note", "note_too_long", _("The note is longer than 2,000 letters."))
    return note
