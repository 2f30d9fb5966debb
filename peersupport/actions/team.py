"""The officer orders their own team, and says whom they would rather not meet."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction

from agency.models import User
from peersupport.actions import asking_on, wishes
from peersupport.actions.wishes import Own
from peersupport.models import Ask
from trust import vault


def set_my_team(*, by: User, team: Iterable[uuid.UUID | str]) -> Own:
    """The own team in this order; an empty one is fine. Refuses ``too_many``, ``unknown_person``."""
    return wishes.keep(by, team=wishes.known(by, "team", team, wishes.AT_MOST))


@transaction.atomic
def set_blocked(*, by: User, blocked: Iterable[uuid.UUID | str]) -> Own:
    """Whom the officer would rather not meet. Refuses ``too_many``, ``unknown_person``.

    Whoever is on it is never asked for this officer again, and is not told. What runs between the
    two ends: a question moves on to somebody else, a contact is over.
    """
    ids = wishes.known(by, "blocked", blocked, wishes.MOST_BLOCKED)
    kept = wishes.keep(by, blocked=ids)
    mine = Ask.objects.live().filter(participant=vault.handle(by.pk, "support"))
    for pk, state in mine.filter(supporter__in=ids).values_list("pk", "state"):
        if state == Ask.State.ASKED:
            asking_on.move_on(ask=pk)
        else:
            asking_on.end(ask=pk, by_supporter=False)
    return kept
