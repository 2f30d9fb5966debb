"""The page of an emergency: asked, agreed, one hour, told, reviewed, counted in public."""

import datetime as dt

import pytest
from django.urls import reverse

from agency import clock
from agency.models import Role
from tests.factories import make_post, make_user, sign_in
from tests.trust.rows import at_level
from trust import break_glass, ledger
from trust.models import BreakGlass, Level
from wellness.actions import safety

SAID = {"person": "alice", "reason": "danger_to_self", "delay": "now"}


@pytest.fixture
def open_as(client, cast, units, settings):
    settings.MFA_FOR_ROLES = False
    people = {"carol": (cast.carol, "wellness_coordinator"), "alice": (cast.alice, "officer")}
    for name, role in {"kim": Role.CLINICIAN, "ivan": Role.UNION_REVIEWER}.items():
        user = make_user(name)
        make_post(user, role, units.agency)
        people[name] = (user, str(role))
    at_level(cast.alice, Level.SELF_ONLY)
    safety.save_plan(by=cast.alice, steps={"signs": ["not sleeping"]})
    return lambda name: sign_in(client, *people[name])


def press(page, name: str, **said: str):
    row = BreakGlass.objects.get()
    return page.post(reverse(name, args=[row.pk]), said, follow=True)


def asked_and_agreed(open_as, **said: str) -> BreakGlass:
    open_as("carol").post(reverse("break_glass"), SAID | said)
    press(open_as("kim"), "break_glass_agree")
    return BreakGlass.objects.get()


def test_from_the_question_to_the_public_count(open_as, client, cast):
    page = open_as("carol").post(reverse("break_glass"), SAID, follow=True)
    assert "the hour begins when they agree" in page.text
    row = BreakGlass.objects.get()
    where = reverse("break_glass_open", args=[row.pk])
    assert open_as("carol").get(where).status_code == 404
    text = open_as("kim").get(reverse("break_glass")).text
    assert "Agree: open it for one hour" in text
    assert "Alice" not in text
    assert "open for an hour" in press(open_as("kim"), "break_glass_agree").text
    text = open_as("carol").get(where).text
    for word in ("Alice", "alice@example.org", "not sleeping"):
        assert word in text
    text = open_as("alice").get(reverse("privacy")).text
    assert "Carol asked. Kim agreed." in " ".join(text.split())
    assert "opened your safety plan" in text
    page = open_as("ivan").get(reverse("break_glass"))
    assert "name and address" in page.text
    assert "Alice" not in page.text
    press(open_as("ivan"), "break_glass_review", finding="right")
    client.logout()
    public = client.get(reverse("boundary"))
    assert "1 time, 1 reviewed so far." in public.text
    assert not public.cookies
    assert client.get(reverse("boundary_json")).json()["emergencies"][0]["opened"] == 1


def test_never_used_says_so(client):
    assert "So far this has never been used here." in client.get(reverse("boundary")).text


def test_after_the_hour_the_page_is_not_there(open_as):
    row = asked_and_agreed(open_as)
    page = open_as("carol")
    with clock.at(row.open_until + dt.timedelta(seconds=1)):
        assert page.get(reverse("break_glass_open", args=[row.pk])).status_code == 404
        text = page.get(reverse("break_glass")).text
        assert "The hour is over" in text
        assert "Open name and plan" not in text


def test_told_later_her_pages_say_nothing_yet(open_as, cast):
    row = asked_and_agreed(open_as, delay="self")
    open_as("carol").get(reverse("break_glass_open", args=[row.pk]))
    for name in ("privacy", "home", "boundary"):
        text = open_as("alice").get(reverse(name)).text
        assert "Carol" not in text
        assert "Opened 1 time" not in text
    assert "Carol" not in str(open_as("alice").get(reverse("download")).json())
    with clock.at(row.tell_at + dt.timedelta(minutes=2)):
        assert "Carol asked." in open_as("alice").get(reverse("privacy")).text
        assert ledger.mine(cast.alice).count() == 2


def test_it_asks_for_a_fresh_sign_in(client, cast, open_as, settings):
    row = asked_and_agreed(open_as)
    sign_in(client, cast.carol, "wellness_coordinator", step_up=False)
    for where in (reverse("break_glass"), reverse("break_glass_open", args=[row.pk])):
        answer = client.get(where)
        assert answer.status_code == 302
        assert "reauthenticate" in answer["Location"]


@pytest.mark.parametrize(
    ("name", "role"),
    [("alice", "officer"), ("bob", "peer_support"), ("dan", "supervisor"), ("erin", "commander")],
)
def test_nobody_else_gets_in(open_as, client, cast, name, role):
    row = asked_and_agreed(open_as)
    sign_in(client, getattr(cast, name), role)
    assert client.get(reverse("break_glass")).status_code == 403
    assert client.get(reverse("break_glass_open", args=[row.pk])).status_code == 403
    for each in ("agree", "decline", "back", "review"):
        assert client.post(reverse(f"break_glass_{each}", args=[row.pk])).status_code == 403


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"person": "nobody"}, "Nobody has that username."),
        ({"reason": ""}, "Still to do: What is about to happen?"),
        ({"delay": ""}, "Still to do: When is the officer told?"),
    ],
)
def test_what_is_missing_is_said(open_as, said, text):
    answer = open_as("carol").post(reverse("break_glass"), SAID | said)
    assert answer.status_code == 422
    assert text in answer.text
    assert not BreakGlass.objects.exists()


def test_only_the_coordinator_is_offered_the_form_and_only_she_may_send_it(open_as):
    for name in ("kim", "ivan"):
        page = open_as(name)
        assert "Ask for an emergency opening" not in page.get(reverse("break_glass")).text
        assert page.post(reverse("break_glass"), SAID).status_code == 403


def test_she_takes_it_back_and_the_second_person_is_told_kindly(open_as):
    open_as("carol").post(reverse("break_glass"), SAID)
    assert "Nothing was opened." in press(open_as("carol"), "break_glass_back").text
    assert "This was decided already." in press(open_as("kim"), "break_glass_agree").text


def test_not_agreed(open_as, client):
    open_as("carol").post(reverse("break_glass"), SAID)
    assert "Not agreed. Nothing was opened." in press(open_as("kim"), "break_glass_decline").text
    assert "Kim did not agree." in open_as("alice").get(reverse("privacy")).text
    client.logout()
    assert "So far this has never been used here." in client.get(reverse("boundary")).text


def test_a_late_review_stands_on_the_reviewers_page(open_as):
    row = asked_and_agreed(open_as)
    page = open_as("ivan")
    with clock.at(row.decided_at + dt.timedelta(days=6)):
        assert "Still to do" in page.get(reverse("break_glass")).text


def test_the_page_asks_as_often_for_many(open_as, cast, django_assert_max_num_queries):
    for name in ("alice", "bob", "frank", "dan"):
        break_glass.ask(by=cast.carol, username=name, reason="danger_to_self")
    page = open_as("kim")
    page.get(reverse("break_glass"))
    with django_assert_max_num_queries(12):
        assert page.get(reverse("break_glass")).text.count("Agree: open it for one hour") == 4
