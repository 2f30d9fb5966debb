"""Alice, who joined, in her browser."""

import pytest

from tests.wellness.conftest import browser, join


@pytest.fixture
def alice(cast):
    join(cast.alice)
    return browser(cast.alice)
