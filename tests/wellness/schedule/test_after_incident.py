"""What is suggested after an incident: three windows, and those that still make sense."""

import datetime as dt

import pytest

from agency import clock
from agency.models import Encounter
from tests.factories import make_attendance, make_incident
from tests.wellness.conftest import join
from tests.wellness.schedule.weeks import MONDAY, noon, reasons
from trust import access
from wellness import actions
from wellness.actions import assessments
from wellness.models import Invitation

pytestmark = pytest.mark.usefixtures("new_york")


def happened(cast, *, days: int = 0, **fields: object):
    event = make_incident("2026-9", occurred_at=noon(0, -days), **fields)
    make_attendance(event, cast.alice)
    return event


def test_three_windows_after_an_incident(cast):
    event = happened(cast, category="suicide_scene")
    with clock.at(noon(0)):
        join(cast.alice)
        assert actions.invite_after_incident(incident=event.pk) == 3
        assert actions.invite_after_incident(incident=event.pk) == 0
    assert reasons(cast.alice) == [
        "after_incident", "after_incident_month", "after_incident_quarter",
    ]  # fmt: skip
    first, month, quarter = Invitation.objects.order_by("due")
    day = dt.timedelta(days=1)
    assert (first.due, first.closes) == (MONDAY + day, MONDAY + 3 * day)
    assert (month.due - MONDAY).days in range(30, 37)
    assert (quarter.due - MONDAY).days in range(90, 97)
    assert {month.due.weekday(), quarter.due.weekday()} == {0}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, ["after_incident", "after_incident_month", "after_incident_quarter"]),
        (4, ["after_incident_month", "after_incident_quarter"]),
        (70, ["after_incident_quarter"]),
        (200, ["after_incident_quarter"]),
    ],
)
def test_a_file_that_comes_late_opens_what_still_makes_sense(cast, days, expected):
    event = happened(cast, days=days, category="suicide_scene")
    with clock.at(noon(0)):
        join(cast.alice)
        actions.invite_after_incident(incident=event.pk)
        actions.invite_after_incident(incident=event.pk)
    assert reasons(cast.alice) == expected
    assert not Invitation.objects.filter(due__lte=MONDAY).exists()


def test_a_file_that_comes_after_every_window_is_owed_from_the_next_day_and_once(cast):
    event = happened(cast, days=700, category="suicide_scene")
    for later in (0, 30):
        with clock.at(noon(0, later)):
            join(cast.alice)
            actions.invite_after_incident(incident=event.pk)
    row, day = Invitation.objects.get(), dt.timedelta(days=1)
    assert (row.due, row.closes) == (MONDAY + day, MONDAY + 3 * day)


@pytest.mark.parametrize(
    ("fields", "alert", "made"),
    [
        ({"category": ""}, True, 0),
        ({"category": ""}, False, 3),
        ({"category": "fatal_collision"}, True, 3),
        ({"category": "fatal_collision", "history": True}, False, 0),
    ],
)
def test_which_incident_calls_for_it(cast, fields, alert, made):
    event = happened(cast, **fields)
    Encounter.objects.create(incident=event, response="1", check_in=not alert)
    with clock.at(noon(0)):
        join(cast.alice)
        assert actions.invite_after_incident(incident=event.pk) == made


def test_a_month_later_more_is_asked(cast):
    event = happened(cast, category="suicide_scene")
    with clock.at(noon(0)):
        join(cast.alice)
        actions.invite_after_incident(incident=event.pk)

    def asked() -> list[str]:
        row = assessments.start(by=cast.alice, kind="post_incident")
        return access.reveal(cast.alice, row).content["content"]["sets"]

    with clock.at(noon(0, 2)):
        assert asked() == ["k6"]
        assessments.submit(by=cast.alice, assessment="post_incident", key="a")
        assert actions.due_now(by=cast.alice) == []
    with clock.at(noon(5, 1)):
        assert [each.reason for each in actions.due_now(by=cast.alice)] == ["after_incident_month"]
        assert asked() == ["k6", "pc-ptsd-5"]
