"""The one word about hours that the top level opens: from the roster alone, and logged."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agency import clock
from agency.models import Shift
from tests.factories import make_user
from tests.wellness.conftest import join
from tests.wellness.hours.diaries import DAY, HOUR, NOON, shift, slept, tire, worked
from trust import access, outbox
from trust.models import Disclosure, Level
from wellness import actions
from wellness.models import FatigueSummary


def band_seen_by(viewer) -> str | None:
    row = access.visible(viewer, FatigueSummary).first()
    return access.reveal(viewer, row).content["state"]["band"] if row else None


def test_the_team_sees_one_word_at_the_top_level_and_it_is_logged(cast):
    join(cast.alice, Level.FULL)
    tire(cast.alice)
    assert actions.refresh_fatigue() == 1
    assert actions.refresh_fatigue() == 0
    row = access.visible(cast.carol, FatigueSummary).get()
    assert access.reveal(cast.carol, row).content["state"] == {
        "band": "raised", "since": "2026-03-19", "rule_version": "fatigue-1",
    }  # fmt: skip
    assert Disclosure.objects.filter(kind="wellness.fatiguesummary", outcome="shown").count() == 1
    for other in (cast.bob, cast.dan, cast.erin, cast.frank):
        assert band_seen_by(other) is None


def test_below_the_top_level_the_word_does_not_exist(cast):
    join(cast.alice, Level.FULL, lowered={"fatigue": Level.COMMAND})
    tire(cast.alice)
    actions.refresh_fatigue()
    assert not FatigueSummary.objects.exists()
    join(cast.alice, Level.FULL)
    assert band_seen_by(cast.carol) == "raised"
    join(cast.alice, Level.COMMAND)
    assert not FatigueSummary.objects.exists()


def test_the_diary_never_moves_what_others_see(cast):
    join(cast.alice, Level.FULL)
    shift(cast.alice, 30, 8)
    actions.refresh_fatigue()
    slept(cast.alice, 1)
    worked(cast.alice, 20, 20)
    actions.refresh_fatigue()
    assert band_seen_by(cast.carol) == "fine"
    assert actions.my_fatigue(cast.alice).band == "high"


def test_the_word_follows_shifts_that_arrive_and_fades_with_time(cast):
    join(cast.alice, Level.FULL)
    tire(cast.alice)
    Shift.objects.update(received_at=NOON)
    for _twice in range(2):
        outbox.announce("shifts.arrived", key="x", received=NOON.isoformat())
        outbox.drain()
    assert band_seen_by(cast.carol) == "raised"
    with clock.at(NOON + 30 * DAY):
        actions.refresh_fatigue()
    assert band_seen_by(cast.carol) == "fine"


def test_of_whom_no_hours_are_known_nothing_is_said(cast):
    join(cast.alice, Level.FULL)
    assert band_seen_by(cast.carol) is None
    shift(cast.alice, 30, 8)
    actions.refresh_fatigue()
    assert band_seen_by(cast.carol) == "fine"
    with clock.at(NOON + 121 * DAY):
        actions.refresh_fatigue()
    assert band_seen_by(cast.carol) is None


def test_the_word_says_since_when(cast):
    join(cast.alice, Level.FULL)
    tire(cast.alice)
    actions.refresh_fatigue()
    with clock.at(NOON + HOUR * 1):
        shift(cast.alice, 3, 2)
        actions.refresh_fatigue()
    row = access.visible(cast.carol, FatigueSummary).get()
    assert access.reveal(cast.carol, row).content["state"]["since"] == "2026-03-19"


def test_many_people_take_no_more_questions(cast, django_assert_num_queries):
    def crowd(names: str) -> None:
        for name in names:
            user = make_user(f"crowd{name}")
            join(user, Level.FULL)
            shift(user, 30, 8)

    crowd("ab")
    actions.refresh_fatigue()
    with CaptureQueriesContext(connection) as few:
        actions.refresh_fatigue()
    crowd("cdefgh")
    actions.refresh_fatigue()
    with django_assert_num_queries(len(few)):
        actions.refresh_fatigue()
