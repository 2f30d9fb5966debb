"""The page on which two people decide. Nobody else finds it; each look stands in the officer's log."""

import pytest
from django.urls import reverse

from agency.models import Role
from tests.factories import make_post, make_user, sign_in
from trust import holds, retention, roles, vault
from trust.models import Disclosure, LegalHold


@pytest.fixture
def open_as(client, cast, units):
    people = {"hana": Role.WELLNESS_ADMIN, "ivan": Role.UNION_REVIEWER}
    for name, role in people.items():
        make_post(make_user(name), role, units.agency)

    def as_person(name: str):
        from agency.models import User

        return sign_in(client, User.objects.get(username=name), people[name])

    return as_person


def ask(client, person: str = "alice", reason: str = "court_order"):
    return client.post(reverse("legal_holds"), {"person": person, "reason": reason}, follow=True)


def test_from_the_request_to_the_end(open_as, cast):
    page = ask(open_as("hana"))
    assert "Asked for. The union reviewer decides." in page.text
    assert "Agree: keep this record" not in page.text
    row = LegalHold.objects.get()
    client = open_as("ivan")
    page = client.get(reverse("legal_holds"))
    assert "Alice" in page.text
    assert "Agree: keep this record" in page.text
    assert "Ask for a hold" not in page.text
    client.post(reverse("legal_hold_approve", args=[row.pk]))
    assert retention.held(vault.handle(cast.alice.pk, "wellness"))
    page = open_as("hana").post(reverse("legal_hold_release", args=[row.pk]), follow=True)
    assert "Ended. The officer gets a notice." in page.text
    assert "Every officer can delete their record" in page.text
    assert "Alice" not in page.text
    assert not holds.held_handles()


def test_each_look_at_a_name_stands_in_the_log(open_as, cast):
    ask(open_as("hana"))
    before = Disclosure.objects.count()
    open_as("ivan").get(reverse("legal_holds"))
    look = Disclosure.objects.order_by("-seq").first()
    assert Disclosure.objects.count() == before + 1
    assert (look.subject, look.kind) == (vault.handle(cast.alice.pk, "wellness"), "trust.legalhold")


@pytest.mark.parametrize(
    ("person", "reason", "said"),
    [
        ("nobody", "court_order", "Nobody has that username."),
        ("alice", "because", "Select a valid choice"),
        ("", "court_order", "Still to do"),
    ],
)
def test_what_is_missing_is_said(open_as, person, reason, said):
    assert said in ask(open_as("hana"), person, reason).text
    assert not LegalHold.objects.exists()


def test_asked_twice(open_as):
    client = open_as("hana")
    ask(client)
    assert "asked for already" in ask(client).text
    assert LegalHold.objects.count() == 1


def test_the_reviewer_asks_for_nothing_and_the_administrator_agrees_to_nothing(open_as):
    ask(open_as("hana"))
    row = LegalHold.objects.get()
    assert open_as("hana").post(reverse("legal_hold_approve", args=[row.pk])).status_code == 404
    assert ask(open_as("ivan"), "bob").status_code == 403
    row.refresh_from_db()
    assert (row.approved_at, LegalHold.objects.count()) == (None, 1)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("alice", "officer"), ("bob", "peer_support"), ("carol", "wellness_coordinator"),
        ("dan", "supervisor"), ("erin", "commander"),
    ],
)  # fmt: skip
def test_nobody_else_gets_in(open_as, client, cast, name, role):
    ask(open_as("hana"))
    row = LegalHold.objects.get()
    sign_in(client, getattr(cast, name), role)
    assert client.get(reverse("legal_holds")).status_code == 403
    for action in ("legal_hold_approve", "legal_hold_release"):
        assert client.post(reverse(action, args=[row.pk])).status_code == 403
    row.refresh_from_db()
    assert row.approved_at is row.released_at is None


def test_decided_twice_says_so_kindly(open_as):
    ask(open_as("hana"))
    row = LegalHold.objects.get()
    client = open_as("ivan")
    client.post(reverse("legal_hold_release", args=[row.pk]))
    page = client.post(reverse("legal_hold_release", args=[row.pk]), follow=True)
    assert "This hold has ended already." in page.text


def test_the_page_asks_as_often_for_many(open_as, cast, django_assert_max_num_queries):
    client = open_as("hana")
    for name in ("alice", "bob", "frank", "dan"):
        ask(client, name)
    client.get(reverse("legal_holds"))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("legal_holds")).text.count("Take the request back") == 4
    assert roles.apart(Role.WELLNESS_ADMIN, Role.UNION_REVIEWER)
