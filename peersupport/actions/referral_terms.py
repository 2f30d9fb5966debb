"""How long times and links of providers are kept. Handoffs and details go with their referral."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from peersupport.models import ProviderLink, Slot
from trust.purge import Rows
from trust.retention import Limit

_OURS = _("Our own bounds: it is needed while work waits, and tells nothing later.")


def _slots(until: dt.datetime) -> QuerySet[Slot]:
    return Slot.objects.filter(ends_at__lt=until)


def _links(until: dt.datetime) -> QuerySet[ProviderLink]:
    return ProviderLink.objects.filter(Q(expires_at__lt=until) | Q(ended_at__lt=until))


LIMITS = (
    Limit(
        code="provider_times",
        label=_("Times that providers offered"),
        days=30,
        floor=7,
        maximum=365,
        source=_OURS,
        purge=Rows(_slots),
    ),
    Limit(
        code="provider_links",
        label=_("Links of providers that have ended"),
        days=90,
        floor=30,
        maximum=365,
        source=_OURS,
        purge=Rows(_links, owner="participant_id"),
    ),
)
