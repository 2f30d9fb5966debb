"""The officer's own place in the wellness room: the row every action begins with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agency.models import User
from trust import access, vault
from trust.models import Level, Participant
from trust.refusal import Refusal

DOMAIN = "wellness"


def own(by: User) -> Participant:
    """The officer's participant row, made on first use. Stops an account that is switched off."""
    mine = access.visible(by, Participant, "change").filter(pk=vault.handle(by.pk, DOMAIN)).first()
    return mine or access.require(by, "change", vault.participant(by, DOMAIN))


def joined(by: User) -> Participant:
    """The same, for those who opted in; refuses with ``not_joined``."""
    mine = own(by)
    if mine.level < Level.SELF_ONLY:
        raise Refusal(
            "", "not_joined", _("Say yes to a private record first. You find it under Privacy.")
        )
    return mine
