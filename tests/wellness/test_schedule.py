import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from tests.wellness.conftest import check_in, join
from trust import outbox, vault
from trust.models import Notice
from wellness import actions
from wellness.models import Invitation

MONDAY = dt.date(2026, 3, 2)


def week(n: int) -> dt.date:
    return MONDAY + dt.timedelta(weeks=n)


def noon(n: int, days: int = 0) -> dt.datetime:
    return dt.datetime.combine(week(n) + dt.timedelta(days=days), dt.time(12), dt.UTC)


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
