"""Makers of two rooms, for pages that show them side by side."""

from tests.peersupport.conftest import case, incident
from tests.trust.channels.conftest import texts

__all__ = ["case", "incident", "texts"]
