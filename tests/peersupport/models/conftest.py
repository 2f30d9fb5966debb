"""A return under way, a planned session and a pair that talks, to break what the database keeps of them."""

from tests.peersupport.pairs import bob, gina, kept
from tests.peersupport.returning import gus, mia, plan, walked
from tests.peersupport.sessions import case, crew, lead, session

__all__ = [
    "bob", "case", "crew", "gina", "gus", "kept", "lead", "mia", "plan", "session", "walked",
]  # fmt: skip
