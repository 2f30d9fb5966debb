"""What an officer keeps here about themselves: sealed, under the wellness handle."""

from wellness.models.assessments import (
    AnnualReview,
    Assessment,
    AssessmentGrant,
    SafetyPlan,
    ScoreSummary,
    Wording,
)
from wellness.models.check_ins import (
    CheckIn,
    CheckInGrant,
    Invitation,
    Reminders,
    Standing,
)
from wellness.models.exposure import (
    Exposure,
    ExposureRule,
    ExposureSummary,
)
from wellness.models.hours import (
    Diary,
    FatigueSummary,
)

__all__ = [
    "AnnualReview",
    "Assessment",
    "AssessmentGrant",
    "CheckIn",
    "CheckInGrant",
    "Diary",
    "Exposure",
    "ExposureRule",
    "ExposureSummary",
    "FatigueSummary",
    "Invitation",
    "Reminders",
    "SafetyPlan",
    "ScoreSummary",
    "Standing",
    "Wording",
]
