"""What people and the clock do after an incident. One module per kind of row."""

from peersupport.actions.applications import (
    apply_as_supporter,
    decide_application,
    note_interview,
    vote_on_application,
    withdraw_application,
)
from peersupport.actions.cases import catch_up, consider, open_case, pack, raise_case
from peersupport.actions.contacts import (
    correct_contact,
    delete_contact,
    log_contact,
    offer_to_supporter,
    put_off,
)
from peersupport.actions.courses import save_course, save_record
from peersupport.actions.debriefs import move_debrief, schedule_debrief
from peersupport.actions.escalation import escalate, replace_leavers
from peersupport.actions.exceptions import (
    answer_consultation,
    consult_another,
    finish_exception,
    open_exception,
    show_ways_to_talk,
)
from peersupport.actions.hours import (
    add_days,
    add_hours,
    go_off_duty,
    go_on_duty,
    remove_days,
    remove_hours,
    set_week,
)
from peersupport.actions.inbox import accept_request, pass_request
from peersupport.actions.offers import answer_offer, answers, finish_offer
from peersupport.actions.outreach import close_visit, plan_visit, tick_care_step
from peersupport.actions.pack_rules import import_pack_numbers, set_pack_number
from peersupport.actions.pathways import install_pathways
from peersupport.actions.profiles import remove_photo, save_profile, set_photo
from peersupport.actions.provider_answers import answer_by_link
from peersupport.actions.provider_links import issue_links, mail_end, mail_provider, open_by_link
from peersupport.actions.providers import save_pathway, save_provider, save_step
from peersupport.actions.referrals import (
    create_referral,
    hand_on_referral,
    move_referral,
    my_referrals_kept,
    take_back_referral,
    take_over_referral,
)
from peersupport.actions.requests import (
    ask_somebody_else,
    end_contact,
    request_peer,
    reveal_myself,
    take_back,
)
from peersupport.actions.returns import (
    answer_proposal,
    ask_for_facilitators,
    close_return_plan,
    delete_return_plan,
    invite_to_return,
    keep_on_return_plan,
    move_return_plan,
    my_return_plans,
    name_facilitator,
    name_on_return_plan,
    pause_return_plan,
    propose_facilitator,
    refill_return_seats,
    start_return_plan,
    step_down,
    suggest_next_stage,
    take_off_return_plan,
    tick_return_item,
)
from peersupport.actions.roster import add_supporter, save_place, set_supporter_status
from peersupport.actions.seats import answer_seat
from peersupport.actions.session_ends import cancel_debrief, hold_debrief, reinstate_debrief
from peersupport.actions.slots import book_slot, cancel_appointment, offer_slot
from peersupport.actions.steering import leave_seat, note_meeting, take_seat
from peersupport.actions.team import set_blocked, set_my_team
from peersupport.actions.waiting import ask_supporter

__all__ = [
    "accept_request",
    "add_days",
    "add_hours",
    "add_supporter",
    "answer_by_link",
    "answer_consultation",
    "answer_offer",
    "answer_proposal",
    "answer_seat",
    "answers",
    "apply_as_supporter",
    "ask_for_facilitators",
    "ask_somebody_else",
    "ask_supporter",
    "book_slot",
    "cancel_appointment",
    "cancel_debrief",
    "catch_up",
    "close_return_plan",
    "close_visit",
    "consider",
    "consult_another",
    "correct_contact",
    "create_referral",
    "decide_application",
    "delete_contact",
    "delete_return_plan",
    "end_contact",
    "escalate",
    "finish_exception",
    "finish_offer",
    "go_off_duty",
    "go_on_duty",
    "hand_on_referral",
    "hold_debrief",
    "import_pack_numbers",
    "install_pathways",
    "invite_to_return",
    "issue_links",
    "keep_on_return_plan",
    "leave_seat",
    "log_contact",
    "mail_end",
    "mail_provider",
    "move_debrief",
    "move_referral",
    "move_return_plan",
    "my_referrals_kept",
    "my_return_plans",
    "name_facilitator",
    "name_on_return_plan",
    "note_interview",
    "note_meeting",
    "offer_slot",
    "offer_to_supporter",
    "open_by_link",
    "open_case",
    "open_exception",
    "pack",
    "pass_request",
    "pause_return_plan",
    "plan_visit",
    "propose_facilitator",
    "put_off",
    "raise_case",
    "refill_return_seats",
    "reinstate_debrief",
    "remove_days",
    "remove_hours",
    "remove_photo",
    "replace_leavers",
    "request_peer",
    "reveal_myself",
    "save_course",
    "save_pathway",
    "save_place",
    "save_profile",
    "save_provider",
    "save_record",
    "save_step",
    "schedule_debrief",
    "set_blocked",
    "set_my_team",
    "set_pack_number",
    "set_photo",
    "set_supporter_status",
    "set_week",
    "show_ways_to_talk",
    "start_return_plan",
    "step_down",
    "suggest_next_stage",
    "take_back",
    "take_back_referral",
    "take_off_return_plan",
    "take_over_referral",
    "take_seat",
    "tick_care_step",
    "tick_return_item",
    "vote_on_application",
    "withdraw_application",
]
