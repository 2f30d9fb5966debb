"""When an assessment is suggested, and when a person hears of it. Nobody must.

``inviting`` suggests, ``quiet`` knows when not to disturb, ``reminding`` tells, ``choices`` is what
the officer says to it.
"""

from wellness.actions.schedule.choices import (
    Due,
    Snooze,
    Wishes,
    close_for,
    close_invitations,
    days_since_incident,
    due_now,
    my_reminders,
    set_reminders,
    skip_invitation,
    snooze_invitation,
)
from wellness.actions.schedule.inviting import (
    invite_after_incident,
    invite_rounds,
    invite_weekly,
    joined_crew,
)
from wellness.actions.schedule.reminding import remind
from wellness.actions.schedule.slots import slot_of, week_of

__all__ = [
    "Due",
    "Snooze",
    "Wishes",
    "close_for",
    "close_invitations",
    "days_since_incident",
    "due_now",
    "invite_after_incident",
    "invite_rounds",
    "invite_weekly",
    "joined_crew",
    "my_reminders",
    "remind",
    "set_reminders",
    "skip_invitation",
    "slot_of",
    "snooze_invitation",
    "week_of",
]
