"""Alice on her way back, for every page about it."""

from tests.peersupport.returning import gus, mia, plan, walked

__all__ = ["gus", "mia", "plan", "walked"]
