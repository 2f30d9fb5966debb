"""A crew and its session, for every test of what is done with sessions."""

from tests.peersupport.sessions import case, crew, lead, session, two

__all__ = ["case", "crew", "lead", "session", "two"]
