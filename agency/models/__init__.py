from agency.models.operations import Attendance, Category, Encounter, Incident, Shift
from agency.models.people import COMMAND_ROLES, Post, Role, Unit, User

__all__ = [
    "COMMAND_ROLES",
    "Attendance",
    "Category",
    "Encounter",
    "Incident",
    "Post",
    "Role",
    "Shift",
    "Unit",
    "User",
]
