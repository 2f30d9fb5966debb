from trust.models.consent import Category, Consent, Level
from trust.models.grants import ParticipantGrant
from trust.models.keys import SubjectKey
from trust.models.ledger import Disclosure
from trust.models.notices import Notice
from trust.models.outbox import OutboxJob, ScheduleSlot
from trust.models.participants import Participant
from trust.models.release import GroupSize, ReleasedCell, ReleaseRun

__all__ = [
    "Category",
    "Consent",
    "Disclosure",
    "GroupSize",
    "Level",
    "Notice",
    "OutboxJob",
    "Participant",
    "ParticipantGrant",
    "ReleaseRun",
    "ReleasedCell",
    "ScheduleSlot",
    "SubjectKey",
]
