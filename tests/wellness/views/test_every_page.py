"""Every page answers, before and after joining, and in Spanish."""

import pytest
from django.urls import reverse

from tests.wellness.conftest import browser, check_in, join

PAGES = (
    "check_in", "check_ins", "trend", "consent", "consent_levels", "consent_count", "withdraw",
    "privacy", "download", "shared_with_me", "peers", "exposures", "standings", "assessments",
    "reminders",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_answers_before_and_after_joining(cast, name):
    client = browser(cast.alice)
    assert client.get(reverse(name), follow=True).status_code == 200
    join(cast.alice)
    check_in(cast.alice)
    assert client.get(reverse(name), follow=True).status_code == 200


@pytest.mark.parametrize(
    "name", ["privacy", "check_ins", "trend", "check_in", "assessments", "reminders"]
)
def test_pages_speak_spanish(cast, name):
    join(cast.alice)
    assert (
        browser(cast.alice)
        .get(reverse(name), headers={"accept-language": "es"}, follow=True)
        .status_code
        == 200
    )
