"""Which channels, where e-mail goes, and the hours in which it stays quiet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency.models import User
from trust import access, quiet, vault
from trust.channels.own import keep, locked
from trust.models import Channel, NoticeCode
from trust.notify import codes, wishes
from trust.notify.wishes import DOMAIN, MailTo, Wishes
from trust.quiet import Hours
from trust.refusal import Refusal

LONGEST_QUIET = dt.timedelta(hours=20)


@transaction.atomic
def choose(
    *,
    by: User,
    mail: str,
    sms: bool = False,
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
    rest: bool = False,
    wake: bool = False,
) -> Wishes:
    """Set channels and quiet hours; they count from the next message on.

    Refuses ``unknown_choice``, ``no_address``, ``work_mailbox``, ``no_number``, ``half_hours``,
    ``too_long``.
    """
    row = locked(by)
    now = wishes.read(row)
    _check_mail(by, mail, now)
    if sms and not now.number:
        raise Refusal("sms", "no_number", _("Enter your number first. Then switch this on."))
    since, until = _hours(quiet_from, quiet_until)
    return keep(
        by,
        row,
        replace(
            now,
            mail=mail,
            sms=sms,
            quiet_from=since,
            quiet_until=until,
            rest=rest,
            wake=wake,
        ),
    )


def _check_mail(by: User, mail: str, now: Wishes) -> None:
    if mail not in set(MailTo.values):
        raise Refusal("mail", "unknown_choice", _("Choose one of the answers on the page."))
    if mail == MailTo.PRIVATE and not now.address:
        raise Refusal("mail", "no_address", _("Enter your private address first."))
    if mail == MailTo.ACCOUNT and wishes.is_departments(by.email):
        message = _(
            "The address of your account is a work mailbox. Say that it is fine, or choose another."
        )
        raise Refusal("mail", "work_mailbox", message)
    if mail in {MailTo.ACCOUNT, MailTo.WORK} and not by.email:
        message = _("Your account has no address. Enter a private one, or choose no e-mail.")
        raise Refusal("mail", "no_address", message)


def _hours(since: dt.time | None, until: dt.time | None) -> tuple[str, str]:
    """Both or none. The same time twice means: no quiet hours."""
    if since is None and until is None:
        return "", ""
    if since is None or until is None:
        missing = "quiet_from" if since is None else "quiet_until"
        raise Refusal(missing, "half_hours", _("Give both times, or leave both empty."))
    if since == until:
        return "", ""
    if quiet.length(Hours(since, until)) > LONGEST_QUIET:
        message = _("Leave at least four hours in which we can reach you, or switch channels off.")
        raise Refusal("quiet_until", "too_long", message)
    return f"{since:%H:%M}", f"{until:%H:%M}"


@transaction.atomic
def forget(*, by: User, channel: str) -> Wishes:
    """Delete the address or the number, and what waits for its digits. Nothing of it stays."""
    own = vault.handle(by.pk, DOMAIN)
    waiting = access.visible(by, NoticeCode, "answer").filter(participant=own, channel=channel)
    for each in waiting.select_for_update(of=("self",)):
        codes.spend(each)
    row = locked(by)
    now = wishes.read(row)
    if channel == Channel.SMS:
        return keep(by, row, replace(now, number="", sms=False))
    stays = MailTo.OFF if now.mail == MailTo.PRIVATE else now.mail
    return keep(by, row, replace(now, address="", mail=stays))
