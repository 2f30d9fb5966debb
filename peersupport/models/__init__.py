"""Logistics of support: who helps, who asked, what was offered, how far it is. Never what was said."""

from peersupport.models.cases import Case, Offer, Place
from peersupport.models.contacts import Activation, Channel, Contact, Duration
from peersupport.models.debriefs import Debrief, DebriefSeat, Facilitator, Room
from peersupport.models.exceptions import ConfidentialityException, Unsafe
from peersupport.models.outreach import CareStep, Outreach
from peersupport.models.pack_rules import PackRule
from peersupport.models.pathways import Pathway, PathwayStep
from peersupport.models.providers import Provider, ProviderLink, Slot
from peersupport.models.referrals import Handoff, Referral, ReferralDetails
from peersupport.models.requests import Ask, PeerRequest, Wishes
from peersupport.models.returns import ReturnPlan, ReturnPlanGrant, ReturnSeat
from peersupport.models.roster import Availability, Away, Photo, Supporter
from peersupport.models.steering import Application, Ballot, Meeting, Member, Seat

__all__ = [
    "Activation",
    "Application",
    "Ask",
    "Availability",
    "Away",
    "Ballot",
    "CareStep",
    "Case",
    "Channel",
    "ConfidentialityException",
    "Contact",
    "Debrief",
    "DebriefSeat",
    "Duration",
    "Facilitator",
    "Handoff",
    "Meeting",
    "Member",
    "Offer",
    "Outreach",
    "PackRule",
    "Pathway",
    "PathwayStep",
    "PeerRequest",
    "Photo",
    "Place",
    "Provider",
    "ProviderLink",
    "Referral",
    "ReferralDetails",
    "ReturnPlan",
    "ReturnPlanGrant",
    "ReturnSeat",
    "Room",
    "Seat",
    "Slot",
    "Supporter",
    "Unsafe",
    "Wishes",
]
