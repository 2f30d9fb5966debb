"""An address or a number proves itself with six digits. Three codes an hour, five tries for each."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from hmac import compare_digest

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust import access, vault
from trust.channels.own import keep, locked
from trust.models import Channel, NoticeCode, Participant
from trust.notify import codes, sms, wishes
from trust.notify.wishes import DOMAIN, MailTo, Wishes
from trust.refusal import Refusal

HOUR = dt.timedelta(hours=1)
LONGEST_ADDRESS = 254  # RFC 5321, section 4.5.3.1.3, without the brackets


@transaction.atomic
def ask_code(*, by: User, channel: str, to: str) -> NoticeCode:
    """Send six digits there. A newer code takes the place of the one before.

    Refuses ``not_offered``, ``address``, ``number``, ``work_mailbox``, ``too_many_codes``.
    """
    where = _number(to) if channel == Channel.SMS else _private_address(to)
    own = vault.participant(by, DOMAIN)
    row = _code_row(by, own, str(channel))
    now = clock.now()
    if row.since + HOUR <= now:
        row.since, row.sends = now, 0
    if row.sends >= NoticeCode.SENDS:
        message = _("Three codes were sent in the last hour. Please wait an hour, then ask again.")
        raise Refusal("to", "too_many_codes", message)
    row.nonce, row.made_at = uuid.uuid4(), now
    row.tries, row.sends = 0, row.sends + 1
    wishes.seal(row, {"to": where})
    row.save()
    codes.enqueue(row)
    return row


def _code_row(by: User, own: Participant, channel: str) -> NoticeCode:
    fresh = NoticeCode(participant=own, channel=channel)
    wishes.seal(fresh, {"to": ""})
    NoticeCode.objects.bulk_create([fresh], ignore_conflicts=True)
    rows = access.visible(by, NoticeCode, "answer").filter(participant=own, channel=channel)
    return rows.select_for_update(of=("self",)).get()


def _private_address(written: str) -> str:
    address = written.strip()
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address or len(address) > LONGEST_ADDRESS:
        raise Refusal("to", "address", _("Write the address like name@example.org."))
    if settings.AGENCY_MAIL_DOMAINS and wishes.is_departments(address):
        message = _(
            "This is a work mailbox. Use a private address, or choose the work mailbox above."
        )
        raise Refusal("to", "work_mailbox", message)
    return address


def _number(written: str) -> str:
    if not settings.SMS_BACKEND:
        raise Refusal("to", "not_offered", _("Text messages are not set up here. Use another way."))
    try:
        return sms.number(written)
    except ValueError:
        message = _("Write the number with its area code, like 555-234-0142 or +1 555 234 0142.")
        raise Refusal("to", "number", message) from None


def confirm(*, by: User, channel: str, code: str) -> Wishes:
    """The digits came back: from now on the address is used. Refuses ``no_code``, ``code``.

    A try that does not match is counted in a transaction of its own, so that a refusal keeps it.
    """
    right = _try(by, channel, code)
    if not right:
        message = _("That is not the code. Look at it once more, or ask for a new one.")
        raise Refusal("code", "code", message)
    with transaction.atomic():
        own = vault.handle(by.pk, DOMAIN)
        rows = access.visible(by, NoticeCode, "answer").filter(participant=own, channel=channel)
        waiting = rows.select_for_update(of=("self",)).first()
        if waiting is None or waiting.nonce != right:
            raise _no_code()
        to = wishes.opened(waiting)["to"]
        codes.spend(waiting)
        row = locked(by)
        now = wishes.read(row)
        if channel == Channel.SMS:
            return keep(by, row, replace(now, number=to, sms=True))
        return keep(by, row, replace(now, address=to, mail=MailTo.PRIVATE))


@transaction.atomic
def _try(by: User, channel: str, code: str) -> uuid.UUID | None:
    """Count one try; the nonce when it was right. Refuses ``no_code``: none, too late, used up."""
    own = vault.handle(by.pk, DOMAIN)
    rows = access.visible(by, NoticeCode, "answer").filter(participant=own, channel=channel)
    row = rows.select_for_update(of=("self",)).first()
    if row is None or not codes.is_open(row):
        raise _no_code()
    row.tries += 1
    row.save(update_fields=["tries"])
    given = "".join(each for each in code if each.isdigit())
    return row.nonce if compare_digest(given.encode(), codes.digits(row.nonce).encode()) else None


def _no_code() -> Refusal:
    return Refusal("code", "no_code", _("No code is open any more. Please ask for a new one."))
