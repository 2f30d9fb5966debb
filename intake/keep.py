"""Deliveries that stumbled, kept whole and sealed until a retry takes them in.

A patient care file holds a patient, so it lies outside every database, as AES-256-GCM chunks under a key of its own
from the key file, named by its digest. Chunk number and "last" are bound into each seal: a
file that was cut, reordered or swapped doesn't open.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable
from hashlib import blake2b, sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from trust.keyfile import key_file
from trust.vault import SealBroken

CHUNK = 1024 * 1024
NONCE, TAG = 12, 16


def digest_of(source: BinaryIO) -> str:
    source.seek(0)
    seen = sha256()
    while chunk := source.read(CHUNK):
        seen.update(chunk)
    source.seek(0)
    return seen.hexdigest()


def path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "quarantine" / f"{digest}.sealed"


def put(source: BinaryIO, digest: str) -> None:
    """Keep the delivery. Keeping it again changes nothing."""
    where = path(digest)
    if where.exists():
        return
    where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = where.with_name(f"{digest}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        _seal(source, out, digest)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(where)


def _seal(source: BinaryIO, out: BinaryIO, digest: str) -> None:
    source.seek(0)
    number, chunk = 0, source.read(CHUNK)
    while True:
        following = source.read(CHUNK)
        nonce = os.urandom(NONCE)
        out.write(nonce + _cipher().encrypt(nonce, chunk, _place(digest, number, not following)))
        if not following:
            break
        number, chunk = number + 1, following
    source.seek(0)


def take(digest: str) -> BinaryIO:
    """The delivery again, in a nameless temporary file. Raises SealBroken, FileNotFoundError."""
    plain = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with path(digest).open("rb") as sealed:
        number, part = 0, sealed.read(NONCE + CHUNK + TAG)
        while part:
            following = sealed.read(NONCE + CHUNK + TAG)
            place = _place(digest, number, not following)
            try:
                plain.write(_cipher().decrypt(part[:NONCE], part[NONCE:], place))
            except InvalidTag as broken:
                plain.close()
                raise SealBroken from broken
            number, part = number + 1, following
    plain.seek(0)
    return plain


def drop(digest: str) -> None:
    path(digest).unlink(missing_ok=True)


def fingerprints(source: str, ids: Iterable[str]) -> dict[str, str]:
    """Keyed 128-bit marks of identifiers from outside: equal stays equal, nothing can be read back."""
    key = pepper()
    return {
        one: blake2b(f"{source}\x1f{one}".encode(), key=key, digest_size=16).hexdigest()
        for one in ids
    }


def pepper() -> bytes:
    return key_file().domain_key("intake")


def _cipher() -> AESGCM:
    return AESGCM(key_file().domain_key("intake-files"))


def _place(digest: str, number: int, last: bool) -> bytes:
    return f"{digest}|{number}|{'last' if last else 'more'}|v1".encode()
