"""A crew and somebody who could lead a session for them."""

from tests.peersupport.sessions import crew, lead

__all__ = ["crew", "lead"]
