"""Seal what an officer writes; open it only where the policy has said yes.

AES-256-GCM with one data key per participant and class. The associated data binds a value to its
table, column, row and person, so a ciphertext that was moved or changed never opens. Data keys are
wrapped (AES key wrap, RFC 3394) by a key-encryption key from a file outside every database.

Raises ``SealBroken`` when anything does not match and ``KeyDestroyed`` when the key is gone.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from functools import lru_cache
from hashlib import sha256
from hmac import digest
from typing import Protocol, runtime_checkable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.db import models

from agency import clock
from agency.models import User
from trust.keyfile import kek, key_file
from trust.models import Participant, SubjectKey

VERSION = b"\x01"
NONCE = 12
BLOCK = 64  # padding step: the length of a note must not tell how much was written

_ring: ContextVar[dict[tuple[uuid.UUID, str], AESGCM] | None] = ContextVar("ring", default=None)


@runtime_checkable
class Sealing(Protocol):
    """A sealed column, as this module sees it (``trust.fields`` has the class)."""

    name: str

    def unseal(self, row: models.Model) -> object: ...


class SealBroken(Exception):
    """A sealed value does not belong to this row, or was changed."""


class KeyDestroyed(SealBroken):
    """The person's key was destroyed: nobody can open this again."""


# --- pseudonyms ---------------------------------------------------------------------------------


def handle(user_id: uuid.UUID, domain: str) -> uuid.UUID:
    """The pseudonym of a user in one domain: HMAC-SHA-256 under the domain's own key, 128 bits."""
    return _handle(key_file().domain_key(domain), user_id)


@lru_cache(maxsize=65_536)
def _handle(key: bytes, user_id: uuid.UUID) -> uuid.UUID:
    return uuid.UUID(bytes=digest(key, user_id.bytes, "sha256")[:16])


def participant(user: User, domain: str) -> Participant:
    """The user's row in ``domain``, made on first use."""
    mine = handle(user.pk, domain)
    known = Participant.objects.filter(pk=mine).first()
    if known:
        return known
    link = seal(user.pk.bytes, mine, domain, bind("trust.participant", "link", mine, mine))
    return Participant.objects.get_or_create(
        handle=mine, defaults={"domain": domain, "link": link}
    )[0]


def by_handle(users: Iterable[User], domain: str) -> list[User]:
    """In the order of their handles, in which rows are written for several people at once.

    Fixed, for locks; and unlike an order of open ids or times it puts no name beside a handle.
    """
    return sorted(users, key=lambda each: handle(each.pk, domain))


def person(row: Participant) -> uuid.UUID:
    """The user id behind a participant. Opens the sealed link."""
    aad = bind("trust.participant", "link", row.pk, row.pk)
    return uuid.UUID(bytes=open_(bytes(row.link), row.pk, row.domain, aad))


# --- keys ---------------------------------------------------------------------------------------


@contextlib.contextmanager
def keyring() -> Iterator[None]:
    """Keep opened data keys for the length of one request or task, never longer."""
    token = _ring.set({})
    try:
        yield
    finally:
        _ring.reset(token)


def load_keys(handles: Iterable[uuid.UUID], data_class: str) -> None:
    """Fetch the data keys of many people at once into the current key ring."""
    ring = _ring.get()
    if ring is None:
        return
    missing = [h for h in set(handles) if (h, data_class) not in ring]
    if not missing:
        return
    rows = SubjectKey.objects.using("keys").filter(data_class=data_class)
    for start in range(0, len(missing), 10_000):
        for row in rows.filter(handle__in=missing[start : start + 10_000]):
            if row.wrapped is not None:
                ring[row.handle, data_class] = _unwrap(row)


def _unwrap(row: SubjectKey) -> AESGCM:
    if row.wrapped is None:
        raise KeyDestroyed
    try:
        return AESGCM(aes_key_unwrap(kek(row.kek), bytes(row.wrapped)))
    except (InvalidUnwrap, KeyError) as broken:
        raise SealBroken from broken


def _key(owner: uuid.UUID, data_class: str, *, make: bool) -> AESGCM:
    ring = _ring.get()
    if ring is not None and (owner, data_class) in ring:
        return ring[owner, data_class]
    keys = SubjectKey.objects.using("keys")
    row = keys.filter(handle=owner, data_class=data_class).first()
    if row is None:
        if not make:
            raise KeyDestroyed
        number, current = key_file().current_kek()
        wrapped = aes_key_wrap(current, AESGCM.generate_key(256))
        row, _made = keys.get_or_create(
            handle=owner, data_class=data_class, defaults={"wrapped": wrapped, "kek": number}
        )
    cipher = _unwrap(row)
    if ring is not None:
        ring[owner, data_class] = cipher
    return cipher


