"""An incident with Alice and Frank on it, and Alice, who joined."""

import pytest

from tests.factories import make_attendance, make_incident
from tests.wellness.conftest import join


@pytest.fixture
def incident(cast):
    event = make_incident("2026-7", category="suicide_scene")
    for user in (cast.alice, cast.frank):
        make_attendance(event, user)
    return event


@pytest.fixture
def alice_joined(cast):
    join(cast.alice)
    return cast.alice
