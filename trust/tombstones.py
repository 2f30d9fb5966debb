"""The list of what was destroyed, outside every database, so that no restore brings it back.

One line per record in an append-only file, chained by hash and flushed to the disk before the key
goes. After a restore ``replay`` does it all again; ``pending`` says what still waits for that.
A line holds a pseudonym, ids of keys and the signed receipt, no name.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from io import BufferedRandom
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model

from agency import clock
from trust import documents, receipts, vault
from trust.fields import many
from trust.models import (
    DeletionReceipt,
    LegalHold,
    Level,
    Notice,
    Participant,
    ParticipantGrant,
    SubjectKey,
)

GENESIS = "0" * 64
LEVELS = ("level", "check_ins_level", "exposure_level", "fatigue_level")
NOTHING = dict.fromkeys(LEVELS, Level.NOT_JOINED) | {"wellness_team": False, "count_me": False}


@dataclass(frozen=True)
class Stone:
    """One destroyed record: whose (a pseudonym), which keys, and the receipt that was given."""

    seq: int
    at: str
    handle: str
    keys: list[str]
    receipt: dict[str, Any]
    previous: str
    hash: str

    @property
    def owner(self) -> uuid.UUID:
        return uuid.UUID(self.handle)

    @property
    def key_ids(self) -> set[uuid.UUID]:
        return {uuid.UUID(each) for each in self.keys}

    @property
    def receipt_id(self) -> uuid.UUID:
        return uuid.UUID(str(self.receipt["id"]))


# --- destroying ----------------------------------------------------------------------------------


def destroy(mine: Participant) -> DeletionReceipt:
    """Delete a record for good: rows, then the receipt, then the tombstone, the key last of all.

    Joins the caller's transaction. What stops it before the tombstone leaves everything as it was;
    what stops it afterwards is finished by ``replay``. Ask ``trust.holds`` before.
    """
    keys = list(SubjectKey.objects.using("keys").filter(handle=mine.pk, destroyed_at=None))
    clear(mine.pk)
    receipt = receipts.make(mine, keys, (each._meta.label for each in kinds(mine.domain)))
    append(handle=mine.pk, keys=(each.pk for each in keys), receipt=receipts.document(receipt))
    vault.destroy(mine.pk)
    return receipt


def clear(handle: uuid.UUID) -> None:
    """Delete every row under this handle but decisions, looks and receipts."""
    domain = Participant.objects.values_list("domain", flat=True).get(pk=handle)
    for model in kinds(domain):
        model._default_manager.filter(participant=handle).delete()
    ParticipantGrant.objects.filter(content_object=handle).delete()
    Notice.objects.filter(recipient=handle).delete()


@lru_cache(maxsize=8)
def kinds(domain: str) -> tuple[type[Model], ...]:
    """The models of a room whose rows belong to one person."""
    return tuple(
        model
        for model in apps.get_models()
        if getattr(privacy := getattr(model, "Privacy", None), "sealed_class", "") == domain
        and getattr(privacy, "pseudonymous", "") == "participant_id"
        and model._meta.app_label != "trust"
    )


# --- the file ------------------------------------------------------------------------------------


def append(*, handle: uuid.UUID, keys: Iterable[uuid.UUID], receipt: dict[str, Any]) -> Stone:
    """Add a line and wait until the disk has it."""
    where = Path(settings.ARGUS_TOMBSTONE_FILE)
    where.parent.mkdir(parents=True, exist_ok=True)
    with where.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        stone = _next(_lines(file), handle, sorted(str(each) for each in keys), receipt)
        file.write(json.dumps(asdict(stone), sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    _flush_folder(where.parent)
    return stone


def _lines(file: BufferedRandom) -> list[Stone | None]:
    """What stands there; a line that a crash cut off is closed, so that the next one is whole."""
    file.seek(0)
    text = file.read()
    if text and not text.endswith(b"\n"):
        file.write(b"\n")
    return [_stone(line) for line in text.splitlines() if line.strip()]


def _next(
    before: list[Stone | None], handle: uuid.UUID, keys: list[str], receipt: dict[str, Any]
) -> Stone:
    known = [each for each in before if each]
    body: dict[str, Any] = {
        "seq": known[-1].seq + 1 if known else 1,
        "at": clock.now().isoformat(timespec="microseconds"),
        "handle": str(handle),
        "keys": keys,
        "receipt": receipt,
        "previous": known[-1].hash if known else GENESIS,
    }
    return Stone(**body, hash=_hash(body))


def _hash(body: dict[str, Any]) -> str:
    bare = {name: value for name, value in body.items() if name != "hash"}
    return sha256(json.dumps(bare, sort_keys=True).encode()).hexdigest()


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _stone(line: bytes) -> Stone | None:
    try:
        return Stone(**json.loads(line))
    except (ValueError, TypeError):
        return None


def read() -> list[Stone]:
    """Every line that can be read: one that can't must not keep the others from being replayed."""
    return [each for each in _all() if each]


