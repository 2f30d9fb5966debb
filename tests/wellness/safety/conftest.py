"""Alice keeps a safety plan."""

import pytest

from tests.wellness.conftest import join
from wellness import actions

CANARY = "canary-plover-2188"


@pytest.fixture
def planned(cast):
    """Alice keeps a plan with two steps."""
    join(cast.alice)
    actions.save_plan(by=cast.alice, steps={"signs": [CANARY], "ask": ["Maria 555-0142"]})
    return cast
