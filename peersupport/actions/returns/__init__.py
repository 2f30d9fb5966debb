"""Coming back to duty: the officer's plan, the people on it, and what coordinators arrange."""

from peersupport.actions.returns.people import (
    answer_proposal,
    ask_for_facilitators,
    keep_on_return_plan,
    name_facilitator,
    name_on_return_plan,
    step_down,
    take_off_return_plan,
)
from peersupport.actions.returns.plans import (
    close_return_plan,
    delete_return_plan,
    move_return_plan,
    my_return_plans,
    pause_return_plan,
    start_return_plan,
    suggest_next_stage,
    tick_return_item,
)
from peersupport.actions.returns.team import (
    invite_to_return,
    propose_facilitator,
    refill_return_seats,
)

__all__ = [
    "answer_proposal",
    "ask_for_facilitators",
    "close_return_plan",
    "delete_return_plan",
    "invite_to_return",
    "keep_on_return_plan",
    "move_return_plan",
    "my_return_plans",
    "name_facilitator",
    "name_on_return_plan",
    "pause_return_plan",
    "propose_facilitator",
    "refill_return_seats",
    "start_return_plan",
    "step_down",
    "suggest_next_stage",
    "take_off_return_plan",
    "tick_return_item",
]
