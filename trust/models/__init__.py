from trust.models.consent import Category, Consent, Level
from trust.models.grants import ParticipantGrant
from trust.models.keys import SubjectKey
from trust.models.leaving import DeletionReceipt, LegalHold, PurgeRun, RetentionRule
from trust.models.ledger import Disclosure
from trust.models.notices import Notice
from trust.models.outbox import OutboxJob, ScheduleSlot
from trust.models.participants import Participant
from trust.models.release import GroupSize, ReleasedCell, ReleaseRun

__all__ = [
    "Category",
    "Consent",
    "DeletionReceipt",
    "Disclosure",
    "GroupSize",
    "LegalHold",
    "Level",
    "Notice",
    "OutboxJob",
    "Participant",
    "ParticipantGrant",
    "PurgeRun",
    "ReleaseRun",
    "ReleasedCell",
    "RetentionRule",
    "ScheduleSlot",
    "SubjectKey",
]
