"""A return under way and a planned session, to break what the database keeps of them."""

from tests.peersupport.returning import gus, mia, plan, walked
from tests.peersupport.sessions import case, crew, lead, session

__all__ = ["case", "crew", "gus", "lead", "mia", "plan", "session", "walked"]
