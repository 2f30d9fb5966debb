"""Later, not for now, and a pause: an officer's own say over what is suggested."""

import datetime as dt

import pytest
from django.http import Http404

from agency import clock
from tests.wellness.conftest import join
from tests.wellness.schedule.weeks import noon, week
from trust import access
from trust.quiet import Hours
from trust.refusal import Refusal
from wellness import actions
from wellness.models import Invitation, Reminders

pytestmark = pytest.mark.usefixtures("new_york")


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
