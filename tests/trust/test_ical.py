"""What a calendar program reads back is what was put in."""

import datetime as dt

from icalendar import Calendar

from trust.ical import Event, calendar

NOW = dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC)
WALK = Event("7", "Walk; with, commas", NOW, NOW + dt.timedelta(hours=1), "Pier 4")


def entries(*events: Event) -> list:
    return Calendar.from_ical(calendar(events, stamp=NOW, name="Mine")).walk("VEVENT")


def test_an_entry_comes_back_whole():
    (entry,) = entries(WALK)
    assert (str(entry["summary"]), str(entry["location"])) == ("Walk; with, commas", "Pier 4")
    assert entry.decoded("dtstart") == NOW
    assert entry.decoded("dtend") - NOW == dt.timedelta(hours=1)
    assert str(entry["uid"]) == "7@argus"


def test_what_is_called_off_says_so():
    (entry,) = entries(Event("7", "Walk", NOW, NOW + dt.timedelta(hours=1), cancelled=True))
    assert str(entry["status"]) == "CANCELLED"
    assert "location" not in entry


def test_an_empty_calendar_is_a_calendar():
    assert entries() == []


def test_a_change_replaces_what_was_there():
    first, moved = entries(WALK, Event("7", "Walk", NOW, NOW + dt.timedelta(hours=2), sequence=1))
    assert "sequence" not in first  # nought where nothing is said (RFC 5545, 3.8.7.4)
    assert moved["sequence"] == 1
