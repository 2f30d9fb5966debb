"""Leave, and leave nothing behind: what a legal hold keeps, what is destroyed, the receipt."""

from __future__ import annotations

from agency.models import User
from trust import access, holds, tombstones, vault
from trust.models import DeletionReceipt, LegalHold, Participant
from wellness.actions.own import DOMAIN


def destroy_record(mine: Participant) -> DeletionReceipt:
    """Everything in this room about one person, and the key. Refuses ``held`` under a legal hold."""
    holds.let_go_or_refuse(mine.pk)
    return tombstones.destroy(mine)


def my_receipts(by: User) -> list[DeletionReceipt]:
    """The officer's own receipts, newest first. They outlive the record."""
    return list(access.visible(by, DeletionReceipt).order_by("-made_at"))


def my_hold(by: User) -> LegalHold | None:
    """The hold that was asked for or is in force on the officer's record."""
    mine = vault.handle(by.pk, DOMAIN)
    return access.visible(by, LegalHold).filter(participant=mine, released_at=None).first()
