"""A supporter's week, the days that differ, and the switch."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock, local_time
from agency.models import Shift
from peersupport import actions
from peersupport.availability import Span
from peersupport.models import Availability, Away, Supporter
from tests.peersupport.roster import DAY, course, now, supporter, took
from trust import calendar
from trust.refusal import Refusal

MORNING, NOON, EVENING = dt.time(6), dt.time(12), dt.time(22)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def bob(cast) -> Supporter:
    return supporter(cast.bob)


def week(row: Supporter) -> list[tuple[int, dt.time, dt.time]]:
    return list(row.week.values_list("weekday", "starts", "ends"))


# --- the week -----------------------------------------------------------------------------------------


def test_the_same_hours_on_several_days_and_twice_is_once(bob, cast):
    for _press in range(2):
        actions.add_hours(by=cast.bob, weekdays=[4, 0, 0], starts=EVENING, ends=MORNING)
    assert week(bob) == [(0, EVENING, MORNING), (4, EVENING, MORNING)]


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (Span(0, NOON, NOON), "no_length"),
        (Span(7, MORNING, NOON), "no_day"),
        (Span(0, dt.time(5), dt.time(7)), "twice"),
        (Span(6, EVENING, dt.time(7)), "twice"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(bob, cast, span, code):
    actions.add_hours(by=cast.bob, weekdays=[0], starts=MORNING, ends=NOON)
    with pytest.raises(Refusal, match=code):
        actions.add_hours(by=cast.bob, weekdays=[span.weekday], starts=span.starts, ends=span.ends)
    assert len(week(bob)) == 1


def test_no_day_is_a_question_back(bob, cast):
    with pytest.raises(Refusal, match="no_day"):
        actions.add_hours(by=cast.bob, weekdays=[], starts=MORNING, ends=NOON)


def test_the_whole_week_at_once_keeps_what_stays_the_same(bob, cast):
    actions.set_week(by=cast.bob, week=[Span(0, MORNING, NOON), Span(1, MORNING, NOON)])
    kept = bob.week.get(weekday=0).pk
    seconds = dt.time(12, 0, 30)
    actions.set_week(by=cast.bob, week=[Span(0, MORNING, seconds), Span(2, MORNING, NOON)])
    assert [each[0] for each in week(bob)] == [0, 2]
    assert bob.week.get(weekday=0).pk == kept


def test_a_week_with_two_spans_at_a_time_changes_nothing(bob, cast):
    actions.set_week(by=cast.bob, week=[Span(0, MORNING, NOON)])
    with pytest.raises(Refusal, match="twice"):
        actions.set_week(by=cast.bob, week=[Span(1, MORNING, NOON), Span(1, MORNING, EVENING)])
    assert week(bob) == [(0, MORNING, NOON)]


def test_nobody_touches_another_persons_hours(bob, cast):
    (line,) = actions.add_hours(by=cast.bob, weekdays=[0], starts=MORNING, ends=NOON)
    supporter(cast.frank)
    for who in (cast.frank, cast.carol, cast.dan):
        with pytest.raises(Http404):
            actions.remove_hours(by=who, span=line.pk)
    actions.remove_hours(by=cast.bob, span=line.pk)
    assert week(bob) == []


def test_who_is_not_on_the_roster_has_no_hours(cast, bob):
    actions.set_supporter_status(by=cast.carol, supporter=bob.pk, status="left")
    for who in (cast.alice, cast.bob):
        with pytest.raises(Http404):
            actions.add_hours(by=who, weekdays=[0], starts=MORNING, ends=NOON)


@pytest.mark.parametrize(
    "broken", [{"weekday": 7}, {"starts": MORNING, "ends": MORNING}, {"weekday": 1}]
)
def test_the_database_keeps_the_same_rules(bob, broken):
    for day in (0, 1):
        Availability.objects.create(supporter=bob, weekday=day, starts=MORNING, ends=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Availability.objects.filter(weekday=0).update(**broken)


# --- days that differ -----------------------------------------------------------------------------------


def test_away_and_back_and_twice_is_once(bob, cast):
    today = local_time.today()
    for _press in range(2):
        row = actions.add_days(by=cast.bob, first_day=today, last_day=today + 3 * DAY)
    assert Away.objects.get() == row
    actions.remove_days(by=cast.bob, days=row.pk)
    assert not Away.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(2, 1, "backwards"), (-5, -1, "past"), (0, 400, "too_long"), (1, 1, "twice")],
)
def test_days_that_cannot_be_are_said(bob, cast, first, last, code):
    today = local_time.today()
    actions.add_days(by=cast.bob, first_day=today + DAY, last_day=today + 2 * DAY)
    with pytest.raises(Refusal, match=code):
        actions.add_days(by=cast.bob, first_day=today + first * DAY, last_day=today + last * DAY)
    assert Away.objects.count() == 1


def test_days_never_end_before_they_start(bob):
    today = local_time.today()
    with pytest.raises(IntegrityError), transaction.atomic():
        Away.objects.create(supporter=bob, first_day=today, last_day=today - DAY)


# --- on duty now ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", ["2", "4", "8", "12"])
def test_on_duty_for_some_hours_and_off_again(bob, cast, hours):
    with clock.at(now()):
        row = actions.go_on_duty(by=cast.bob, until=hours)
        assert row.on_duty_until == clock.now() + int(hours) * HOUR
    assert actions.go_off_duty(by=cast.bob).on_duty_until is None


def test_on_duty_until_the_shift_ends(bob, cast):
    with pytest.raises(Refusal, match="no_shift"):
        actions.go_on_duty(by=cast.bob, until="shift")
    ends = now() + 3 * HOUR
    for external, user in (("1", cast.bob), ("2", cast.alice)):
        Shift.objects.create(
            user=user, source="test", external=external, starts=now() - HOUR,
            ends=ends if user == cast.bob else ends + HOUR,
        )  # fmt: skip
    assert actions.go_on_duty(by=cast.bob, until="shift").on_duty_until == ends


@pytest.mark.parametrize("until", ["", "24", "2.5", "for ever"])
def test_any_other_time_is_a_question_back(bob, cast, until):
    with pytest.raises(Refusal, match="unknown_time"):
        actions.go_on_duty(by=cast.bob, until=until)


def test_who_is_off_the_list_is_told_instead_of_waiting_in_vain(bob, cast):
    took(cast.bob, course(), -1)
    with pytest.raises(Refusal, match="not_on_list"):
        actions.go_on_duty(by=cast.bob, until="2")


# --- in one's own calendar --------------------------------------------------------------------------------


def test_own_hours_stand_in_ones_own_calendar_and_nowhere_else(bob, cast, settings):
    settings.AGENCY_TIME_ZONE = "America/Denver"
    monday = dt.date(2026, 3, 2)
    actions.set_week(by=cast.bob, week=[Span(5, EVENING, MORNING), Span(0, MORNING, NOON)])
    Away.objects.create(supporter=bob, first_day=monday, last_day=monday)
    Away.objects.create(
        supporter=bob, first_day=monday + DAY, last_day=monday + DAY, available=True
    )
    since = dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)  # midnight in Denver
    found = calendar.entries(cast.bob, since, since + 7 * DAY)
    assert [(each.ends - each.starts) // HOUR for each in found] == [24, 7]  # clocks change
    assert calendar.entries(cast.alice, since, since + 7 * DAY) == []
    assert len({each.uid for each in found}) == 2


def test_a_paused_supporter_has_no_hours_in_the_calendar(bob, cast):
    actions.add_hours(by=cast.bob, weekdays=range(7), starts=MORNING, ends=NOON)
    since = now()
    assert len(calendar.entries(cast.bob, since, since + 7 * DAY)) >= 7
    actions.set_supporter_status(by=cast.bob, supporter=bob.pk, status="paused")
    assert calendar.entries(cast.bob, since, since + 7 * DAY) == []
