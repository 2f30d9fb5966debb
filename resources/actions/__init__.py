"""What people do on the notice board: sign up, learn, thank one another, remember a day of their own."""

from resources.actions.activities import join, leave, save_activity, save_opportunity, upcoming
from resources.actions.attendance import (
    attended,
    mark_attended,
    mark_walk_in,
    take_back_attended,
    why_it_stays,
)
from resources.actions.calendar import activity_entry, end_feed, make_feed, session_entry, whose
from resources.actions.recognition import (
    add_milestone,
    delete_milestone,
    delete_thanks,
    send_thanks,
    welcome_thanks,
    years_of_service,
)
from resources.actions.sessions import (
    BEFORE_AN_INCIDENT,
    SOON,
    catalogue,
    check_session,
    enrol,
    leave_session,
    my_training,
    planned,
    save_session,
    with_counts,
)

__all__ = [
    "BEFORE_AN_INCIDENT",
    "SOON",
    "activity_entry",
    "add_milestone",
    "attended",
    "catalogue",
    "check_session",
    "delete_milestone",
    "delete_thanks",
    "end_feed",
    "enrol",
    "join",
    "leave",
    "leave_session",
    "make_feed",
    "mark_attended",
    "mark_walk_in",
    "my_training",
    "planned",
    "save_activity",
    "save_opportunity",
    "save_session",
    "send_thanks",
    "session_entry",
    "take_back_attended",
    "upcoming",
    "welcome_thanks",
    "whose",
    "why_it_stays",
    "with_counts",
    "years_of_service",
]
