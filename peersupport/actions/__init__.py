"""What people and the clock do after an incident. One module per kind of row."""

from peersupport.actions.cases import catch_up, consider, open_case, pack, raise_case
from peersupport.actions.offers import answer_offer, answers, finish_offer
from peersupport.actions.referrals import create_referral, move_referral

__all__ = [
    "answer_offer",
    "answers",
    "catch_up",
    "consider",
    "create_referral",
    "finish_offer",
    "move_referral",
    "open_case",
    "pack",
    "raise_case",
]
