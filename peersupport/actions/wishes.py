"""An officer's own team, ranked, and the people they would rather not meet. Both sealed.

Nobody learns that they are on either list: not the person, not the coordinator. The system opens the
lists for their owner while it looks for somebody to ask.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency.models import User
from peersupport.models import Supporter, Wishes
from trust import access, audit, vault
from trust.models import Participant
from trust.refusal import Refusal

AT_MOST = 10
MOST_BLOCKED = 50
TOO_MANY = _("Choose at most %(n)d people.")


@dataclass(frozen=True)
class Own:
    """Both lists as ids of supporters. ``team``: best first."""

    team: tuple[uuid.UUID, ...] = ()
    blocked: tuple[uuid.UUID, ...] = ()


def opened(handle: uuid.UUID) -> Own:
    """The lists of the officer behind this handle, for the officer or for the system alone."""
    row = Wishes.objects.filter(participant=handle).first()
    try:
        content = vault.open_row(row) if row else {}
    except vault.KeyDestroyed:  # the officer had everything destroyed; nobody reads it again
        content = {}
    return Own(_ids(content.get("team")), _ids(content.get("blocked")))


def _ids(stored: object) -> tuple[uuid.UUID, ...]:
    return tuple(uuid.UUID(str(each)) for each in stored) if isinstance(stored, list) else ()


def my_wishes(by: User) -> Own:
    """Both lists of this person."""
    return opened(vault.handle(by.pk, "support"))


@transaction.atomic
def keep(by: User, **lists: tuple[uuid.UUID, ...]) -> Own:
    """Write ``team`` or ``blocked`` or both. Empty lists leave no row behind.

    Somebody on both lists: the later choice counts.
    """
    with audit.acting(None):
        who = vault.participant(by, "support")
        Participant.objects.select_for_update(no_key=True).get(pk=who.pk)  # one change at a time
        new = replace(opened(who.pk), **lists)
        team = [str(pk) for pk in new.team if pk not in lists.get("blocked", ())]
        blocked = [str(pk) for pk in new.blocked if pk not in lists.get("team", ())]
        row = Wishes.objects.get_or_create(participant=who)[0]
        access.require(by, "change", row)
        row.team, row.blocked = team, blocked
        row.save()
        if not (team or blocked):
            row.delete()
    return Own(_ids(team), _ids(blocked))


def known(
    by: User, field: str, wanted: Iterable[uuid.UUID | str], most: int
) -> tuple[uuid.UUID, ...]:
    """In the order given, each once. Whoever left the roster drops off; a made-up id is refused."""
    try:
        ids = list(dict.fromkeys(uuid.UUID(str(each)) for each in wanted))
    except ValueError as unreadable:
        raise Refusal(field, "unknown_person", UNKNOWN) from unreadable
    if len(ids) > most:
        raise Refusal(field, "too_many", TOO_MANY % {"n": most})
    there = set(Supporter.objects.filter(pk__in=ids).values_list("pk", "user_id"))
    if {by.pk} & {user for _pk, user in there}:
        raise Refusal(field, "yourself", _("You can’t be on your own list. Choose somebody else."))
    if len(there) != len(ids):
        raise Refusal(field, "unknown_person", UNKNOWN)
    return tuple(ids)


UNKNOWN = _("We don’t know one of these people. Please look at the list of supporters again.")
