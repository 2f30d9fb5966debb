"""The home page: two rooms, ten queries, neutral news, nothing of the own record in other roles."""

import uuid

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agency.models import Role
from argus.navigation import NAVIGATION, beside, navigation
from tests.factories import make_post, make_user, sign_in
from trust import ledger, notify, vault
from trust.ledger import Look
from trust.models import Notice


def queries(client, where="/"):
    """How many queries a page needs, over all three databases."""
    captures = [CaptureQueriesContext(connections[alias]) for alias in connections]
    for each in captures:
        each.__enter__()
    answer = client.get(where)
    for each in captures:
        each.__exit__(None, None, None)
    assert answer.status_code == 200
    return sum(len(each) for each in captures)


def look(of, by, outcome):
    mine = vault.handle(of.pk, "wellness")
    ledger.record([Look(mine, by.pk, "supervisor", "view", "wellness.checkin", outcome)])


def test_home_needs_at_most_ten_queries(client, cast):
    officer = vault.participant(cast.alice, "support")
    for _each in range(30):
        notify.tell(participant=officer, event=uuid.uuid4(), target="offers")
        look(cast.alice, cast.dan, "stopped")
    sign_in(client, cast.alice)
    client.get("/")
    assert queries(client) <= 10


@pytest.mark.parametrize("name", ["bob", "carol", "dan", "erin"])
def test_every_other_home_too(client, cast, name):
    role = {"bob": "peer_support", "carol": "wellness_coordinator", "dan": "supervisor"}
    sign_in(client, getattr(cast, name), role.get(name, "commander"))
    client.get("/")
    assert queries(client) <= 10


def test_says_who_looked(client, cast):
    sign_in(client, cast.alice)
    assert "Nobody has opened your record." in client.get("/").content.decode()
    look(cast.alice, cast.dan, "stopped")
    look(cast.alice, cast.bob, "shown")
    page = client.get("/").content.decode()
    assert "Opened 1 time. Stopped 1 time: nothing was shown." in page
    assert "Dan" not in page


def test_says_that_nothing_is_stored_before_joining(client, cast):
    sign_in(client, cast.alice)
    assert "Nothing is stored about you here" in client.get("/").content.decode()


def test_a_leader_sees_nothing_of_the_own_record(client, cast):
    look(cast.dan, cast.erin, "stopped")
    sign_in(client, cast.dan, "supervisor")
    page = client.get("/").content.decode()
    assert "Stopped" not in page
    assert "Your own record is not shown here" in page


def test_news_says_where_and_never_what(client, cast):
    notify.tell(
        participant=vault.participant(cast.alice, "support"), event=uuid.uuid4(), target="offers"
    )
    sign_in(client, cast.alice)
    assert "New for you" in client.get("/").content.decode()
    client.post("/seen/")
    assert "New for you" not in client.get("/").content.decode()
    assert not Notice.objects.filter(seen_at=None).exists()


def test_news_of_another_role_stays_there(client, cast):
    own = vault.participant(cast.dan, "support")
    notify.tell(participant=own, event=uuid.uuid4(), target="offers")
    sign_in(client, cast.dan, "supervisor")
    page = client.get("/").content.decode()
    assert "In another of your roles" in page
    assert "After an incident" not in page
    sign_in(client, cast.dan, "officer")
    assert "In another of your roles" not in client.get("/").content.decode()


def test_nobody_marks_anothers_news_as_seen(client, cast):
    notify.tell(participant=vault.participant(cast.alice, "support"), event=uuid.uuid4())
    sign_in(client, cast.frank)
    client.post("/seen/")
    assert Notice.objects.filter(seen_at=None).count() == 1


@pytest.mark.parametrize("role", list(NAVIGATION))
def test_every_named_page_exists_and_opens_for_its_role(client, units, role):
    person = make_user("ivan")
    make_post(person, role, units.agency)
    sign_in(client, person, role)
    for place in (*NAVIGATION[role], *beside(role)):
        assert client.get(reverse(place.name), follow=True).status_code == 200, place.name


def test_marks_where_one_is():
    items = {item.url: item.current for item in navigation(Role.OFFICER, "/check-in/1/")}
    assert items["/check-in/"]
    assert not items["/"]


def test_heads_are_for_the_union_reviewer(client, cast, units):
    ledger.witness()
    make_post(cast.frank, Role.UNION_REVIEWER, units.agency)
    sign_in(client, cast.frank, "union_reviewer")
    assert "Signed heads, newest first" in client.get("/ledger/").content.decode()
    sign_in(client, cast.carol, "wellness_coordinator")
    assert client.get("/ledger/").status_code == 403


def test_says_what_a_role_needs_first(client, cast, settings):
    settings.MFA_FOR_ROLES = True
    sign_in(client, cast.carol, "wellness_coordinator")
    page = client.get("/").content.decode()
    assert "Your role needs a second step." in page
    assert "/incidents/" not in page
