"""All assessments: what is due, put off or put away, when one hears of them, and those of before."""

import datetime as dt
import re

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agency import clock, local_time
from tests.wellness.conftest import browser, join
from trust import vault
from trust.models import Notice
from wellness.actions import assessments
from wellness.models import Invitation


def suggest(user, reason: str, slot: str, **more: object) -> Invitation:
    mine = vault.participant(user, "wellness")
    with vault.keyring():
        return Invitation.objects.create(
            participant=mine, slot=slot, due=clock.today(), reason=reason, **more
        )


def home(client) -> str:
    return client.get(reverse("home")).content.decode()


def test_nothing_due_is_good_news(cast):
    join(cast.alice)
    client = browser(cast.alice)
    assert "Nothing is waiting for you." in client.get(reverse("assessments")).content.decode()
    assert "Nothing is waiting for you." in home(client)


def test_what_is_due_stands_in_one_card_whatever_its_type(cast):
    join(cast.alice)
    closes = clock.today() + dt.timedelta(days=2)
    suggest(cast.alice, "quarterly", "a")
    suggest(cast.alice, "after_incident", "b", closes=closes)
    client = browser(cast.alice)
    text = home(client)
    assert "For you, if you like: After a hard incident. One to three minutes." in text
    assert "More that is suggested, and all others" in text
    listed = client.get(reverse("assessments"))
    assert [each.title for each in listed.context["due"]] == [
        "After a hard incident",
        "Quarterly look back",
    ]


@pytest.mark.parametrize(("until", "days"), [("tomorrow", 1), ("in_3_days", 3)])
def test_put_off_with_one_press(cast, until, days):
    join(cast.alice)
    row = suggest(cast.alice, "quarterly", "a")
    client = browser(cast.alice)
    client.post(reverse("snooze_invitation", args=[row.pk]), {"until": until})
    row.refresh_from_db()
    assert row.state == Invitation.State.OPEN
    assert row.snoozed_until == local_time.today() + dt.timedelta(days=days)
    assert "Nothing is waiting for you." in home(client)
    assert not Notice.objects.exists()


def test_not_for_now_puts_it_away(cast):
    join(cast.alice)
    row = suggest(cast.alice, "quarterly", "a")
    client = browser(cast.alice)
    client.post(reverse("skip_invitation", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == Invitation.State.SKIPPED
    assert "Nothing is waiting for you." in home(client)


def test_put_off_too_far_is_kindly_refused(cast):
    join(cast.alice)
    row = suggest(cast.alice, "after_incident", "a", closes=clock.today())
    client = browser(cast.alice)
    later = reverse("snooze_invitation", args=[row.pk])
    page = client.post(later, {"until": "tomorrow"}, follow=True)
    assert "By then it makes no sense any more." in page.content.decode()


def test_nobody_else_puts_it_off(cast):
    join(cast.alice)
    row = suggest(cast.alice, "quarterly", "a")
    later = reverse("snooze_invitation", args=[row.pk])
    for name, role in (
        ("frank", "officer"),
        ("dan", "supervisor"),
        ("carol", "wellness_coordinator"),
    ):
        client = browser(getattr(cast, name), role)
        assert client.post(later, {"until": "tomorrow"}).status_code == 404
    row.refresh_from_db()
    assert row.snoozed_until is None


def test_quiet_hours_and_a_pause_are_kept(cast):
    join(cast.alice)
    client = browser(cast.alice)
    wish = {"paused": "on", "quiet_from": "22:00", "quiet_until": "06:30"}
    client.post(reverse("reminders"), wish)
    text = client.get(reverse("reminders")).content.decode()
    assert 'value="22:00"' in text
    assert 'value="06:30"' in text
    assert re.search(r'name="paused"[^>]* checked', text)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"quiet_from": "25:00", "quiet_until": "06:00"}, "Write the time like 20:00."),
        ({"quiet_from": "06:00", "quiet_until": "05:00"}, "Leave at least four hours"),
    ],
)
def test_odd_quiet_hours_are_told_kindly(cast, wish, words):
    join(cast.alice)
    assert words in browser(cast.alice).post(reverse("reminders"), wish).content.decode()


def test_finished_ones_are_paged_by_cursor_and_by_type(cast):
    join(cast.alice)
    for n in range(22):
        assessments.submit(by=cast.alice, assessment="phq-9", key=f"p{n}")
    assessments.submit(by=cast.alice, assessment="quarterly", key="q")
    client = browser(cast.alice)
    first = client.get(reverse("assessments"))
    rest = client.get(first.context["next_url"])
    narrow = client.get(reverse("assessments") + "?type=quarterly")
    assert len(first.context["rows"]) == 20
    assert len(rest.context["rows"]) == 3
    assert [title for _row, title in narrow.context["rows"]] == ["Quarterly look back"]
    assert client.get(reverse("assessments") + "?type=dance&after=nonsense").status_code == 200


def test_the_list_asks_the_same_however_long_it_is(cast):
    join(cast.alice)
    client = browser(cast.alice)

    def asked() -> int:
        with CaptureQueriesContext(connections["default"]) as found:
            client.get(reverse("assessments"))
        return len(found)

    suggest(cast.alice, "quarterly", "s0")
    assessments.submit(by=cast.alice, assessment="phq-9", key="p")
    asked()  # the first request of a session asks more
    few = asked()
    for n in range(6):
        assessments.submit(by=cast.alice, assessment="phq-9", key=f"p{n}")
        suggest(cast.alice, "annual", f"s{n + 1}")
    assert asked() == few
    assert few <= 14
