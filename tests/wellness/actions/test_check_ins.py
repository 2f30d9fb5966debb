"""A check-in: sealed, stored once, refused with its reason; and the colour that follows it."""

import datetime as dt

import pytest

from agency import clock
from tests.wellness.conftest import CANARY, check_in, join
from tests.wellness.refusals import refused
from trust import access
from wellness import actions
from wellness.models import Assessment, CheckIn, Standing


def test_check_in_is_sealed_and_sets_the_standing(joined):
    row = CheckIn.objects.get()
    assert repr(row.answers) == repr(row.note) == "<sealed>"
    mine = actions.my_standing(joined.alice)
    assert (mine.colour, mine.wants_contact) == ("ORANGE", True)
    assert [each.item for each in mine.because] == ["stress", "sleep"]


def test_nothing_but_colour_since_contact_stands_in_a_standing(joined):
    state = access.reveal(joined.alice, Standing.objects.get()).content["state"]
    assert set(state) == {"colour", "since", "wants_contact", "rule_version"}


def test_the_same_key_and_body_is_one_check_in(alice):
    join(alice)
    assert check_in(alice) == check_in(alice)
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("other", [{"note": "x"}, {"contact": True}, {"answers": {"stress": 1}}])
def test_the_same_key_with_another_body_is_refused(alice, other):
    join(alice)
    check_in(alice)
    with refused("key_used", "key"):
        check_in(alice, **other)


def test_a_key_is_the_officers_own(cast):
    join(cast.alice)
    join(cast.frank)
    assert check_in(cast.alice) != check_in(cast.frank)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"answers": {"stress": 11}}, "out_of_range"),
        ({"answers": {"sleep": -1}}, "out_of_range"),
        ({"answers": {"sleep": float("nan")}}, "out_of_range"),
        ({"answers": {"stress": True}}, "out_of_range"),
        ({"answers": {"mood": 1}}, "unknown_item"),
        ({"note": "x" * 4_001}, "note_too_long"),
        ({"key": ""}, "key_missing"),
        ({"key": "k" * 65}, "key_missing"),
        ({"day": clock.today() + dt.timedelta(days=2)}, "in_the_future"),
        ({"day": clock.today() - dt.timedelta(days=15)}, "too_long_ago"),
    ],
)
def test_what_cannot_be_taken_has_its_clear_answer(alice, more, code):
    join(alice)
    with refused(code):
        check_in(alice, **more)
    assert not CheckIn.objects.exists()


def test_no_check_in_before_joining(alice):
    with refused("not_joined"):
        check_in(alice)


def test_since_stays_while_the_colour_stays(alice):
    join(alice)
    day = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    for n, stress in enumerate((8, 9, 2)):
        with clock.at(day + dt.timedelta(weeks=n)):
            check_in(alice, key=str(n), answers={"stress": stress})
            since = actions.my_standing(alice).since
            assert since == dt.date(2026, 3, (2, 2, 16)[n])


def test_rather_not_say_leaves_the_colour_as_it_was(alice):
    join(alice)
    check_in(alice)
    check_in(alice, key="k2", answers={}, contact=True)
    mine = actions.my_standing(alice)
    assert (mine.colour, mine.wants_contact) == ("ORANGE", True)


def test_deleting_brings_the_standing_back(alice):
    join(alice)
    check_in(alice, answers={"stress": 1})
    last = check_in(alice, key="k2", answers={"stress": 10})
    actions.delete_check_in(by=alice, check_in=last.pk)
    assert actions.my_standing(alice).colour == "GREEN"
    actions.delete_check_in(by=alice, check_in=CheckIn.objects.get().pk)
    assert actions.my_standing(alice) is None


def test_a_draft_waits_and_goes_when_sent(alice):
    join(alice)
    actions.save_draft(by=alice, key="k", answers={"stress": "4"}, note=CANARY)
    actions.save_draft(by=alice, key="k", answers={"stress": "6"}, note=CANARY)
    opened = access.reveal(alice, Assessment.objects.get()).content["content"]
    assert (opened["answers"], opened["note"]) == ({"own-week": {"stress": 6}}, CANARY)
    check_in(alice)
    assert not Assessment.objects.exists()
