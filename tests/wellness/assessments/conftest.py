"""The cast, and Hana with them."""

import pytest


@pytest.fixture
def people(cast, hana):
    return cast
