"""What people do on the notice board: sign up, thank one another, remember a day of their own."""

from resources.actions.activities import join, leave, save_activity, save_opportunity, upcoming
from resources.actions.calendar import end_feed, make_feed, my_activities, whose
from resources.actions.recognition import (
    add_milestone,
    delete_milestone,
    delete_thanks,
    send_thanks,
    welcome_thanks,
    years_of_service,
)

__all__ = [
    "add_milestone",
    "delete_milestone",
    "delete_thanks",
    "end_feed",
    "join",
    "leave",
    "make_feed",
    "my_activities",
    "save_activity",
    "save_opportunity",
    "send_thanks",
    "upcoming",
    "welcome_thanks",
    "whose",
    "years_of_service",
]
