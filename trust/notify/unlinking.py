"""What notices and deliveries keep of events and times, so that a stolen table joins nothing.

A person has a handle for each room. The same event beside two handles, or the same moment, would join
them; an event worked out from an open row, or the end of a shift, would name them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from hmac import digest

from trust.keyfile import key_file

#: What was put off becomes due within a step of this grid, and never on it: shifts end there.
GRID = dt.timedelta(minutes=15)
MINUTE = dt.timedelta(minutes=1)
_EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def event_of(recipient: uuid.UUID, event: uuid.UUID) -> uuid.UUID:
    """What is kept of an event: a trace with a secret of this installation, another one for each handle."""
    about = recipient.bytes + event.bytes
    return uuid.UUID(bytes=digest(key_file().domain_key("notice event"), about, "sha256")[:16])


def blurred(until: dt.datetime, delivery: uuid.UUID) -> dt.datetime:
    """When a delivery goes that waits ``until`` then: after it, and less than half an hour later."""
    steps = -((_EPOCH - until) // GRID)  # rounded up
    spread = digest(key_file().domain_key("delivery delay"), delivery.bytes, "sha256")
    minutes = int.from_bytes(spread) % (GRID // MINUTE - 1) + 1
    return _EPOCH + steps * GRID + minutes * MINUTE


def job_key(delivery: uuid.UUID, due_at: dt.datetime) -> str:
    """The key of a job that was put off: the same for the same time, and without the time in it."""
    about = f"{delivery}|{due_at.isoformat()}".encode()
    return digest(key_file().domain_key("delivery"), about, "sha256").hex()
