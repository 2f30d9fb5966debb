"""The one sealed row of a person: taken under a lock, written as a whole."""

from __future__ import annotations

from dataclasses import asdict

from agency.models import User
from trust import access, audit, vault
from trust.models import NoticeChoice
from trust.notify import wishes
from trust.notify.wishes import DOMAIN, Wishes


def locked(by: User) -> NoticeChoice:
    """The person's row, held until the end of the transaction; made on first use."""
    own = vault.participant(by, DOMAIN)
    row = access.visible(by, NoticeChoice, "change").filter(participant=own)
    found = row.select_for_update(of=("self",)).first()
    if found is None:
        fresh = NoticeChoice(participant=own)
        wishes.seal(fresh, asdict(Wishes()))
        NoticeChoice.objects.bulk_create([fresh], ignore_conflicts=True)
        found = row.select_for_update(of=("self",)).get()
    return found


def keep(by: User, row: NoticeChoice, now: Wishes) -> Wishes:
    wishes.seal(row, asdict(now) | {"mail": str(now.mail)})
    with audit.acting(by):
        row.save(update_fields=["content"])
    return now
