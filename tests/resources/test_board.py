"""The pages of the notice board, and the same through GraphQL and the admin."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from agency import clock
from agency.models import Role
from resources import actions
from resources.models import Activity, Feed, Opportunity
from tests.api import bearer, post
from tests.factories import act, sign_in

JOIN = """mutation($a: ID!) {
  joinActivity(activity: $a) { signUp { waiting } errors { code } }
}"""
BOARD = """{
  activities(first: 5) { edges { node { title } } }
  mySignUps(first: 5) { edges { node { activity { title } } } }
  myThanks(first: 2) { edges { node { text } } }
}"""


@pytest.fixture
def alice(cast):
    return sign_in(Client(), cast.alice)


def feed_of(client: Client) -> str:
    return str(client.post(reverse("calendar")).context["address"])


def test_sign_up_and_leave_by_pressing(alice, walk):
    alice.post(reverse("activity_join", args=[walk.pk]))
    assert "You are signed up." in alice.get(reverse("activities")).content.decode()
    alice.post(reverse("activity_leave", args=[walk.pk]))
    assert "1 place left." in alice.get(reverse("activities")).content.decode()


def test_the_list_asks_as_often_for_one_as_for_many(alice, walk, django_assert_num_queries):
    alice.get(reverse("activities"))
    with CaptureQueriesContext(connection) as one:
        alice.get(reverse("activities"))
    Activity.objects.bulk_create(
        Activity(title=f"Run {n}", starts=walk.starts, ends=walk.ends) for n in range(30)
    )
    with django_assert_num_queries(len(one)):
        page = alice.get(reverse("activities"))
    assert len(page.context["rows"]) == 20
    assert page.context["next_url"]


def test_a_calendar_program_reads_the_secret_address(alice, cast, walk):
    actions.join(by=cast.alice, activity=walk.pk)
    answer = Client().get(feed_of(alice))
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(entry["summary"]) == "Evening walk"
    assert "text/calendar" in answer["Content-Type"]


def test_a_new_address_ends_the_old_one(alice):
    old = feed_of(alice)
    new = feed_of(alice)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    alice.post(reverse("calendar_end"))
    assert Client().get(new).status_code == 404


def test_the_secret_is_not_stored(alice):
    secret = feed_of(alice).rsplit("/", 1)[1].removesuffix(".ics")
    assert secret not in str(Feed.objects.values())
    assert Client().get(reverse("calendar_feed", args=["x" * 300])).status_code == 404


def test_an_account_that_is_off_has_no_calendar(alice, cast):
    address = feed_of(alice)
    type(cast.alice).objects.filter(pk=cast.alice.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_one_activity_as_a_file(alice, walk):
    answer = alice.get(reverse("activity_ics", args=[walk.pk]))
    assert b"Evening walk" in answer.content


def test_training_shows_what_is_still_open(alice):
    today = clock.today()
    Opportunity.objects.create(title="Sleep on shifts", provider="State", shown_until=today)
    Opportunity.objects.create(title="Long gone", provider="State", shown_until="2020-01-01")
    page = alice.get(reverse("training")).content.decode()
    assert "Sleep on shifts" in page
    assert "Long gone" not in page


def test_thanks_form_keeps_what_was_typed(alice):
    page = alice.post(reverse("thanks"), {"person": "frank", "text": "y" * 300})
    assert "y" * 300 in page.content.decode()


def test_thanks_and_days_by_page(alice, cast):
    frank = sign_in(Client(), cast.frank)
    frank.post(reverse("thanks_welcome"), {"welcome": "yes"})
    alice.post(reverse("thanks"), {"person": "frank", "text": "Good call last night"})
    assert "Good call last night" in frank.get(reverse("thanks")).content.decode()
    alice.post(reverse("milestones"), {"title": "Back for a year", "day": "2026-03-01"})
    assert "Back for a year" in alice.get(reverse("milestones")).content.decode()


def test_graphql_says_and_does_the_same(cast, walk):
    head = bearer(act(cast.alice, Role.OFFICER))
    asked = {"query": JOIN}
    answer = post(asked | {"variables": {"a": str(walk.pk)}}, **head).json()
    assert answer["data"]["joinActivity"] == {"signUp": {"waiting": False}, "errors": []}
    shown = post({"query": BOARD}, **head).json()["data"]
    assert shown["activities"]["edges"][0]["node"]["title"] == "Evening walk"
    assert shown["mySignUps"]["edges"][0]["node"]["activity"]["title"] == "Evening walk"
    assert shown["myThanks"]["edges"] == []


def test_coordinators_keep_the_board_in_the_admin(cast, walk):
    carol = sign_in(Client(), cast.carol, "wellness_coordinator")
    where = reverse("admin:resources_activity_change", args=[walk.pk])
    assert carol.get(where).status_code == 200
    assert sign_in(Client(), cast.dan, "supervisor").get(where).status_code in (403, 404)


def test_the_board_needs_a_sign_in(walk):
    for name in ("activities", "training", "calendar", "thanks", "milestones"):
        assert Client().get(reverse(name)).status_code == 302
