"""The calendar is put together from every room; its address shows neutral words only, right over clock changes."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from agency import clock
from resources import actions
from resources.actions.calendar import sessions
from resources.models import Session
from tests.factories import sign_in
from trust.calendar import Title

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def alice(cast):
    return sign_in(Client(), cast.alice)


def events(client: Client) -> list[dict[str, object]]:
    address = str(client.post(reverse("calendar")).context["address"])
    return Calendar.from_ical(Client().get(address).content).walk("VEVENT")


def test_a_course_is_called_training_on_a_phone_and_by_its_name_inside(alice, cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    (event,) = events(alice)
    assert (str(event["summary"]), str(event["location"])) == ("Training", "Room 2")
    assert b"meet.example.org" not in event.to_ical()
    page = alice.get(reverse("calendar")).content.decode()
    assert "Sleep on shifts" in page


def test_its_number_stays_when_it_moves(alice, cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    (before,) = events(alice)
    later = dt.timedelta(hours=3)
    Session.objects.update(starts=lesson.starts + later, ends=lesson.ends + later)
    (after,) = events(alice)
    assert before["uid"] == after["uid"]
    assert after["dtstart"].dt - before["dtstart"].dt == later


def test_who_only_waits_has_nothing_in_the_calendar(cast, lesson):
    for person in (cast.alice, cast.frank):
        actions.enrol(by=person, session=lesson.pk)
    span = (clock.now(), clock.now() + dt.timedelta(days=9))
    (entry,) = sessions(cast.alice, *span)
    assert entry.title == Title.TRAINING
    assert list(sessions(cast.frank, *span)) == []


def test_what_was_called_off_is_struck_out(alice, cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    Session.objects.update(cancelled=True)
    (event,) = events(alice)
    assert str(event["status"]) == "CANCELLED"


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (dt.date(2026, 3, 7), 14),
        (dt.date(2026, 3, 8), 13),
        (dt.date(2026, 10, 31), 13),
        (dt.date(2026, 11, 1), 14),
    ],
)
def test_nine_in_the_morning_stays_nine_whatever_the_clocks_do(alice, cast, lesson, day, utc_hour):
    actions.enrol(by=cast.alice, session=lesson.pk)
    starts = dt.datetime.combine(day, dt.time(9), NEW_YORK)
    Session.objects.update(starts=starts, ends=starts + dt.timedelta(hours=1))
    with clock.at(starts):
        (event,) = events(alice)
    begins = event["dtstart"].dt
    assert (begins.astimezone(dt.UTC).hour, begins.astimezone(NEW_YORK).hour) == (utc_hour, 9)


def test_the_page_turns_by_four_weeks(alice, cast, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    there = reverse("calendar")
    assert len(alice.get(there).context["rows"]) == 1
    later = alice.get(there, {"page": "1"})
    assert later.context["rows"] == []
    assert later.context["first_url"] == there
    assert alice.get(there, {"page": "99"}).context["next_url"] == ""
