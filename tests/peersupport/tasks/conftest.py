"""Bob and Frank, who talk, and Gina, whom Bob may ask."""

from tests.peersupport.pairs import bob, gina, kept

__all__ = ["bob", "gina", "kept"]
