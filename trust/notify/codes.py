"""Six digits that prove an address: worked out, never stored; sent by the queue; good for ten minutes."""

from __future__ import annotations

import datetime as dt
import uuid
from hmac import digest

from agency import clock
from trust import outbox
from trust.keyfile import key_file
from trust.models import Channel, NoticeCode
from trust.notify import mail, sms, wishes

SEND = "trust.send_code"
GOOD_FOR = dt.timedelta(minutes=10)


def digits(nonce: uuid.UUID) -> str:
    """The code of a nonce, with the secret of this installation: the tables alone don't tell it."""
    raw = digest(key_file().domain_key("notice code"), nonce.bytes, "sha256")
    return f"{int.from_bytes(raw) % 1_000_000:06d}"


def is_good(row: NoticeCode) -> bool:
    return row.made_at + GOOD_FOR > clock.now()


def spend(row: NoticeCode) -> None:
    """Nothing can be confirmed with it any more, and no address stands in it. How many were sent stays:
    who deletes an address or proves their own has not earned more codes to somebody else's.
    """
    row.nonce, row.tries = uuid.uuid4(), NoticeCode.TRIES
    wishes.seal(row, {"to": ""})
    row.save(update_fields=["nonce", "tries", "content"])


def is_open(row: NoticeCode) -> bool:
    return is_good(row) and row.tries < NoticeCode.TRIES


def enqueue(row: NoticeCode) -> None:
    """Joins the caller's transaction."""
    outbox.enqueue(SEND, key=str(row.nonce), nonce=str(row.nonce))


@outbox.job(SEND)
def send_code(*, nonce: str) -> None:
    """Send the digits to the address that waits for them, unless a newer code took their place."""
    row = NoticeCode.objects.select_related("participant").filter(nonce=nonce).first()
    person = wishes.behind([row.participant]).get(row.participant_id) if row else None
    if row is None or person is None or not is_good(row):
        return
    to, code = wishes.opened(row)["to"], digits(row.nonce)
    if row.channel == Channel.SMS:
        sms.send_code(to, code, person.language, nonce)
    else:
        mail.send_code(to, code, person.language)
