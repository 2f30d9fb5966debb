"""Pages of the peer support room: for the officer, the people who ask for others, the coordinator, command."""

from peersupport.views.asking import AskForSupport, RaiseCase, Talk
from peersupport.views.command import offers_in_time
from peersupport.views.coordinator import (
    IncidentDetail,
    Incidents,
    Referrals,
    finish_offer,
    move_referral,
)
from peersupport.views.officer import answer_offer, home_cards, offer_detail, offers

__all__ = [
    "AskForSupport",
    "IncidentDetail",
    "Incidents",
    "RaiseCase",
    "Referrals",
    "Talk",
    "answer_offer",
    "finish_offer",
    "home_cards",
    "move_referral",
    "offer_detail",
    "offers",
    "offers_in_time",
]
