"""A coordinator finds somebody for a request that waits, and never learns whose it is.

Whether the person they name could be asked, or somebody else had to be, is not told: who may not meet
whom would tell where an officer works, or whom they would rather not meet.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Role, User
from peersupport.actions import asking_on
from peersupport.actions.roster import is_on_pick_list
from peersupport.models import Ask, PeerRequest, Supporter
from trust import access, audit, roles, vault
from trust.refusal import Refusal
from trust.written import as_id

ANSWERED = _("Somebody has said yes, or it was taken back. Nothing is left to do here.")
FASTER = _(
    "Somebody was asked for this person a moment ago. The page below shows how it stands now."
)
NOT_FREE = _("This person can’t be asked at the moment. Choose somebody else from the list.")
YOUR_OWN = _("A colleague looks after your own request.")


def waiting(by: User) -> QuerySet[PeerRequest]:
    """Requests that wait for a yes, without the coordinator's own; the longest wait first."""
    theirs = access.visible(by, PeerRequest, "assign").values("pk")
    rows = access.visible(by, PeerRequest).filter(pk__in=theirs)
    rows = rows.exclude(participant=vault.handle(by.pk, "support"))
    return rows.annotate(turn=Count("asks")).order_by("asked_at", "pk")


@transaction.atomic
def ask_supporter(
    *, by: User, request: uuid.UUID | str, supporter: uuid.UUID | str, turn: int
) -> PeerRequest:
    """Ask this supporter next, if nothing forbids it, else whoever comes next.

    ``turn``: how many had been asked when the coordinator looked. Refuses ``answered``, ``faster``,
    ``not_free``, ``your_own``.
    """
    row = asking_on.held(_known(by, request))
    if row.participant_id == vault.handle(by.pk, "support"):
        raise Refusal("request", "your_own", YOUR_OWN)
    if row.state not in (PeerRequest.State.WAITING, PeerRequest.State.UNANSWERED):
        raise Refusal("request", "answered", ANSWERED)
    if row.asks.count() != turn:
        raise Refusal("request", "faster", FASTER)
    named = _free(by, supporter)
    live = row.asks.select_for_update().filter(state=Ask.State.ASKED).first()
    if live and live.supporter_id == named.pk:
        return row
    if live:
        with audit.acting(by):
            asking_on.close(live, Ask.State.TAKEN_BACK)
    asking_on.ask_next(row, first=named.pk)
    return row


def _known(by: User, request: uuid.UUID | str) -> uuid.UUID:
    """A coordinator who comes second is told so; to anybody else there is nothing here."""
    known = as_id(request)
    acts = Role.WELLNESS_COORDINATOR in roles.active(by)
    if acts and PeerRequest.objects.filter(pk=known).exists():
        return known
    return access.fetch(by, "assign", PeerRequest, pk=request).pk


def _free(by: User, supporter: uuid.UUID | str) -> Supporter:
    row = access.visible(by, Supporter).filter(pk=as_id(supporter)).first()
    if row is None or not is_on_pick_list(supporter=row, at=clock.now()):
        raise Refusal("supporter", "not_free", NOT_FREE)
    return row
