"""Names of the programme's closed sets, shared by every topic of this schema."""

from peersupport.kinds import Kind
from trust.doors.graphql import enum

SupportKind = enum("SupportKind", Kind)
