import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from agency import clock
from agency.models import Encounter, Shift
from tests.factories import make_attendance, make_incident, make_user
from tests.wellness.conftest import check_in, join
from trust import access, outbox, vault
from trust.models import Notice
from trust.quiet import Hours, is_night_shift, is_quiet, length
from trust.refusal import Refusal
from wellness import actions
from wellness.actions import assessments
from wellness.models import Invitation, Reminders

pytestmark = pytest.mark.usefixtures("new_york")
MONDAY = dt.date(2026, 3, 2)


def week(n: int) -> dt.date:
    return MONDAY + dt.timedelta(weeks=n)


def noon(n: int, days: int = 0) -> dt.datetime:
    """Noon in New York in winter, where the agency is."""
    return dt.datetime.combine(week(n) + dt.timedelta(days=days), dt.time(17), dt.UTC)


def test_those_who_joined_are_invited_once_a_week(cast):
    join(cast.alice)
    vault.participant(cast.frank, "wellness")
    assert actions.invite_weekly(week=week(0)) == 1
    assert actions.invite_weekly(week=week(0)) == 0
    assert actions.invite_weekly(week=week(1)) == 1
    assert sorted(Invitation.objects.values_list("state", flat=True)) == ["open", "skipped"]


def test_two_skipped_weeks_end_the_reminders(alice):
    join(alice)
    assert [actions.invite_weekly(week=week(n)) for n in range(5)] == [1, 1, 0, 0, 0]


def test_checking_in_by_choice_brings_reminders_back(alice):
    join(alice)
    for n in range(4):
        actions.invite_weekly(week=week(n))
    with clock.at(noon(4)):
        check_in(alice)
    assert actions.invite_weekly(week=week(5)) == 1


def test_a_check_in_answers_what_is_open(alice):
    join(alice)
    actions.invite_weekly(week=week(0))
    with clock.at(noon(0)):
        check_in(alice)
    assert Invitation.objects.get().state == "done"


def test_a_reminder_comes_once_and_says_nothing(alice):
    join(alice)
    actions.invite_weekly(week=week(0))
    with clock.at(noon(0)):
        assert actions.remind() == 1
        assert actions.remind() == 0
        outbox.drain()
    assert Notice.objects.get().target == "check_in"
    assert "check" not in (mail.outbox[0].subject + mail.outbox[0].body).lower()


def test_skipping_is_one_press(cast):
    join(cast.alice)
    actions.invite_weekly(week=week(0))
    row = Invitation.objects.get()
    with pytest.raises(Http404):
        actions.skip_invitation(by=cast.frank, invitation=row.pk)
    assert actions.skip_invitation(by=cast.alice, invitation=row.pk).state == "skipped"
    assert actions.skip_invitation(by=cast.alice, invitation=row.pk).state == "skipped"
    with pytest.raises(ValueError, match="can't go"):
        row.move_to("done"), row.move_to("open")


def test_the_clock_queues_weekly_and_daily_work(alice):
    join(alice)
    with clock.at(noon(0)):
        assert outbox.tick() >= 2
        outbox.drain()
        assert Invitation.objects.get().due == week(0)
        outbox.tick()
        outbox.drain()
    assert Invitation.objects.count() == 1


def test_a_slot_is_suggested_once(alice):
    join(alice)
    actions.invite_weekly(week=week(0))
    row = Invitation.objects.get()
    with pytest.raises(IntegrityError, match=r"slot|participant"), transaction.atomic():
        Invitation.objects.create(participant=row.participant, slot=row.slot, due=week(0))


def test_a_state_is_known(alice):
    join(alice)
    actions.invite_weekly(week=week(0))
    with pytest.raises(IntegrityError, match="invitation_state_known"), transaction.atomic():
        Invitation.objects.update(state="lost")


# --- quarterly and annual -------------------------------------------------------------------------


def reasons(user) -> list[str]:
    rows = access.visible(user, Invitation).exclude(slot__startswith="week:").order_by("due")
    return [str(each.content["reason"]) for each in access.reveal_all(user, rows)]


def test_a_round_comes_every_quarter_and_each_fourth_is_the_annual_review(alice):
    with clock.at(noon(0)):
        join(alice)
    made = [n for n in range(60) if actions.invite_rounds(week=week(n))]
    assert made == [13, 26, 39, 52]
    assert reasons(alice) == ["quarterly"] * 3 + ["annual"]


def test_a_round_is_suggested_late_once_and_not_after_its_six_weeks(cast):
    with clock.at(noon(0)):
        join(cast.alice)
    assert actions.invite_rounds(week=week(16)) == 1
    assert actions.invite_rounds(week=week(17)) == 0
    assert Invitation.objects.get().closes == week(19)
    with clock.at(noon(0)):
        join(cast.frank)
    assert actions.invite_rounds(week=week(19)) == 0


def test_finishing_a_round_closes_it_and_nothing_else(alice):
    with clock.at(noon(0)):
        join(alice)
    actions.invite_rounds(week=week(13))
    actions.invite_weekly(week=week(13))
    with clock.at(noon(13)):
        assessments.submit(by=alice, assessment="post_incident", key="a")
        assert {each.kind for each in actions.due_now(by=alice)} == {"quarterly", "weekly_check"}
        check_in(alice)
        assert [each.kind for each in actions.due_now(by=alice)] == ["quarterly"]
        assessments.submit(by=alice, assessment="quarterly", key="b")
        assert actions.due_now(by=alice) == []


