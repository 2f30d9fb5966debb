"""Text messages, set up for a test."""

import pytest

from tests.trust.channels import people


@pytest.fixture
def texts(settings):
    """Text messages are set up; gives those that were handed over."""
    settings.SMS_BACKEND = "tests.trust.channels.people.take"
    people.TEXTS.clear()
    return people.TEXTS
