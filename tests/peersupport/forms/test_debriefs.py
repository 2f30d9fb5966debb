"""When a session is, as it is typed: on the agency's own clock, in the two odd nights as well."""

import datetime as dt

import pytest

from agency import clock
from peersupport import actions
from peersupport.forms.debriefs import PlaceForm, as_written
from peersupport.schema.debriefs import zoned
from tests.factories import make_attendance, make_incident
from tests.peersupport.sessions import MINUTE, ask, plan

pytestmark = pytest.mark.usefixtures("new_york")
#: Summer time ends: clocks in New York read 01:30 now, and once more an hour later.
FIRST = dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC)


def typed(lead, **said) -> PlaceForm:
    usual = {"minutes": "90", "room": "Union hall", "facilitators": [str(lead.pk)]}
    form = PlaceForm("defusing", usual | said)
    assert form.is_valid(), form.errors
    return form


@pytest.mark.parametrize(
    ("day", "time", "instant"),
    [
        ("2026-10-31", "01:30", dt.datetime(2026, 10, 31, 5, 30, tzinfo=dt.UTC)),
        ("2026-11-01", "01:30", FIRST),
        ("2026-11-01", "02:30", dt.datetime(2026, 11, 1, 7, 30, tzinfo=dt.UTC)),
        ("2026-03-08", "02:30", dt.datetime(2026, 3, 8, 7, 30, tzinfo=dt.UTC)),  # never on a clock
    ],
)
def test_the_form_and_the_schema_mean_the_same_instant(lead, day, time, instant):
    assert typed(lead, day=day, time=time).given["starts_at"] == instant
    assert zoned(dt.datetime.fromisoformat(f"{day}T{time}")) == instant


def test_a_session_over_the_change_is_as_long_as_planned_and_written_back_as_typed(
    cast, crew, lead
):
    event = make_incident(
        "2026-90", occurred_at=dt.datetime(2026, 10, 31, 20, tzinfo=dt.UTC), category="heavy_media"
    )
    for each in crew:
        make_attendance(event, each)
    with clock.at(event.occurred_at):
        case = actions.consider(incident=event.pk)
        ask(*crew)
        form = typed(lead, day="2026-11-01", time="01:30")
        row = plan(cast.carol, case, lead, **form.given)
    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (FIRST, FIRST + 90 * MINUTE)
    back = as_written(row)
    assert (back["day"], back["time"], back["minutes"]) == (
        dt.date(2026, 11, 1),
        dt.time(1, 30),
        90,
    )
    assert typed(lead, **back).given["starts_at"] == FIRST


def test_saving_the_second_half_past_one_unchanged_moves_nothing(cast, lead):
    second = FIRST + dt.timedelta(hours=1)
    with clock.at(FIRST - dt.timedelta(days=1)):
        event = make_incident("2026-99", occurred_at=clock.now(), category="fatal_collision")
        make_attendance(event, cast.frank)
        one = actions.consider(incident=event.pk)
        ask(cast.frank, service="one_to_one")
        row = plan(cast.carol, one, lead, service="one_to_one", starts_at=second)
        was = as_written(row)
        said = was | {"day": "2026-11-01", "time": "01:30"}
        form = PlaceForm("one_to_one", said, initial=was)
        assert form.is_valid(), form.errors
        assert form.starts_at == second
        later = PlaceForm("one_to_one", said | {"time": "02:30"}, initial=was)
        assert later.is_valid()
        assert later.starts_at == second + dt.timedelta(hours=1)