def test_slots_tell_nobody_what_they_stand_for(alice):
    with clock.at(noon(0)):
        join(alice)
    actions.invite_rounds(week=week(13))
    actions.invite_rounds(week=week(52))
    assert all(len(slot) == 64 for slot in Invitation.objects.values_list("slot", flat=True))
    assert "annual" not in str(Invitation.objects.values())


# --- after an incident ----------------------------------------------------------------------------


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


# --- later, not for now, pause --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "days"), [("tomorrow", 3), ("in_3_days", 5), ("next_week", 7), ("dance", 0)]
)
def test_putting_off(alice, until, days):
    with clock.at(noon(0)):
        join(alice)
    actions.invite_rounds(week=week(13))
    row = Invitation.objects.get()
    with clock.at(noon(13, 2)):
        if not days:
            with pytest.raises(Refusal, match="unknown_choice"):
                actions.snooze_invitation(by=alice, invitation=row.pk, until=until)
            return
        actions.snooze_invitation(by=alice, invitation=row.pk, until=until)
        assert actions.due_now(by=alice) == []
    with clock.at(noon(13, days - 1)):
        assert actions.due_now(by=alice) == []
    with clock.at(noon(13, days)):
        assert [each.row for each in actions.due_now(by=alice)] == [row]


def test_putting_off_has_an_end_and_an_owner(cast):
    join(cast.alice)
    actions.invite_weekly(week=week(0))
    row = Invitation.objects.get()
    with clock.at(noon(0, 5)):
        with pytest.raises(Http404):
            actions.snooze_invitation(by=cast.frank, invitation=row.pk, until="tomorrow")
        with pytest.raises(Refusal, match="closes_before"):
            actions.snooze_invitation(by=cast.alice, invitation=row.pk, until="next_week")
        actions.skip_invitation(by=cast.alice, invitation=row.pk)
        with pytest.raises(Refusal, match="not_open"):
            actions.snooze_invitation(by=cast.alice, invitation=row.pk, until="tomorrow")


def test_what_was_put_off_is_told_again_on_its_day(alice):
    join(alice)
    actions.invite_weekly(week=week(0))
    with clock.at(noon(0)):
        assert actions.remind() == 1
        row = Invitation.objects.get().pk
        actions.snooze_invitation(by=alice, invitation=row, until="tomorrow")
        assert actions.remind() == 0
    with clock.at(noon(0, 1)):
        assert (actions.remind(), actions.remind()) == (1, 0)


def test_a_pause_stops_suggestions_and_messages(alice):
    join(alice)
    actions.invite_weekly(week=week(0))
    actions.set_reminders(by=alice, paused=True)
    assert actions.my_reminders(by=alice).paused
    with clock.at(noon(0)):
        assert actions.remind() == 0
    assert actions.invite_weekly(week=week(1)) == 0
    actions.set_reminders(by=alice, paused=False)
    assert actions.invite_weekly(week=week(2)) == 1


def test_skipping_two_weeks_ends_every_regular_suggestion(alice):
    with clock.at(noon(0)):
        join(alice)
    for n in (10, 11, 12):
        actions.invite_weekly(week=week(n))
    assert actions.invite_rounds(week=week(13)) == 0


def test_wishes_are_sealed_and_the_officers_own(cast):
    with pytest.raises(Refusal, match="not_joined"):
        actions.set_reminders(by=cast.alice, paused=True)
    join(cast.alice)
    actions.set_reminders(by=cast.alice, quiet_from=dt.time(4, 44), quiet_until=dt.time(12))
    wish = actions.my_reminders(by=cast.alice)
    assert (wish.paused, wish.quiet) == (False, Hours(dt.time(4, 44), dt.time(12)))
    assert "04:44" not in str(Reminders.objects.values())
    for user in (cast.bob, cast.carol, cast.dan, cast.frank):
        assert not access.visible(user, Reminders).exists()
    with pytest.raises(Refusal, match="out_of_range"):
        actions.set_reminders(by=cast.alice, quiet_from=dt.time(9), quiet_until=dt.time(8))


# --- quiet hours ----------------------------------------------------------------------------------

NEW_YORK = ZoneInfo("America/New_York")


def local(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), NEW_YORK).astimezone(dt.UTC)


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


def test_suggesting_and_telling_ask_the_same_for_three_and_for_twelve(units):
    def asked(work) -> int:
        with (
            CaptureQueriesContext(connections["default"]) as one,
            CaptureQueriesContext(connections["keys"]) as two,
        ):
            work()
        return len(one) + len(two)

    def people(span: range) -> None:
        for n in span:
            user = make_user(f"officer{n}")
            with clock.at(noon(0)):
                join(user)
                actions.set_reminders(by=user, quiet_from=dt.time(22))

    def everything(n: int) -> list[int]:
        with clock.at(noon(n)):
            return [
                asked(lambda: actions.invite_weekly(week=week(n))),
                asked(lambda: actions.invite_rounds(week=week(n))),
                asked(actions.remind),
            ]

    people(range(3))
    few = everything(13)
    people(range(3, 12))
    assert everything(26) == few


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
