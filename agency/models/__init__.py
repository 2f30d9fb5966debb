from agency.models.operations import Attendance, Category, Encounter, Incident
from agency.models.people import COMMAND_ROLES, Post, Role, Unit, User

__all__ = [
    "COMMAND_ROLES",
    "Attendance",
    "Category",
    "Encounter",
    "Incident",
    "Post",
    "Role",
    "Unit",
    "User",
]