def _all() -> list[Stone | None]:
    where = Path(settings.ARGUS_TOMBSTONE_FILE)
    if not where.exists():
        return []
    return [_stone(line) for line in where.read_bytes().splitlines() if line.strip()]


def verify() -> Iterator[str]:
    """Sentences about everything that is wrong with the file."""
    seq, previous = 1, GENESIS
    for number, stone in enumerate(_all(), start=1):
        if stone is None:
            yield f"Line {number} can't be read."
            continue
        if stone.seq != seq:
            yield f"Before tombstone {stone.seq}, tombstone {seq} should stand."
        if stone.previous != previous:
            yield f"Tombstone {stone.seq} does not follow the one before it."
        if _hash(asdict(stone)) != stone.hash:
            yield f"Tombstone {stone.seq} was changed."
        elif not _is_ours(stone):
            yield f"Tombstone {stone.seq} does not carry our signature: it is not replayed."
        seq, previous = stone.seq + 1, stone.hash


def _is_ours(stone: Stone) -> bool:
    """Whoever can write the file but not sign destroys nobody's record with it."""
    given = stone.receipt
    about = receipts.is_about(given, stone.owner) and sorted(stone.keys) == given.get("keys")
    return about and documents.verify_json(given)


# --- after a restore -----------------------------------------------------------------------------


def pending() -> list[Stone]:
    """What a restore brought back: a key that lives, or rows from before, known by no receipt."""
    stones = _not_held([each for each in read() if _is_ours(each)])
    ids = {key for each in stones for key in each.key_ids}
    keys = SubjectKey.objects.using("keys").filter(destroyed_at=None)
    alive = _found(keys.filter(pk__among=many(ids)), ids)
    owners, given = {each.owner for each in stones}, {each.receipt_id for each in stones}
    here = _found(Participant.objects.filter(pk__among=many(owners)), owners)
    done = _found(DeletionReceipt.objects.filter(pk__among=many(given)), given)
    return [
        each
        for each in stones
        if each.key_ids & alive or (each.owner in here and each.receipt_id not in done)
    ]


def _found(rows: Any, wanted: set[uuid.UUID]) -> set[uuid.UUID]:  # noqa: ANN401 - rows of any model
    return set(rows.values_list("pk", flat=True)) if wanted else set()


def _not_held(stones: list[Stone]) -> list[Stone]:
    """A hold from after the destroying counts; an older one had ended, whatever a backup says."""
    if not stones:
        return []
    holds = LegalHold.objects.filter(approved_at__isnull=False, released_at=None)
    since = {each.participant_id: each.approved_at for each in holds}
    return [each for each in stones if not _later(since.get(each.owner), each)]


def _later(approved_at: dt.datetime | None, stone: Stone) -> bool:
    return approved_at is not None and approved_at > dt.datetime.fromisoformat(stone.at)


def replay() -> int:
    """Destroy once more whatever a restore brought back; how many records that were."""
    waiting = pending()
    for stone in waiting:
        with transaction.atomic():
            _again(stone)
    return len(waiting)


def _again(stone: Stone) -> None:
    mine = Participant.objects.select_for_update().filter(pk=stone.owner).first()
    if mine and not DeletionReceipt.objects.filter(pk=stone.receipt_id).exists():
        clear(mine.pk)
        _leave(mine)
        receipts.keep(mine, stone.receipt)
    # By their ids: somebody who came back later has a new key, which stays.
    keys = SubjectKey.objects.using("keys").filter(pk__in=stone.key_ids, destroyed_at=None)
    keys.update(wrapped=None, destroyed_at=dt.datetime.fromisoformat(stone.at))
    vault.forget(stone.owner)


def _leave(mine: Participant) -> None:
    """The backup may say that the officer still shares: the newest decision is that they left."""
    if mine.level == Level.NOT_JOINED:
        return
    last = mine.consents.first()
    if last is not None:
        last.pk, last._state.adding = uuid.uuid4(), True
        last.version, last.decided_at = last.version + 1, clock.now()
        for name, value in NOTHING.items():
            setattr(last, name, value)
        last.save(force_insert=True)
    Participant.objects.filter(pk=mine.pk).update(**NOTHING)
