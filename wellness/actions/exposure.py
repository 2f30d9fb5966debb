"""The officer's own book of incidents they attended. Counts only; no weighting, no score."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from agency import clock
from agency.models import Attendance, Incident, User
from trust import access, audit, vault
from trust.models import Participant
from wellness.actions.own import joined
from wellness.actions.schedule import joined_crew
from wellness.models import Exposure, ExposureSummary

ATTENDED, BROUGHT_IN = "attended", "brought_in"
Entry = dict[str, object]


@transaction.atomic
def record_exposures(*, incident: uuid.UUID | str) -> int:
    """Write the incident into the book of everyone who attended and joined; how many books changed.

    Safe to run twice; a changed category is taken over.
    """
    event = Incident.objects.get(pk=incident)
    with vault.keyring():
        return sum(_write(mine, [_entry(event, ATTENDED)]) > 0 for mine in joined_crew(event.pk))


def _entry(event: Incident, source: str) -> Entry:
    return {
        "incident": str(event.pk),
        "category": event.category,
        "day": event.occurred_at.date().isoformat(),
        "source": source,
        "removed": False,
    }


def _write(mine: Participant, entries: Iterable[Entry]) -> int:
    """Add entries to one book; how many were new or changed. What the officer removed stays out."""
    Exposure.objects.get_or_create(participant=mine)
    book = Exposure.objects.select_for_update().get(participant=mine)
    known = {each["incident"]: each for each in read(book)}
    changed = 0
    for entry in entries:
        was = known.setdefault(entry["incident"], entry)
        if was is entry:
            changed += 1
        elif not was["removed"] and was["category"] != entry["category"]:
            was["category"] = entry["category"]
            changed += 1
    if changed:
        save_book(book, known.values())
    return changed


def save_book(book: Exposure, entries: Iterable[Entry]) -> None:
    book_entries = sorted(entries, key=lambda each: str(each["day"]))
    book.entries = book_entries
    book.save(update_fields=["entries"])
    ExposureSummary.objects.update_or_create(
        participant_id=book.participant_id, defaults={"months": _months(book_entries)}
    )


def _months(entries: Iterable[Entry]) -> dict[str, dict[str, int]]:
    months: dict[str, dict[str, int]] = {}
    for each in entries:
        if not each["removed"]:
            month = months.setdefault(str(each["day"])[:7], {})
            month[str(each["category"])] = month.get(str(each["category"]), 0) + 1
    return months


def read(book: Exposure) -> list[Entry]:
    """The entries of a book, for the system acting for its owner."""
    return list(vault.open_row(book)["entries"])  # type: ignore[call-overload]


def bring_in_attendance(*, by: User) -> int:
    """Take the officer's own past attendance into their book; how many were new."""
    with transaction.atomic(), audit.acting(by), vault.keyring():
        mine = joined(by)
        past = access.visible(by, Attendance).filter(user=by).select_related("incident")
        return _write(mine, [_entry(each.incident, BROUGHT_IN) for each in past])


def remove_exposure(*, by: User, incident: uuid.UUID | str) -> None:
    """Take one incident out of the book; it is not written in again."""
    with transaction.atomic(), audit.acting(by), vault.keyring():
        book = access.fetch(by, "delete", Exposure, participant=joined(by))
        entries = read(book)
        for each in entries:
            if each["incident"] == str(incident):
                each.update(removed=True, category="", day="")
        save_book(book, entries)


def count_exposure(entries: Iterable[Entry], *, days: int) -> dict[str, int]:
    """How often each category ('' for any other) stands in the last ``days`` days. Pure."""
    since = (clock.today() - dt.timedelta(days=days)).isoformat()
    return dict(
        Counter(
            str(each["category"])
            for each in entries
            if not each["removed"] and str(each["day"]) > since
        )
    )
