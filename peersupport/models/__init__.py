"""Logistics of support: who helps, who asked, what was offered, how far it is. Never what was said."""

from peersupport.models.cases import Case, Offer, Place
from peersupport.models.referrals import Referral
from peersupport.models.requests import Ask, PeerRequest, Wishes
from peersupport.models.roster import Availability, Away, Supporter

__all__ = [
    "Ask",
    "Availability",
    "Away",
    "Case",
    "Offer",
    "PeerRequest",
    "Place",
    "Referral",
    "Supporter",
    "Wishes",
]
