"""Sleep and hours: kept, changed, refused with their reason, and found in no other column."""

import datetime as dt

import pytest
from django.http import Http404
from django.urls import reverse

from tests.stored import holding
from tests.wellness.conftest import CANARY, browser, join
from tests.wellness.hours.diaries import DAY, HOUR, LAST_NIGHT, NOON, shift, slept, worked
from trust.refusal import Refusal
from wellness import actions
from wellness.actions import hours as diary
from wellness.models import Diary

# --- the diary ----------------------------------------------------------------------------------------


def test_a_night_is_kept_and_a_later_entry_takes_its_place(ann):
    slept(ann, quality=2, note="late call")
    slept(ann, 7)
    slept(ann, 5, night=LAST_NIGHT - DAY)
    assert [(n.night, n.hours) for n in actions.my_sleep(ann, LAST_NIGHT - DAY)] == [
        (LAST_NIGHT - DAY, 5), (LAST_NIGHT, 7),
    ]  # fmt: skip
    assert actions.my_sleep(ann, LAST_NIGHT + DAY) == []


def test_a_night_is_moved_to_another_day(ann):
    entry = slept(ann)
    slept(ann, 6, night=LAST_NIGHT - DAY, entry=entry.id)
    assert [n.night for n in actions.my_sleep(ann, LAST_NIGHT - 9 * DAY)] == [LAST_NIGHT - DAY]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"hours": 30}, "too_many_hours"),
        ({"hours": -1}, "too_many_hours"),
        ({"hours": float("nan")}, "too_many_hours"),
        ({"quality": 6}, "out_of_range"),
        ({"note": "x" * 501}, "note_too_long"),
        ({"night": dt.date(2026, 3, 20)}, "in_the_future"),
        ({"night": dt.date(2025, 3, 1)}, "too_long_ago"),
    ],
)
def test_what_can_not_be_a_night_is_refused_with_its_reason(ann, more, code):
    with pytest.raises(Refusal) as no:
        slept(ann, **more)
    assert no.value.code == code
    assert not Diary.objects.exists()


@pytest.mark.parametrize("hours", [0, 24])
def test_no_sleep_and_a_whole_day_of_it_are_nights_too(ann, hours):
    assert slept(ann, hours).hours == hours


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "holiday"}, "unknown_kind"),
        ({"length": 0}, "ends_first"),
        ({"length": 36.1}, "too_long"),
        ({"starts": NOON.replace(tzinfo=None)}, "no_zone"),
        ({"back": 24 * 400}, "too_long_ago"),
        ({"back": -24 * 400}, "in_the_future"),
    ],
)
def test_hours_that_can_not_be_are_refused_with_their_reason(ann, more, code):
    with pytest.raises(Refusal) as no:
        worked(ann, **more)
    assert no.value.code == code


def test_hours_are_kept_changed_and_deleted(ann):
    entry = worked(ann)
    worked(ann, length=5, kind="court", entry=entry.id)
    (kept,) = diary.my_book(ann).work
    assert (kept.kind, kept.ends - kept.starts) == ("court", 5 * HOUR)
    actions.delete_work(by=ann, entry=kept.id)
    assert diary.my_book(ann).work == []


def test_the_same_hours_twice_count_once(ann):
    shift(ann, 20, 8)
    worked(ann, 18, 8)
    assert actions.my_fatigue(ann).windows.hours_24 == 10


def test_nothing_is_written_before_joining(cast):
    for write in (slept, worked):
        with pytest.raises(Refusal) as no:
            write(cast.frank)
        assert no.value.code == "not_joined"
    assert actions.my_fatigue(cast.frank).band == "fine"


def test_nobody_deletes_or_changes_anothers_entry(ann, cast):
    night, work = slept(ann), worked(ann)
    join(cast.frank)
    for act in (
        lambda: actions.delete_sleep(by=cast.frank, entry=night.id),
        lambda: actions.delete_work(by=cast.frank, entry=work.id),
        lambda: slept(cast.frank, entry=night.id),
    ):
        with pytest.raises(Http404):
            act()
    assert (len(diary.my_book(ann).sleep), len(diary.my_book(ann).work)) == (1, 1)


@pytest.mark.usefixtures("new_york")
def test_the_spring_night_by_hand(ann):
    form = {"kind": "other", "day": "2026-03-07", "starts": "19:00", "ends": "07:00"}
    browser(ann).post(reverse("work_add"), form)
    (kept,) = diary.my_book(ann).work
    assert (kept.ends - kept.starts) / HOUR == 11
    page = browser(ann).get(reverse("work_list")).content.decode()
    assert "11 h" in page


# --- what is stored ---------------------------------------------------------------------------------------


def test_a_note_stands_in_no_other_column(ann):
    slept(ann, note=CANARY)
    worked(ann)
    browser(ann).post(reverse("sleep_add"), {"night": "2026-03-17", "hours": "5", "note": CANARY})
    assert holding(CANARY) == holding("second_job") == set()
    assert holding("alice@example.org")  # the search itself works


def test_leaving_takes_the_diary_along(ann):
    slept(ann)
    actions.withdraw(by=ann, destroy=True)
    assert not Diary.objects.exists()
