"""What may leave for a calendar that others may see: times, places, and words that say nothing."""

import datetime as dt

import pytest

from agency import clock
from trust import calendar
from trust.calendar import Entry, Title

HOUR = dt.timedelta(hours=1)


def entry(uid: str = "a", title: str = Title.APPOINTMENT, after: int = 1, **more: object) -> Entry:
    starts = clock.now() + after * HOUR
    return Entry(uid, starts, starts + HOUR, title, **more)


@pytest.fixture
def source():
    """A source of two entries, taken out again afterwards."""
    was = dict(calendar._sources)
    calendar.register(lambda _user, _since, _until: [entry("late", after=30), entry("soon")])
    yield
    calendar._sources.clear()
    calendar._sources.update(was)


def test_only_what_touches_the_span_soonest_first(cast, source):
    now = clock.now()
    assert [each.uid for each in calendar.entries(cast.alice, now, now + 48 * HOUR)] == [
        "soon",
        "late",
    ]
    assert [each.uid for each in calendar.entries(cast.alice, now, now + 5 * HOUR)] == ["soon"]
    assert calendar.entries(cast.alice, now + 3 * HOUR, now + 5 * HOUR) == []


def test_the_same_source_twice_speaks_once(cast):
    before = len(calendar._sources)
    (known, *_rest) = calendar._sources.values()
    assert calendar.register(known) is known
    assert len(calendar._sources) == before


@pytest.mark.parametrize("title", [each for each in Title.values if each != Title.ACTIVITY])
def test_a_name_never_leaves_for_a_calendar_program(title):
    named = entry(title=title, name="Debriefing after the shooting")
    assert named.words == str(Title(title).label)
    assert named.shown == "Debriefing after the shooting"


def test_an_activity_has_the_name_of_the_notice_board():
    assert entry(title=Title.ACTIVITY, name="Evening walk").words == "Evening walk"
    assert entry(title=Title.ACTIVITY).words == "Activity"
