"""Legal holds: asked for by one person, approved by another, seen by the officer from the first day.

While a hold is in force nothing of that officer is purged and no key is destroyed. It stands on the
wellness handle alone; which other handles it covers is worked out when asked, because two rows
with the same times would join two rooms. Nobody with a command post takes part.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import COMMAND_ROLES, Role, User
from trust import access, audit, notify, roles, vault
from trust.models import LegalHold, Participant
from trust.models.participants import Domain
from trust.refusal import Refusal

ROOM = Domain.WELLNESS
PAGE = "privacy"


# --- asking whether ------------------------------------------------------------------------------


def in_force() -> QuerySet[LegalHold]:
    """Approved and not released."""
    return LegalHold.objects.filter(approved_at__isnull=False, released_at=None)


def held_handles() -> frozenset[uuid.UUID]:
    """Every handle, in every room, of everyone under a hold."""
    rows = list(in_force().select_related("participant"))
    with vault.keyring():
        return frozenset(handle for row in rows for handle in _handles(row.participant))


def _handles(held: Participant) -> set[uuid.UUID]:
    try:
        person = vault.person(held)
    except vault.SealBroken:  # the way back is gone: the handle itself is all there is
        return {held.pk}
    return {held.pk, *(vault.handle(person, domain) for domain in Domain.values)}


def on(handle: uuid.UUID) -> LegalHold | None:
    """The hold in force on this wellness handle."""
    return in_force().filter(participant=handle).first()


# --- two people ----------------------------------------------------------------------------------


def ask(*, by: User, username: str, reason: str) -> LegalHold:
    """A wellness administrator asks that one officer's record stays. It holds once approved.

    Refuses ``nobody``, ``unknown_reason``, ``already_asked``, ``holds_command``.
    """
    if Role.WELLNESS_ADMIN not in roles.active(by):
        raise PermissionDenied
    _outside_command(by)
    if reason not in LegalHold.Reason.values:
        raise Refusal("reason", "unknown_reason", _("Choose one of the reasons on the list."))
    person = access.visible(by, User).filter(username=username.strip()).first()
    if person is None:
        raise Refusal("person", "nobody", _("Nobody has that username. Please check it."))
    with transaction.atomic(), audit.acting(by):
        mine = _locked(vault.begin_again(person, ROOM).pk)
        if mine.holds.filter(released_at=None).exists():
            message = _("For this person a hold was asked for already. It is on the list.")
            raise Refusal("person", "already_asked", message)
        row = LegalHold.objects.create(
            participant=mine, reason=reason, asked_by=by, asked_at=clock.now()
        )
        notify.tell(participant=mine, event=row.pk, target=PAGE)
    return row


def approve(*, by: User, hold: uuid.UUID | str) -> LegalHold:
    """The union reviewer agrees: from now on it holds.

    Refuses ``same_person``, ``ended``, ``holds_command``. Agreed to again, it stays as it is.
    """
    return _decide(by, "approve", hold, _approve)


def _approve(by: User, row: LegalHold) -> None:
    if row.asked_by_id == by.pk:
        message = _("You asked for this hold. Another person has to agree to it.")
        raise Refusal("", "same_person", message)
    if row.approved_at is None:
        row.approved_by, row.approved_at = by, clock.now()


def release(*, by: User, hold: uuid.UUID | str) -> LegalHold:
    """End a hold, or take back one that nobody approved. One person is enough; the officer is told.

    Refuses ``ended`` and ``holds_command``.
    """
    return _decide(by, "change", hold, _release)


def _release(by: User, row: LegalHold) -> None:
    row.released_by, row.released_at = by, clock.now()
    notify.tell(participant=row.participant, event=uuid.uuid5(row.pk, "released"), target=PAGE)


def _decide(
    by: User, action: str, hold: uuid.UUID | str, change: Callable[[User, LegalHold], None]
) -> LegalHold:
    with transaction.atomic(), audit.acting(by):
        seen = access.fetch(by, action, LegalHold, pk=hold)
        _outside_command(by)
        _locked(seen.participant_id)  # an officer who destroys their record at this moment waits
        row = LegalHold.objects.select_for_update().select_related("participant").get(pk=seen.pk)
        if row.released_at is not None:
            raise Refusal("", "ended", _("This hold has ended already. There is nothing to do."))
        change(by, row)
        row.save()
    return row


def _locked(handle: uuid.UUID) -> Participant:
    return Participant.objects.select_for_update().get(pk=handle)


def _outside_command(by: User) -> None:
    if roles.authorized_roles(by) & set(COMMAND_ROLES):
        message = _("Somebody with a command post takes no part in a legal hold.")
        raise Refusal("", "holds_command", message)


# --- what the officer is told --------------------------------------------------------------------


def let_go_or_refuse(handle: uuid.UUID) -> None:
    """Refuses ``held`` while a hold is in force: since when, and who decides."""
    row = on(handle)
    if row is None or row.approved_at is None:
        return
    raise Refusal(
        "",
        "held",
        _(
            "A legal hold keeps your record since %(day)s. The wellness administrator and the "
            "union reviewer decide when it ends. You will get a notice; then press again, and "
            "everything is deleted at once."
        )
        % {"day": _day(row.approved_at)},
    )


def _day(moment: dt.datetime) -> str:
    return moment.date().isoformat()
