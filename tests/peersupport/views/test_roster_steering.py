"""The steering group's page for everybody, votes for those who vote, applications for those who decide."""

import pytest
from django.urls import reverse

from agency import local_time
from agency.models import Role
from peersupport import actions
from peersupport.models import Application, Meeting, Member, Supporter
from tests.factories import act, make_post, make_user, sign_in


@pytest.fixture
def ivan(cast, units):
    user = make_user("ivan")
    make_post(user, Role.UNION_REVIEWER, units.agency)
    return act(user, Role.UNION_REVIEWER)


@pytest.fixture
def application(cast) -> Application:
    actions.take_seat(by=cast.carol, seat="peers", person="bob")
    return actions.apply_as_supporter(by=cast.alice, kind="peer")


def vote(client, application, seat, choice):
    ballot = application.ballots.get(seat=seat)
    return client.post(reverse("steering_vote", args=[ballot.pk]), {"choice": choice})


def test_everybody_reads_seats_and_days_and_nobody_elses_votes(client, cast, application):
    actions.note_meeting(by=cast.carol, day=local_time.today(), seats=["association"])
    sign_in(client, cast.frank)
    page = client.get(reverse("steering")).text
    assert "Peer supporters" in page
    assert "Bob" in page
    assert "Employee association" in page
    assert "Alice" not in page
    assert "Give a seat" not in page
    assert "Write down a meeting" not in page


def test_a_seat_votes_from_its_page(client, cast, application, ivan):
    sign_in(client, cast.bob, "peer_support")
    assert "Alice: Peer supporter" in client.get(reverse("steering")).text
    assert vote(client, application, "peers", "for").status_code == 302
    assert vote(client, application, "association", "for").status_code == 404
    assert (
        "three answers"
        in client.post(
            reverse("steering_vote", args=[application.ballots.get(seat="peers").pk]), follow=True
        ).text
    )
    sign_in(client, ivan, "union_reviewer")
    assert vote(client, application, "association", "abstain").status_code == 302
    application.refresh_from_db()
    assert application.association_on


def test_the_team_gives_seats_and_notes_meetings(client, cast):
    sign_in(client, cast.carol, "wellness_coordinator")
    client.post(reverse("steering_seat"), {"seat": "peers", "person": "bob"})
    odd = client.post(reverse("steering_seat"), {"seat": "peers", "person": "alice"})
    assert odd.status_code == 422
    assert "does not hold a role of this seat" in odd.text
    client.post(reverse("steering_meeting"), {"day": f"{local_time.today()}", "seats": ["peers"]})
    odd = client.post(reverse("steering_meeting"), {"day": "2199-01-01", "seats": ["peers"]})
    assert odd.status_code == 422
    assert "still to come" in odd.text
    assert Meeting.objects.count() == 1
    client.post(reverse("steering_leave"), {"seat": "peers"})
    assert not Member.objects.filter(until=None).exists()


@pytest.mark.parametrize("name", ["steering_seat", "steering_meeting", "steering_leave"])
def test_nobody_else_gives_seats(client, cast, name):
    data = {"seat": "peers", "person": "bob", "day": f"{local_time.today()}", "seats": ["peers"]}
    for who, role in (("alice", "officer"), ("dan", "supervisor"), ("erin", "commander")):
        sign_in(client, getattr(cast, who), role)
        assert client.post(reverse(name), data).status_code == 403


def test_from_the_interview_to_the_roster(client, cast, application, ivan):
    sign_in(client, cast.carol, "wellness_coordinator")
    move = reverse("application_move", args=[application.pk])
    assert "Still to vote:" in client.get(reverse("applications")).text
    client.post(move, {"to": "interviewed"})
    assert "association’s seat has not" in client.post(move, {"to": "selected"}, follow=True).text
    assert "Choose one of the steps" in client.post(move, {"to": "crowned"}, follow=True).text
    for who, seat in ((ivan, "association"), (cast.bob, "peers")):
        ballot = application.ballots.get(seat=seat)
        actions.vote_on_application(by=who, ballot=ballot.pk, choice="for")
    client.post(move, {"to": "selected"})
    assert Supporter.objects.get().user == cast.alice
    assert "No application waits for you." in client.get(reverse("applications")).text
    assert "Alice" in client.get(reverse("applications") + "?show=decided").text


@pytest.mark.parametrize(
    ("who", "role"), [("alice", "officer"), ("bob", "peer_support"), ("erin", "commander")]
)
def test_applications_are_for_those_who_decide(client, cast, application, who, role):
    sign_in(client, getattr(cast, who), role)
    assert client.get(reverse("applications")).status_code == 403
    move = reverse("application_move", args=[application.pk])
    assert client.post(move, {"to": "interviewed"}).status_code == 404


def test_the_reviewer_reads_them_and_decides_nothing(client, cast, application, ivan):
    sign_in(client, ivan, "union_reviewer")
    page = client.get(reverse("applications")).text
    assert "Alice" in page
    assert "The interview took place" not in page
