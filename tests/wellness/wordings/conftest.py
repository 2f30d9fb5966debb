"""Grace, the wellness administrator, and Alice, who joined, in her browser."""

import pytest

from agency.models import Role
from tests.factories import act, make_post, make_user
from tests.wellness.conftest import browser, join


@pytest.fixture
def grace(cast, units):
    person = make_user("grace")
    make_post(person, Role.WELLNESS_ADMIN, units.agency)
    return act(person, Role.WELLNESS_ADMIN)


@pytest.fixture
def alice(cast):
    join(cast.alice)
    return browser(cast.alice)
