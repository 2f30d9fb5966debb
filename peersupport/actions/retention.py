"""How long the peer support room keeps what. A case goes as a whole, once its last window is long past.

A case under a legal hold of anybody on it stays whole: its places can't be told apart by a court.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from peersupport.actions import (
    contact_terms,
    referral_terms,
    request_terms,
    return_terms,
    roster_terms,
)
from peersupport.models import Case, Offer, Outreach, Place, Referral
from trust.purge import Rows
from trust.retention import Limit, register

TWO_YEARS, FIVE_YEARS = 730, 1826

_PROGRAMME = _(
    "No law sets a term for this. At least a year, so that follow-ups at 12 months find it; at most "
    "five years."
)


def _cases(until: dt.datetime) -> QuerySet[Case]:
    """With offers, of which none closed later. A case without anybody is still waiting for its crew."""
    late = Offer.objects.filter(place__case=OuterRef("pk"), closes_at__gte=until)
    places = Place.objects.filter(case=OuterRef("pk"))
    return Case.objects.filter(Exists(places), ~Exists(late), opened_at__lt=until)


def _visits(until: dt.datetime) -> QuerySet[Outreach]:
    return Outreach.objects.filter(month__lt=until.date())


def _referrals(until: dt.datetime) -> QuerySet[Referral]:
    return Referral.objects.exclude(state__in=Referral.OPEN).filter(sent_at__lt=until)


for _limit in (
    Limit(
        code="cases",
        label=_("Offers of support after an incident"),
        days=TWO_YEARS,
        floor=365,
        maximum=FIVE_YEARS,
        source=_PROGRAMME,
        purge=Rows(_cases, owner="places__participant_id"),
    ),
    Limit(
        code="referrals",
        label=_("Referrals that are closed"),
        days=TWO_YEARS,
        floor=365,
        maximum=FIVE_YEARS,
        source=_PROGRAMME,
        purge=Rows(_referrals, owner="participant_id"),
    ),
    Limit(
        code="outreach",
        label=_("Visits to the briefing of a unit"),
        days=TWO_YEARS,
        floor=90,
        maximum=FIVE_YEARS,
        source=_("Our own bounds: a unit and a month. No person stands in it."),
        purge=Rows(_visits),
    ),
    *contact_terms.LIMITS,
    *return_terms.LIMITS,
    *roster_terms.LIMITS,
    *request_terms.LIMITS,
    *referral_terms.LIMITS,
):
    register(_limit)
