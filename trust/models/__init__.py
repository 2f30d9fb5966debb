from trust.models.break_glass import BreakGlass
from trust.models.consent import Category, Consent, Level
from trust.models.grants import ParticipantGrant
from trust.models.keys import SubjectKey
from trust.models.leaving import DeletionReceipt, LegalHold, PurgeRun, RetentionRule
from trust.models.ledger import Disclosure
from trust.models.notices import (
    Channel,
    Delivery,
    Notice,
    NoticeChoice,
    NoticeCode,
    PushDevice,
)
from trust.models.outbox import OutboxJob, ScheduleSlot
from trust.models.participants import Participant
from trust.models.release import GroupSize, ReleasedCell, ReleaseRun

__all__ = [
    "BreakGlass",
    "Category",
    "Channel",
    "Consent",
    "DeletionReceipt",
    "Delivery",
    "Disclosure",
    "GroupSize",
    "LegalHold",
    "Level",
    "Notice",
    "NoticeChoice",
    "NoticeCode",
    "OutboxJob",
    "Participant",
    "ParticipantGrant",
    "PurgeRun",
    "PushDevice",
    "ReleaseRun",
    "ReleasedCell",
    "RetentionRule",
    "ScheduleSlot",
    "SubjectKey",
]
