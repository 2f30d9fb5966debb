"""It is noon in New York, and Alice has joined."""

import pytest

from agency import clock
from tests.wellness.conftest import join
from tests.wellness.hours.diaries import NOON


@pytest.fixture(autouse=True)
def noon():
    with clock.at(NOON):
        yield


@pytest.fixture
def ann(cast):
    """Alice, who joined and sees everything alone."""
    join(cast.alice)
    return cast.alice
