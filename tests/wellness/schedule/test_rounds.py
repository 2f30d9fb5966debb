"""What is suggested each week, each quarter and each year: once, and ended by skipping."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from agency import clock
from tests.factories import make_user
from tests.wellness.conftest import check_in, join
from tests.wellness.schedule.weeks import noon, reasons, week
from trust import outbox, vault
from trust.models import Notice
from wellness import actions
from wellness.actions import assessments
from wellness.models import Invitation

pytestmark = pytest.mark.usefixtures("new_york")


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
    row.refresh_from_db()
    row.move_to("done")  # whoever skips may still do it
    with pytest.raises(ValueError, match="can't go"):
        row.move_to("open")


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
