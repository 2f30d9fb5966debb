"""What stands beside the colour on a person's page at the top level: bands, each look in the log."""

import pytest
from django.urls import reverse

from tests.wellness.conftest import browser, check_in, join
from trust import vault
from trust.models import Disclosure, Level
from wellness.models import ScoreSummary


@pytest.fixture
def page(cast):
    """Alice at the top level, with the newest bands of two instruments, one of them unknown by now."""
    join(cast.alice, Level.FULL)
    row = check_in(cast.alice)
    bands = {
        "phq-9": {"band": "moderate", "on": "2026-03-01"},
        "gone-1": {"band": "raised", "on": "2026-02-01"},
    }
    with vault.keyring():
        ScoreSummary.objects.update_or_create(
            participant=row.participant, defaults={"bands": bands}
        )
    return reverse("standing_detail", args=[row.participant.standing.pk])


def test_the_team_sees_bands_and_the_look_is_logged(cast, page):
    text = browser(cast.carol, "wellness_coordinator").get(page).content.decode()
    assert "Assessments, in bands" in text
    assert "PHQ-9" in text
    assert "gone-1" in text
    looks = Disclosure.objects.filter(kind="wellness.scoresummary", outcome="shown")
    assert looks.count() == 1


def test_nobody_else_sees_bands(cast, page):
    text = browser(cast.dan, "supervisor").get(page).content.decode()
    assert "Assessments, in bands" not in text
    assert browser(cast.frank).get(page).status_code == 404


def test_a_lower_level_takes_them_away(cast, page):
    join(cast.alice, Level.COMMAND)
    answer = browser(cast.carol, "wellness_coordinator").get(page)
    assert "Assessments, in bands" not in answer.content.decode()
