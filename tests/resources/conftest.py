"""Activities, and people who come to them."""

import datetime as dt

import pytest

from agency import clock
from resources.models import Activity


@pytest.fixture
def walk():
    """A walk tomorrow with one place."""
    starts = clock.now() + dt.timedelta(days=1)
    return Activity.objects.create(
        title="Evening walk", starts=starts, ends=starts + dt.timedelta(hours=2), places=1
    )
