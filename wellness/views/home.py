"""What the home page shows of this room: what is due in one calm card, in four queries."""

from __future__ import annotations

import uuid

from django.db.models import OuterRef, Subquery

from agency.models import User
from trust import access, vault
from trust.models import Level, Participant
from wellness.actions.assessments.pages import slots
from wellness.actions.schedule import due_now
from wellness.models import Assessment, Standing
from wellness.standing import Colour
from wellness.views.assessment_list import Offer, offer


def home_cards(user: User) -> dict[str, object]:
    """For ``wellness/_home.html``: joined, level, colour, unfinished and due (an ``Offer`` or None)
    and how many more are due."""
    handle = vault.handle(user.pk, "wellness")
    own = access.visible(user, Assessment, "change").filter(participant=OuterRef("pk"))
    slot = own.filter(submitted_at=None).order_by("-saved_at").values("slot")[:1]
    mine = (
        access.visible(user, Participant)
        .filter(pk=handle)
        .annotate(unfinished=Subquery(slot))
        .first()
    )
    joined = mine is not None and mine.level >= Level.SELF_ONLY
    return {
        "joined": joined,
        "level": mine.level if mine else Level.NOT_JOINED,
        **(_own(user, handle, getattr(mine, "unfinished", None)) if joined else {}),
    }


def _own(user: User, handle: uuid.UUID, slot: str | None) -> dict[str, object]:
    waiting = [offer(each.kind, each) for each in due_now(by=user)]
    return {
        "unfinished": _begun(user, slot),
        "due": waiting[0] if waiting else None,
        "more": len(waiting[1:]),
        **_colour(user, handle),
    }


def _begun(user: User, slot: str | None) -> Offer | None:
    kind = slots(user).get(slot, "") if slot else ""
    return offer(kind) if kind else None


def _colour(user: User, handle: uuid.UUID) -> dict[str, object]:
    row = access.visible(user, Standing).filter(participant=handle).first()
    if row is None:
        return {}
    state = dict(access.reveal(user, row).content["state"])  # type: ignore[call-overload]
    return {"colour": Colour(state["colour"]).label, "red": state["colour"] == Colour.RED}
