"""Who looked, and who was stopped: an append-only chain that officers can read and unions check.

Rows are written on the ``ledger`` connection in their own transaction: before content is shown,
and also when the request around them is rolled back. What the officer does alone is never in it.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import QuerySet

from agency import clock
from agency.models import User
from trust import vault
from trust.keyfile import key_file
from trust.models import Disclosure
from trust.models.participants import Domain
from trust.rules.moments import kept_back

GENESIS = "0" * 64
#: Stands where a role would, for somebody without an account who holds a link.
OUTSIDE = "outside"
CHAINED = (
    "seq", "subject", "viewer", "role", "action", "kind", "purpose", "permission", "outcome", "at",
)  # fmt: skip


class LedgerUnavailable(Exception):
    """The look could not be written, so nothing may be shown."""


@dataclass(frozen=True)
class Look:
    """One look at one person's record, before it has a place in the chain."""

    subject: uuid.UUID
    viewer: uuid.UUID
    role: str
    action: str
    kind: str
    outcome: str
    permission: str = ""
    purpose: str = ""


def record(looks: Iterable[Look]) -> None:
    """Append the looks, in order. Raises ``LedgerUnavailable`` when that can't be done."""
    looks = list(looks)
    if not looks:
        return
    try:
        with transaction.atomic(using="ledger"):
            _append(looks)
    except DatabaseError as broken:
        raise LedgerUnavailable from broken


def _append(looks: list[Look]) -> None:
    _lock()
    last = Disclosure.objects.using("ledger").order_by("-seq").values_list("seq", "hash").first()
    seq, previous = last or (0, GENESIS)
    rows = []
    for look in looks:
        seq += 1
        row = Disclosure(seq=seq, at=clock.now(), previous=previous, **vars(look))
        row.hash = previous = link(row)
        rows.append(row)
    Disclosure.objects.using("ledger").bulk_create(rows)


def _lock() -> None:
    """One writer at a time. SQLite's IMMEDIATE transaction already is a write lock."""
    connection = connections["ledger"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x4C45444745])


def canonical(row: Disclosure) -> dict[str, str]:
    """The chained fields as text, time in UTC: what is hashed and what officers download."""
    fields = {name: str(getattr(row, name)) for name in CHAINED}
    fields["at"] = row.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return fields


def content_digest(row: Disclosure) -> str:
    """SHA-256 over the canonical row. It can be handed on without telling what the row says."""
    return sha256(json.dumps(canonical(row), sort_keys=True).encode()).hexdigest()


def link(row: Disclosure) -> str:
    """SHA-256 over the previous hash and the digest of the row, in hex."""
    return sha256((row.previous + content_digest(row)).encode()).hexdigest()


def mine(user: User) -> QuerySet[Disclosure]:
    """The looks at this person's record that they may be told of by now, newest first."""
    handles = [vault.handle(user.pk, domain) for domain in Domain.values]
    rows = Disclosure.objects.using("ledger").filter(subject__in=handles)
    return rows.exclude(kept_back("permission"))


def has_looked(viewer: User, subject: uuid.UUID, kind: str) -> bool:
    """Whether this person was ever shown a record of this kind under this handle."""
    rows = Disclosure.objects.using("ledger").filter(subject=subject, viewer=viewer.pk, kind=kind)
    return rows.filter(outcome=Disclosure.Outcome.SHOWN).exists()


def viewers(looks: Iterable[Disclosure]) -> dict[uuid.UUID, User]:
    """The people behind these looks: whoever looks at an officer is no secret to that officer."""
    return User.objects.in_bulk({look.viewer for look in looks})


# --- checking -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """Where the chain stood: what a witness outside the agency keeps."""

    seq: int
    hash: str
    signed_at: str
    signature: str

    @property
    def signed(self) -> bytes:
        return f"{self.seq}|{self.hash}|{self.signed_at}".encode()


def head() -> Head:
    """The newest link, signed (Ed25519 over ``seq|hash|time``)."""
    last = Disclosure.objects.using("ledger").order_by("-seq").values_list("seq", "hash").first()
    seq, newest = last or (0, GENESIS)
    bare = Head(seq, newest, clock.now().isoformat(timespec="seconds"), "")
    return replace(bare, signature=key_file().signing_key().sign(bare.signed).hex())


def verify(witnessed: Iterable[Head] = ()) -> Iterator[str]:
    """Sentences about everything that is wrong: a changed, lost, added or cut-off link."""
    heads: dict[int, set[str]] = {}
    for each in witnessed:
        if not _is_ours(each):
            yield f"The witness head for link {each.seq} does not carry our signature."
        elif each.seq:
            heads.setdefault(each.seq, set()).add(each.hash)
    expected, previous = 1, GENESIS
    for row in Disclosure.objects.using("ledger").order_by("seq").iterator(chunk_size=5_000):
        yield from _wrong_with(row, expected, previous)
        if heads.pop(row.seq, {row.hash}) != {row.hash}:
            yield f"Link {row.seq} differs from what the witness has."
        expected, previous = row.seq + 1, row.hash
    for seq in sorted(heads):
        yield f"The witness has link {seq}, but it is gone from here."


def _wrong_with(row: Disclosure, expected: int, previous: str) -> Iterator[str]:
    if row.seq != expected:
        yield f"Before link {row.seq}, link {expected} should stand."
    if row.previous != previous:
        yield f"Link {row.seq} does not follow the link before it."
    if link(row) != row.hash:
        yield f"Link {row.seq} was changed."


def _is_ours(each: Head) -> bool:
    try:
        key_file().signing_key().public_key().verify(bytes.fromhex(each.signature), each.signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def witness() -> Head:
    """Sign the head and add it to the witness file; ``manage.py witness`` also mails it."""
    signed = head()
    settings.ARGUS_WITNESS_FILE.parent.mkdir(parents=True, exist_ok=True)
    with settings.ARGUS_WITNESS_FILE.open("a") as out:
        out.write(json.dumps(vars(signed)) + "\n")
    return signed


def witnessed(where: Path | None = None) -> list[Head]:
    """The heads in a witness file: our own copy, or one that a witness brings along."""
    where = where or settings.ARGUS_WITNESS_FILE
    if not where.exists():
        return []
    return [Head(**json.loads(line)) for line in where.read_text().splitlines() if line.strip()]


# --- an officer's own part ----------------------------------------------------------------------


def part(user: User) -> dict[str, object]:
    """The officer's own looks, each with the digests that lead from it to the next witnessed head.

    ``docs/trust/verify_my_ledger.py`` checks this with nothing but Python and a witness's file.
    """
    seqs = sorted({each.seq for each in witnessed() if each.seq})
    return {
        "format": "argus-ledger-part-1",
        "looks": [
            canonical(row)
            | {"previous": row.previous, "hash": row.hash}
            | {"path": _path(row.seq, next((seq for seq in seqs if seq >= row.seq), row.seq))}
            for row in mine(user).order_by("seq")
        ],
    }


def _path(seq: int, to: int) -> list[str]:
    after = Disclosure.objects.using("ledger").filter(seq__gt=seq, seq__lte=to).order_by("seq")
    return [content_digest(row) for row in after.iterator()]
