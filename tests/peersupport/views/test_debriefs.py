"""Sessions on days that no clock can show."""

import pytest
from django.urls import reverse

from peersupport.models import Debrief
from tests.factories import sign_in
from tests.peersupport.conftest import make_supporter


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_past_the_end_of_the_calendar_is_asked_for_again(client, cast, case, units, day):
    lea, carol = make_supporter("lea", units), sign_in(client, cast.carol, "wellness_coordinator")
    given = {
        "day": day, "time": "23:59", "minutes": "45", "room": "Union hall",
        "facilitators": [str(lea.pk)], "for_everyone": "on",
    }  # fmt: skip
    page = carol.post(f"{reverse('plan_debrief', args=[case.pk])}?service=demobilisation", given)
    assert page.status_code == 422
    assert "year-month-day" in page.text
    assert not Debrief.objects.exists()
