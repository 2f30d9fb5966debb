"""Text messages, set up for a test."""

from tests.trust.channels.conftest import texts

__all__ = ["texts"]
