from agency.models.duty import DutyStatus
from agency.models.operations import Attendance, Category, Encounter, Incident, Shift
from agency.models.people import COMMAND_ROLES, Post, Role, Unit, User
from agency.models.training import Course, TrainingRecord

__all__ = [
    "COMMAND_ROLES",
    "Attendance",
    "Category",
    "Course",
    "DutyStatus",
    "Encounter",
    "Incident",
    "Post",
    "Role",
    "Shift",
    "TrainingRecord",
    "Unit",
    "User",
]
