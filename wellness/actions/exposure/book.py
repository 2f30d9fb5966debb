"""The book itself: read, also in its older form, and written together with its summary."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from agency.models import User
from trust import access, vault
from wellness.actions.exposure.counting import Entry, months
from wellness.actions.own import DOMAIN
from wellness.exposure_kinds import kind_of
from wellness.models import Exposure, ExposureSummary

__all__ = ["Entry", "locked", "my_entries", "read", "save_book"]


def my_entries(by: User) -> list[Entry]:
    """The officer's own entries, oldest first, without what they took out."""
    handle = vault.handle(by.pk, DOMAIN)
    book = access.visible(by, Exposure).filter(participant=handle).first()
    if book is None:
        return []
    kept = access.reveal(by, book).content["entries"]
    entries = _upgraded(book, kept)  # type: ignore[arg-type]
    return [each for each in entries if not each["removed"]]


def read(book: Exposure) -> list[Entry]:
    """The entries of a book, for the system acting for its owner."""
    return _upgraded(book, vault.open_row(book)["entries"])  # type: ignore[arg-type]


def _upgraded(book: Exposure, entries: Iterable[Mapping[str, object]]) -> list[Entry]:
    return [_entry(book.participant_id, each) for each in entries]


def _entry(owner: uuid.UUID, kept: Mapping[str, object]) -> Entry:
    """An entry as it was kept; one of the first form gets its kind and a number of its own."""
    if "kind" in kept:
        return Entry(**kept)  # type: ignore[typeddict-item]
    removed = bool(kept["removed"])
    return Entry(
        id=str(uuid.uuid5(owner, str(kept["incident"]))),
        incident=str(kept["incident"]),
        kind="" if removed else kind_of(str(kept["category"]), "", {}),
        day=str(kept["day"]),
        source=str(kept["source"]),
        secondary=False,
        removed=removed,
        disputed="",
        note="",
        basis="",
    )


def locked(by: User, handle: uuid.UUID, action: str) -> Exposure:
    """The officer's own book, held until the end of the transaction; 404 without one."""
    return access.hold(by, action, Exposure, participant=handle)


def save_book(book: Exposure, entries: Iterable[Entry]) -> None:
    """Write the entries by day, and their numbers by month beside them."""
    in_order = sorted(entries, key=lambda each: (each["day"], each["id"]))
    book.entries = in_order
    book.save(update_fields=["entries"])
    ExposureSummary.objects.update_or_create(
        participant_id=book.participant_id, defaults={"months": months(in_order)}
    )
