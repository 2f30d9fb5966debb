"""Activities and training sessions, and people who come to them."""

import datetime as dt

import pytest

from agency import clock
from agency.models import Course
from resources import actions
from resources.models import Activity, Session


@pytest.fixture
def walk():
    """A walk tomorrow with one place."""
    starts = clock.now() + dt.timedelta(days=1)
    return Activity.objects.create(
        title="Evening walk", starts=starts, ends=starts + dt.timedelta(hours=2), places=1
    )


@pytest.fixture
def course():
    return Course.objects.create(
        code="rest", title="Sleep on shifts", provider="Academy", hours=4, valid_months=24
    )


@pytest.fixture
def lesson(course):
    """A session tomorrow with one seat."""
    starts = clock.now() + dt.timedelta(days=1)
    return Session.objects.create(
        course=course,
        starts=starts,
        ends=starts + dt.timedelta(hours=4),
        place="Room 2",
        link="https://meet.example.org/rest",
        trainer="Lee Ortiz",
        seats=1,
    )


@pytest.fixture
def given(cast, lesson):
    """The session, just given, with Alice on its list."""
    actions.enrol(by=cast.alice, session=lesson.pk)
    now = clock.now()
    Session.objects.update(starts=now - dt.timedelta(hours=4), ends=now)
    return Session.objects.get()
