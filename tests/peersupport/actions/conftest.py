"""A crew and its session, and a pair that talks, for every test of what is done with them."""

from tests.peersupport.pairs import bob, gina, kept
from tests.peersupport.sessions import case, crew, lead, session, two

__all__ = ["bob", "case", "crew", "gina", "kept", "lead", "session", "two"]
