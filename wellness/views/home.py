"""What the home page shows of this room: three rows at most, four queries."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef, Subquery

from agency import clock
from agency.models import User
from trust import access, vault
from trust.models import Level, Participant
from wellness.models import Assessment, Invitation, Standing
from wellness.standing import Colour


def home_cards(user: User) -> dict[str, object]:
    """For ``wellness/_home.html``: joined, unfinished, invitation (its id or None), colour, since."""
    handle = vault.handle(user.pk, "wellness")
    due = access.visible(user, Invitation).filter(
        participant=OuterRef("pk"), state=Invitation.State.OPEN, due__lte=clock.today()
    )
    drafts = access.visible(user, Assessment).filter(participant=OuterRef("pk"), submitted_at=None)
    mine = (
        access.visible(user, Participant)
        .filter(pk=handle)
        .annotate(invitation=Subquery(due.values("pk")[:1]), unfinished=Exists(drafts))
        .first()
    )
    joined = mine is not None and mine.level >= Level.SELF_ONLY
    return {
        "joined": joined,
        "level": mine.level if mine else Level.NOT_JOINED,
        "unfinished": bool(joined and getattr(mine, "unfinished", False)),
        "invitation": getattr(mine, "invitation", None) if joined else None,
        **(_colour(user, handle) if joined else {}),
    }


def _colour(user: User, handle: uuid.UUID) -> dict[str, object]:
    row = access.visible(user, Standing).filter(participant=handle).first()
    if row is None:
        return {}
    state = dict(access.reveal(user, row).content["state"])  # type: ignore[call-overload]
    return {"colour": Colour(state["colour"]).label, "red": state["colour"] == Colour.RED}
