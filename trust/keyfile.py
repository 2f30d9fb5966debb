"""The key file: key-encryption keys by number, one handle key per domain, one signing key.

It lies outside every database and repository (mode 600, made at first start). Whoever has only the
databases has ciphertext; whoever has only this file has nothing to open.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from functools import lru_cache
from hashlib import sha256
from hmac import digest
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


class KeyFile:
    """The secrets of one installation, read once per process."""

    def __init__(self, content: dict[str, object]) -> None:
        keks = content["keks"]
        assert isinstance(keks, dict)  # noqa: S101 - a broken key file must stop the start
        self._keks = {int(number): base64.b64decode(key) for number, key in keks.items()}
        self._root = base64.b64decode(str(content["handles"]))
        self._signing = base64.b64decode(str(content["signing"]))
        self._domains: dict[str, bytes] = {}

    def kek(self, number: int) -> bytes:
        """The key-encryption key of that number; KeyError when it was retired."""
        return self._keks[number]

    def current_kek(self) -> tuple[int, bytes]:
        number = max(self._keks)
        return number, self._keks[number]

    def domain_key(self, domain: str) -> bytes:
        """The HMAC key of one domain, derived from the handle root."""
        if domain not in self._domains:
            self._domains[domain] = digest(self._root, domain.encode(), sha256)
        return self._domains[domain]

    def signing_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._signing)


def _fresh() -> dict[str, object]:
    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {"keks": {"1": key()}, "handles": key(), "signing": key()}


def path() -> Path:
    where = settings.ARGUS_KEY_FILE  # asked for every handle and every row: no new Path each time
    return where if isinstance(where, Path) else Path(where)


def key_file() -> KeyFile:
    """The installation's secrets; the embedded default makes the file at first use."""
    return _read(path())


def kek(number: int) -> bytes:
    """The key-encryption key of that number; KeyError when it was retired.

    Another process may have added it since this one read the file, so a miss reads once more.
    """
    try:
        return key_file().kek(number)
    except KeyError:
        forget()
        return key_file().kek(number)


def forget() -> None:
    """Read the file anew at the next use."""
    _read.cache_clear()


@lru_cache(maxsize=4)
def _read(where: Path) -> KeyFile:
    if not where.exists():
        if not settings.ARGUS_MAKE_KEY_FILE:
            raise FileNotFoundError(f"No key file at {where}. See docs/operations.md.")
        _write(where, _fresh(), overwrite=False)
    return KeyFile(json.loads(where.read_text()))


def add_kek() -> int:
    """A new key-encryption key becomes current; old ones stay until everything is rewrapped."""
    where = path()
    key_file()
    with where.with_name(f"{where.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at once would each drop the other's new key
        content = json.loads(where.read_text())
        number = max(int(n) for n in content["keks"]) + 1
        content["keks"][str(number)] = base64.b64encode(secrets.token_bytes(32)).decode()
        _write(where, content, overwrite=True)
    forget()
    return number


def _write(where: Path, content: dict[str, object], *, overwrite: bool) -> None:
    where.parent.mkdir(parents=True, exist_ok=True)
    draft = where.with_name(f"{where.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(content, out)
        out.flush()
        os.fsync(out.fileno())
    if overwrite:
        draft.replace(where)
        return
    try:
        os.link(draft, where)  # two first starts at once: one wins, both read the same file
    except FileExistsError:
        pass
    finally:
        draft.unlink()
