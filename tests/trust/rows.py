"""A sealed row to try the walls on: a check-in, whatever its other columns are."""

import datetime as dt
import uuid

from agency.models import User
from trust import vault
from trust.models import Participant
from wellness.models import CheckIn


def note_of(user: User, note: str | None = "a note", **fields: object) -> CheckIn:
    """The user's check-in with this note, as loaded from the database."""
    defaults = {
        "participant": vault.participant(user, "wellness"),
        "key": uuid.uuid4().hex,
        "week": dt.date(2026, 1, 5),
        "answers": {"stress": 3, "sleep": None},
    }
    row = CheckIn.objects.create(note=note, **(defaults | fields))
    return CheckIn.objects.get(pk=row.pk)


def at_level(user: User, level: int) -> Participant:
    """The user's wellness participant, joined at this level for everything."""
    mine = vault.participant(user, "wellness")
    names = ("level", "check_ins_level", "exposure_level", "fatigue_level")
    Participant.objects.filter(pk=mine.pk).update(**dict.fromkeys(names, level))
    return Participant.objects.get(pk=mine.pk)
