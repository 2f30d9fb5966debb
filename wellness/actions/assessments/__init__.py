"""The assessments: begin, go on, send, share, take back. All of it the officer's own choice.

Door code imports from here; what ``wellness.actions`` re-exports carries ``assessment`` in its name.
"""

from wellness.actions.assessments.content import Content, opened
from wellness.actions.assessments.results import Result, my_results
from wellness.actions.assessments.reviews import confirm_annual_review, take_back
from wellness.actions.assessments.runs import (
    cancel,
    delete,
    save_answer,
    save_answers,
    save_draft,
    start,
)
from wellness.actions.assessments.sending import Submitted, submit

__all__ = [
    "Content",
    "Result",
    "Submitted",
    "cancel",
    "confirm_annual_review",
    "delete",
    "my_results",
    "opened",
    "save_answer",
    "save_answers",
    "save_draft",
    "start",
    "submit",
    "take_back",
]
