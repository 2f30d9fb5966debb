"""When a reminder comes: in the first hour that is not quiet, once for all that is due."""

import datetime as dt
import uuid

import pytest
from django.core import mail

from agency import clock
from agency.models import Shift
from tests.wellness.conftest import join
from tests.wellness.schedule.weeks import MONDAY, NEW_YORK, local, noon, week
from trust import outbox
from trust.models import Notice
from trust.quiet import Hours, is_night_shift, is_quiet, length
from wellness import actions

pytestmark = pytest.mark.usefixtures("new_york")


def told_at(start: dt.datetime, hours: int = 48) -> list[dt.datetime]:
    """On the agency's clock, every hour at which somebody was told."""
    found = []
    for n in range(hours):
        moment = start + dt.timedelta(hours=n)
        with clock.at(moment):
            if actions.remind():
                found.append(moment.astimezone(NEW_YORK).replace(tzinfo=None))
            assert actions.remind() == 0
    return found


@pytest.mark.parametrize(
    "monday",
    [
        dt.date(2026, 1, 12),
        dt.date(2026, 3, 9),  # the day after the clock went forward
        dt.date(2026, 7, 6),
        dt.date(2026, 11, 2),  # the day after it went back
    ],
)
def test_the_first_hour_that_is_not_quiet(alice, monday):
    join(alice)
    actions.invite_weekly(week=monday)
    assert told_at(local(monday - dt.timedelta(days=2), 12), 72) == [
        dt.datetime.combine(monday, dt.time(8))
    ]


def shift(user, starts: dt.datetime, ends: dt.datetime) -> None:
    Shift.objects.create(
        user=user, source="s", external=str(uuid.uuid4()), starts=starts, ends=ends
    )


def test_a_night_shift_and_the_rest_after_it_are_quiet(alice):
    join(alice)
    actions.invite_weekly(week=MONDAY)
    shift(alice, local(MONDAY - dt.timedelta(days=1), 22), local(MONDAY, 6))
    assert told_at(local(MONDAY, 0), 24) == [dt.datetime.combine(MONDAY, dt.time(17))]


def test_a_day_shift_and_somebody_elses_night_are_not(cast):
    join(cast.alice)
    actions.invite_weekly(week=MONDAY)
    shift(cast.alice, local(MONDAY, 7), local(MONDAY, 19))
    shift(cast.frank, local(MONDAY - dt.timedelta(days=1), 22), local(MONDAY, 6))
    assert told_at(local(MONDAY, 0), 24) == [dt.datetime.combine(MONDAY, dt.time(8))]


@pytest.mark.parametrize(
    ("since", "until", "hour"), [((20, 0), (11, 30), 12), ((6, 0), (15, 0), 0), ((9, 0), (9, 0), 0)]
)
def test_own_quiet_hours_come_first(alice, since, until, hour):
    join(alice)
    actions.set_reminders(by=alice, quiet_from=dt.time(*since), quiet_until=dt.time(*until))
    actions.invite_weekly(week=MONDAY)
    assert told_at(local(MONDAY, 0), 24) == [dt.datetime.combine(MONDAY, dt.time(hour))]


def test_one_message_stands_for_all_that_is_due(alice):
    with clock.at(noon(0)):
        join(alice)
    actions.invite_rounds(week=week(13))
    actions.invite_weekly(week=week(13))
    with clock.at(noon(13)):
        assert actions.remind() == 1
        outbox.drain()
        assert actions.remind() == 0
    assert len(mail.outbox) == 1
    assert Notice.objects.filter(seen_at=None).count() == 1


def test_who_stopped_is_told_nothing(alice):
    join(alice)
    actions.invite_weekly(week=week(0))
    actions.withdraw(by=alice)
    with clock.at(noon(0)):
        assert actions.remind() == 0


@pytest.mark.parametrize(
    ("at", "since", "until", "quiet"),
    [
        ((19, 59), (20, 0), (8, 0), False),
        ((20, 0), (20, 0), (8, 0), True),
        ((7, 59), (20, 0), (8, 0), True),
        ((8, 0), (20, 0), (8, 0), False),
        ((12, 0), (9, 0), (17, 0), True),
        ((17, 0), (9, 0), (17, 0), False),
        ((3, 0), (9, 0), (9, 0), False),
    ],
)
def test_quiet_turns_on_the_minute(at, since, until, quiet):
    assert is_quiet(dt.time(*at), Hours(dt.time(*since), dt.time(*until))) is quiet


def test_how_long_it_is_quiet():
    assert length(Hours()) == dt.timedelta(hours=12)
    assert length(Hours(dt.time(9), dt.time(9))) == dt.timedelta(0)


@pytest.mark.parametrize(
    ("starts", "ends", "night"),
    [
        ((MONDAY, 22, 0), (MONDAY + dt.timedelta(days=1), 6, 0), True),
        ((MONDAY, 18, 0), (MONDAY + dt.timedelta(days=1), 2, 0), True),
        ((MONDAY, 18, 0), (MONDAY + dt.timedelta(days=1), 1, 59), False),
        ((MONDAY, 3, 0), (MONDAY, 11, 0), True),
        ((MONDAY, 3, 1), (MONDAY, 11, 0), False),
        ((MONDAY, 7, 0), (MONDAY, 19, 0), False),
        ((MONDAY, 7, 0), (MONDAY + dt.timedelta(days=1), 7, 0), True),
        # The clock goes forward at 2: from 23:00 to 3:00 on the wall are three hours.
        ((dt.date(2026, 3, 7), 23, 0), (dt.date(2026, 3, 8), 3, 0), True),
        ((dt.date(2026, 3, 7), 23, 30), (dt.date(2026, 3, 8), 3, 0), False),
        # It goes back at 2: from 23:00 to 1:30 (the second one would count) are three and a half.
        ((dt.date(2026, 10, 31), 23, 0), (dt.date(2026, 11, 1), 2, 0), True),
    ],
)
def test_three_hours_of_a_night_make_a_night_shift(starts, ends, night):
    first, last = (local(day, hour, minute) for day, hour, minute in (starts, ends))
    assert is_night_shift(first, last, NEW_YORK) is night
