"""A program that a person may let in."""

from tests.trust.doors.oauth_client import client_app

__all__ = ["client_app"]
