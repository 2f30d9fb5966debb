"""The coordinator's first page: what waits, no name of an officer, and a bounded number of queries."""

import datetime as dt

import pytest
from django.urls import reverse

from agency import clock, local_time
from agency.models import Incident, Role, TrainingRecord
from peersupport.actions import requests
from peersupport.models import Case, Contact, Offer, Outreach, PeerRequest, Place, Referral
from tests.factories import make_post, make_user, sign_in
from tests.peersupport.roster import DAY, course, supporter, took
from tests.peersupport.talk import ask
from trust import vault

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def go(client, cast):
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    return lambda: client.get(reverse("today"))


def shown(answer) -> dict[str, int]:
    return {each.code: each.total for each in answer.context["sections"]}


def test_a_quiet_day_says_so_and_leads_everywhere(go):
    answer = go()
    assert shown(answer) == {}
    assert "Nothing waits for you." in answer.content.decode()
    assert len(answer.context["calm"]) == 8


def test_nobody_else_has_it(client, cast):
    for name, role in (("alice", "officer"), ("dan", "supervisor"), ("erin", "commander")):
        sign_in(client, getattr(cast, name), role)
        assert client.get(reverse("today")).status_code == 403


def test_a_request_stands_under_its_pseudonym(go, cast):
    row = ask(cast.alice)
    text = go().content.decode()
    assert row.pseudonym in text
    assert "Alice" not in text
    assert reverse("waiting_request", args=[row.pk]) in text


def test_a_certificate_near_its_end_is_named_once(go, cast):
    supporter(cast.bob)
    basics = course()
    took(cast.bob, basics, 20)
    assert shown(go()) == {"training": 1}
    TrainingRecord.objects.create(
        user=cast.bob, course=basics, issued=local_time.today(),
        expires=local_time.today() + 400 * DAY,
    )  # fmt: skip
    assert shown(go()) == {}


def test_follow_ups_are_a_number_and_never_a_name(go, cast):
    bob = supporter(cast.bob)
    today = local_time.today()
    Contact.objects.create(
        supporter=bob, participant=vault.participant(cast.alice, "support"), day=today - DAY,
        channel="call", duration="half", activation="self", follow_up_on=today,
        logged_on=today,
    )  # fmt: skip
    text = go().content.decode()
    assert "1 follow-up is due, with 1 supporter." in text
    assert "Alice" not in text


def test_a_full_supporter_is_named(go, cast):
    supporter(cast.bob, capacity=0)
    assert shown(go()) == {"load": 1}


def open_everything(cast, units, number: int) -> None:
    """Rows as the feeds and the officers make them, in bulk: only their number matters here."""
    now, who = clock.now(), vault.participant(cast.alice, "support")
    people = [vault.participant(make_user(f"p{n}"), "support") for n in range(number)]
    PeerRequest.objects.bulk_create(
        PeerRequest(participant=each, pseudonym=f"Heron {n}", notice="us-1")
        for n, each in enumerate(people)
    )
    events = Incident.objects.bulk_create(
        Incident(number=f"N{n}", occurred_at=now - HOUR) for n in range(number)
    )
    cases = Case.objects.bulk_create(
        Case(incident=each, severity="standard", pack="us-2026-1") for each in events
    )
    places = Place.objects.bulk_create(
        Place(case=each, participant=who, severity="standard") for each in cases
    )
    Offer.objects.bulk_create(
        Offer(place=each, participant=who, service="defusing", opens_at=now, closes_at=now + HOUR)
        for each in places
    )
    Referral.objects.bulk_create(
        Referral(
            participant=each, kind="eap", owner=cast.carol, next_on=local_time.today(),
            limit_at=now + HOUR,
        )
        for each in people
    )  # fmt: skip
    Outreach.objects.create(unit=units.squad, month=local_time.today().replace(day=1))
    for n in range(7):
        each = make_user(f"supporter{n}")
        make_post(each, Role.PEER_SUPPORT, units.agency)
        took(supporter(each, capacity=0).user, course(f"c{n}"), 5)


def test_two_thousand_things_cost_no_more_queries_than_few(
    go, cast, units, django_assert_max_num_queries
):
    open_everything(cast, units, 660)
    go()
    with django_assert_max_num_queries(12):
        answer = go()
    found = shown(answer)
    assert sum(found.values()) > 1_990
    assert all(len(each.rows) <= 6 for each in answer.context["sections"])
    assert found["requests"] == 660


def test_more_than_a_page_leads_to_the_whole_list(go, cast, units):
    open_everything(cast, units, 8)
    text = go().content.decode()
    assert "(3 more)" in text
    assert reverse("waiting_requests") in text


def test_an_unanswered_request_is_marked(go, cast):
    row = ask(cast.alice)
    assert row.state == PeerRequest.State.UNANSWERED
    assert "Nobody so far" in go().content.decode()
    requests.take_back(by=cast.alice, request=row.pk)
    assert shown(go()) == {}
