"""The pages of sleep and hours: filled in, refused kindly, and opened for nobody else."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agency import clock, local_time
from tests.wellness.conftest import CANARY, browser, check_in, join
from tests.wellness.hours.diaries import DAY, LAST_NIGHT, shift, slept, tire, worked
from trust import access
from trust.models import Level
from wellness import actions
from wellness.actions import hours as diary
from wellness.models import Diary

PAGES = ("hours", "sleep_list", "sleep_add", "work_list", "work_add")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_answers_before_and_after_joining(cast, name):
    client = browser(cast.alice)
    assert client.get(reverse(name)).status_code == 200
    join(cast.alice)
    slept(cast.alice)
    worked(cast.alice)
    shift(cast.alice, 30, 12)
    assert client.get(reverse(name)).status_code == 200


def test_thirty_hours_are_refused_kindly_and_stay_in_the_form(ann):
    sent = {"night": "2026-03-18", "hours": "30", "quality": "2", "note": CANARY}
    text = browser(ann).post(reverse("sleep_add"), sent).content.decode()
    assert "A day and its night have 24 hours." in text
    assert CANARY in text
    assert 'value="30"' in text
    assert not Diary.objects.exists()


def test_a_night_in_one_form(ann):
    sent = {"night": "2026-03-18", "hours": "6.5", "quality": "", "note": ""}
    page = browser(ann).post(reverse("sleep_add"), sent, follow=True)
    assert "Your night is written down." in page.content.decode()
    assert [(n.hours, n.quality) for n in actions.my_sleep(ann, LAST_NIGHT)] == [(6.5, None)]


def test_a_night_is_changed_and_deleted_on_its_page(ann):
    entry, client = slept(ann, note="one"), browser(ann)
    assert "one" in client.get(reverse("sleep_edit", args=[entry.id])).content.decode()
    sent = {"night": "2026-03-18", "hours": "8", "quality": "5", "note": "two"}
    client.post(reverse("sleep_edit", args=[entry.id]), sent)
    (kept,) = diary.my_book(ann).sleep
    assert (kept.hours, kept.quality, kept.note) == (8, 5, "two")
    client.post(reverse("sleep_delete", args=[kept.id]))
    assert diary.my_book(ann).sleep == []


def test_writing_before_joining_offers_the_next_step(cast):
    sent = {"night": "2026-03-18", "hours": "6"}
    text = browser(cast.frank).post(reverse("sleep_add"), sent).content.decode()
    assert "Say yes to a private record first." in text


def test_page_shows_the_band_why_and_the_numbers_with_their_source(ann):
    shift(ann, 22, 20)
    text = browser(ann).get(reverse("hours")).content.decode()
    assert "One thing to look after" in text
    assert "20 hours of work in the last 24; the number is 16." in text
    assert "Your agency’s number: 64 h" in text
    assert "29 CFR 553.230" in text


def test_another_pack_shows_other_numbers(ann, settings):
    settings.POLICY_PACK = "EU"
    text = browser(ann).get(reverse("hours")).content.decode()
    assert "2003/88/EC" in text
    assert "Your agency’s number: 11 h" in text


def strangers(cast):
    return (
        (cast.frank, "officer"), (cast.dan, "supervisor"), (cast.carol, "wellness_coordinator"),
    )  # fmt: skip


def test_anothers_entry_is_not_there(ann, cast):
    night, work = slept(ann), worked(ann)
    for stranger, role in strangers(cast):
        client = browser(stranger, role)
        for name, entry in (("sleep_edit", night), ("work_edit", work)):
            assert client.get(reverse(name, args=[entry.id])).status_code == 404
        for name, entry in (("sleep_delete", night), ("work_delete", work)):
            client.post(reverse(name, args=[entry.id]))
    assert (len(diary.my_book(ann).sleep), len(diary.my_book(ann).work)) == (1, 1)


def test_anothers_book_opens_at_no_door(ann, cast):
    slept(ann, note=CANARY)
    shift(ann, 30, 12)
    for stranger, role in strangers(cast):
        assert not access.visible(stranger, Diary).exists()
        for name in PAGES:
            assert CANARY not in browser(stranger, role).get(reverse(name)).content.decode()
        assert actions.my_fatigue(stranger).windows.hours_7d == 0


def test_lists_come_in_pages_and_ask_the_same_however_long(ann, django_assert_num_queries):
    for n in range(3):
        slept(ann, night=LAST_NIGHT - n * DAY)
        shift(ann, 30 + 24 * n, 12)
    client = browser(ann)
    few = {}
    for name in ("hours", "sleep_list", "work_list"):
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name))
        few[name] = len(asked)
    for n in range(3, 45):
        slept(ann, night=LAST_NIGHT - n * DAY)
        shift(ann, 30 + 24 * n, 12)
    for name, most in few.items():
        with django_assert_num_queries(most):
            client.get(reverse(name))
    for name in ("sleep_list", "work_list"):
        assert every_page(client, reverse(name)) == 45


def every_page(client, url: str) -> int:
    seen = 0
    while url:
        context = client.get(url).context
        seen += len(context["rows"])
        url = context["next_url"]
    return seen


def test_an_odd_cursor_shows_the_list(ann):
    client = browser(ann)
    for name in ("sleep_list", "work_list"):
        assert client.get(reverse(name), {"before": "2026-99-99T99"}).status_code == 200


def test_the_coordinator_finds_the_word_on_the_persons_page_at_the_top_level_only(cast):
    join(cast.alice, Level.FULL)
    row = check_in(cast.alice).participant.standing
    tire(cast.alice)
    actions.refresh_fatigue()
    client = browser(cast.carol, "wellness_coordinator")
    text = client.get(reverse("standing_detail", args=[row.pk])).content.decode()
    assert "Hours on the roster" in text
    assert "20" not in text[text.index("Hours on the roster") :].split("</dl>")[0].replace(
        "2026", ""
    )
    join(cast.alice, Level.FULL, lowered={"fatigue": Level.COMMAND})
    text = client.get(reverse("standing_detail", args=[row.pk])).content.decode()
    assert "Hours on the roster" not in text
    dan = browser(cast.dan, "supervisor").get(reverse("standing_detail", args=[row.pk]))
    assert "Hours on the roster" not in dan.content.decode()


@pytest.mark.usefixtures("new_york")
def test_the_night_offered_is_last_night_on_the_agencys_wall(ann):
    with clock.at(
        dt.datetime(2026, 3, 20, 2, tzinfo=dt.UTC)
    ):  # ten in the evening of the 19th there
        assert local_time.today() == dt.date(2026, 3, 19)
        page = browser(ann).get(reverse("sleep_add")).content.decode()
    assert 'value="2026-03-18"' in page
