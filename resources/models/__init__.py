"""What colleagues do together: activities, thanks, training. No wellness data at all."""

from resources.models.board import Activity, Opportunity, SignUp
from resources.models.feeds import Feed
from resources.models.recognition import Milestone, Thanks, ThanksChoice
from resources.models.training import Enrolment, Session

__all__ = [
    "Activity",
    "Enrolment",
    "Feed",
    "Milestone",
    "Opportunity",
    "Session",
    "SignUp",
    "Thanks",
    "ThanksChoice",
]