def rewrap(row: SubjectKey) -> bool:
    """Wrap one data key with the current key-encryption key; False when there was nothing to do.

    One compare-and-set per key: stopped anywhere, every key is whole; a key that was destroyed
    meanwhile stays destroyed.
    """
    number, current = key_file().current_kek()
    if row.wrapped is None or row.kek == number:
        return False
    old = bytes(row.wrapped)
    try:
        plain = aes_key_unwrap(kek(row.kek), old)
    except (InvalidUnwrap, KeyError) as broken:
        raise SealBroken from broken
    same = SubjectKey.objects.using("keys").filter(pk=row.pk, kek=row.kek, wrapped=old)
    return same.update(wrapped=aes_key_wrap(current, plain), kek=number) == 1


def forget(owner: uuid.UUID) -> None:
    """Drop a person's opened keys from the current ring (after destroying them)."""
    ring = _ring.get()
    for each in [k for k in ring or {} if k[0] == owner]:
        del (ring or {})[each]


def destroy(owner: uuid.UUID) -> None:
    """Destroy all data keys of a handle: what they sealed is gone, in old backups too."""
    held = SubjectKey.objects.using("keys").filter(handle=owner, destroyed_at=None)
    held.update(wrapped=None, destroyed_at=clock.now())
    forget(owner)


def begin_again(user: User, domain: str) -> Participant:
    """A fresh key and link for somebody whose key was destroyed and who comes back."""
    row = participant(user, domain)
    SubjectKey.objects.using("keys").filter(handle=row.pk).exclude(destroyed_at=None).delete()
    try:
        person(row)
    except SealBroken:
        row.link = seal(
            user.pk.bytes, row.pk, domain, bind("trust.participant", "link", row.pk, row.pk)
        )
        row.save(update_fields=["link"])
    return row


# --- seal and open ------------------------------------------------------------------------------


def bind(model: str, column: str, pk: object, owner: uuid.UUID) -> bytes:
    """The associated data: where a value belongs and whose it is."""
    return f"{model}.{column}|{pk}|{owner}|v1".encode()


def seal(plain: bytes, owner: uuid.UUID, data_class: str, aad: bytes) -> bytes:
    """version (1) | nonce (12) | ciphertext and tag. Plain text is padded to 64 bytes."""
    nonce = os.urandom(NONCE)
    padded = plain + b"\x80" + b"\x00" * (-(len(plain) + 1) % BLOCK)
    sealed = _key(owner, data_class, make=True).encrypt(nonce, padded, aad)
    return VERSION + nonce + sealed


def open_(sealed: bytes, owner: uuid.UUID, data_class: str, aad: bytes) -> bytes:
    """The plain bytes; raises ``SealBroken`` on any mismatch, ``KeyDestroyed`` without a key."""
    if sealed[:1] != VERSION or len(sealed) < 1 + NONCE + 16:
        raise SealBroken
    cipher = _key(owner, data_class, make=False)
    try:
        padded = cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], aad)
    except InvalidTag as broken:
        raise SealBroken from broken
    return padded[: padded.rindex(b"\x80")]


def mac(owner: uuid.UUID, body: bytes) -> str:
    """A keyed fingerprint of a request body, to tell a replay from a different request."""
    return digest(
        key_file().domain_key("replay"), owner.bytes + sha256(body).digest(), "sha256"
    ).hex()


# --- rows with sealed columns -------------------------------------------------------------------


def owner_of(row: models.Model) -> uuid.UUID:
    """The handle a row belongs to, by its ``Privacy.pseudonymous`` column."""
    owner: uuid.UUID = getattr(row, row.Privacy.pseudonymous)  # type: ignore[attr-defined]
    return owner


def open_row(row: models.Model) -> dict[str, object]:
    """All sealed values of one row. Ask ``access.reveal`` unless the system acts for the owner."""
    return {field.name: field.unseal(row) for field in _sealed(type(row))}


@lru_cache(maxsize=64)
def _sealed(model: type[models.Model]) -> tuple[Sealing, ...]:
    return tuple(f for f in model._meta.concrete_fields if isinstance(f, Sealing))


def open_rows(rows: Iterable[models.Model]) -> list[dict[str, object]]:
    """The sealed values of many rows, with one look at the key database."""
    rows = list(rows)
    if _ring.get() is None:
        with keyring():
            return open_rows(rows)
    if rows:
        load_keys({owner_of(row) for row in rows}, rows[0].Privacy.sealed_class)  # type: ignore[attr-defined]
    return [open_row(row) for row in rows]
