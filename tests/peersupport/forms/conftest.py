"""A crew and somebody who could lead a session for them, and a supporter who logs a contact."""

from tests.peersupport.pairs import bob
from tests.peersupport.sessions import crew, lead

__all__ = ["bob", "crew", "lead"]
