"""Pages about coming back to duty: for the officer, the people on a plan, the coordinator."""

from peersupport.views.returns.coordinator import (
    ReturnRequests,
    propose_facilitator,
)
from peersupport.views.returns.facilitator import (
    ReturnPlanPage,
    ReturnPlans,
    step_down,
    suggest_next,
    tick_for_officer,
)
from peersupport.views.returns.officer import (
    CloseReturn,
    StartReturn,
    delete_return,
    move_return,
    pause_return,
    return_to_duty,
    tick_return,
)
from peersupport.views.returns.people import (
    ReturnPeople,
    answer_proposal,
    ask_for_facilitators,
    keep_person,
    take_person_off,
)

__all__ = [
    "CloseReturn",
    "ReturnPeople",
    "ReturnPlanPage",
    "ReturnPlans",
    "ReturnRequests",
    "StartReturn",
    "answer_proposal",
    "ask_for_facilitators",
    "delete_return",
    "keep_person",
    "move_return",
    "pause_return",
    "propose_facilitator",
    "return_to_duty",
    "step_down",
    "suggest_next",
    "take_person_off",
    "tick_for_officer",
    "tick_return",
]
