"""The deletion receipt: what an officer can show to anyone, checked without any database.

It says what kinds of record were destroyed, which keys, when, and the day on which the last backup
of a key lapses. The person stands in it as a salted fingerprint of a pseudonym: whoever finds a
receipt learns no name, and the agency can still say whether it is somebody's.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import uuid
from collections.abc import Iterable, Mapping
from hashlib import sha256

from agency import clock
from trust import documents, ledger
from trust.models import DeletionReceipt, Participant, SubjectKey

FORMAT = "argus-deletion-receipt-1"
# Backups of the keys database are kept so long and no longer (docs/operations.md). An old backup
# of the data opens only with an old backup of the keys.
KEY_BACKUP_DAYS = 7


def lapses_on(destroyed_at: dt.datetime) -> dt.date:
    """The day from which on no backup holds the key any more."""
    return destroyed_at.astimezone(dt.UTC).date() + dt.timedelta(days=KEY_BACKUP_DAYS + 1)


def make(mine: Participant, keys: Iterable[SubjectKey], kinds: Iterable[str]) -> DeletionReceipt:
    """Sign and store the receipt for keys that are about to go. ``kinds``: labels of models."""
    now, head, keys = clock.now(), ledger.head(), list(keys)
    receipt, salt = uuid.uuid4(), secrets.token_hex(16)
    document = documents.sign_json(
        {
            "format": FORMAT,
            "id": str(receipt),
            "subject": {"salt": salt, "fingerprint": _fingerprint(salt, mine.pk)},
            "domain": mine.domain,
            "kinds": sorted(kinds),
            "keys": sorted(str(each.pk) for each in keys),
            "key_encryption_keys": sorted({each.kek for each in keys}),
            "destroyed_at": now.isoformat(timespec="microseconds"),
            "key_backup_days": KEY_BACKUP_DAYS,
            "key_backups_lapse_on": lapses_on(now).isoformat(),
            "ledger": {"seq": head.seq, "hash": head.hash},
        }
    )
    return keep(mine, document)


def keep(mine: Participant, document: Mapping[str, object]) -> DeletionReceipt:
    """The stored row of a signed receipt; made again from a tombstone when a backup lacks it."""
    body = {name: value for name, value in document.items() if name != "signature"}
    return DeletionReceipt.objects.create(
        pk=uuid.UUID(str(document["id"])),
        participant=mine,
        made_at=dt.datetime.fromisoformat(str(document["destroyed_at"])),
        body=json.dumps(body, sort_keys=True),
        signature=str(document["signature"]),
    )


def document(row: DeletionReceipt) -> dict[str, object]:
    """The receipt as it is handed out and checked."""
    found: dict[str, object] = json.loads(row.body)
    return found | {"signature": row.signature}


def is_about(document: Mapping[str, object], handle: uuid.UUID) -> bool:
    """Whether the receipt is that of the person behind this handle."""
    subject = document.get("subject")
    if not isinstance(subject, dict):
        return False
    fingerprint = _fingerprint(str(subject.get("salt")), handle)
    return secrets.compare_digest(fingerprint, str(subject.get("fingerprint")))


def _fingerprint(salt: str, handle: uuid.UUID) -> str:
    return sha256(salt.encode() + handle.bytes).hexdigest()
