"""How long requests for somebody to talk to are kept. Questions to supporters go with their request."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from peersupport.models import PeerRequest
from trust.purge import Rows
from trust.retention import Limit

State = PeerRequest.State


def _over(until: dt.datetime) -> QuerySet[PeerRequest]:
    """Ended before, or asked before and never answered: nobody waits for that any more."""
    ended = PeerRequest.objects.filter(ended_at__lt=until)
    return ended | PeerRequest.objects.filter(state=State.UNANSWERED, asked_at__lt=until)


LIMITS = (
    Limit(
        code="peer_requests",
        label=_("Requests for somebody to talk to"),
        days=365,
        floor=30,
        maximum=730,
        source=_(
            "No law sets a term for this. Long enough for a fair share among supporters and for the "
            "programme’s yearly count; a contact log is kept for 24 months."
        ),
        purge=Rows(_over, owner="participant_id"),
    ),
)
