"""Alice on her way back, for every test of a return."""

from tests.peersupport.returning import gus, mia, plan, walked

__all__ = ["gus", "mia", "plan", "walked"]
