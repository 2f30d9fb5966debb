"""Requests over GraphQL: real requests with real tokens."""

import pytest

from peersupport import actions
from peersupport.models import Ask, PeerRequest
from tests.api import data
from tests.peersupport.talk import again, ask, live, on_roster

ASK = """mutation { requestPeer(notice: "us-2026-1", kind: PEER, language: EN, otherUnit: false) {
  request { id state pseudonym asked { id supporter because state revealed } } errors { code field } } }"""


@pytest.fixture
def bob(cast):
    return on_roster(cast.bob)


def code(answer) -> list[str]:
    (found,) = answer.values()
    return [each["code"] for each in found["errors"]]


def test_ask_accept_reveal(cast, bob):
    found = data(cast.alice, ASK)["requestPeer"]
    assert found["errors"] == []
    (line,) = found["request"]["asked"]
    assert (line["supporter"], line["because"]) == ("Bob", "speaks English, 0 open contacts")
    (edge,) = data(cast.bob, "{ askedOfMe { edges { node { id pseudonym kind language } } } }")[
        "askedOfMe"
    ]["edges"]
    assert edge["node"] | {"pseudonym": ""} == {
        "id": line["id"],
        "pseudonym": "",
        "kind": "PEER",
        "language": "en",
    }
    yes = f'mutation {{ acceptRequest(ask: "{line["id"]}") {{ ask {{ state pseudonym }} errors {{ code }} }} }}'
    assert data(cast.bob, yes)["acceptRequest"]["ask"]["state"] == "ACCEPTED"
    mine = f'mutation {{ revealMyself(ask: "{line["id"]}") {{ asked {{ revealed }} errors {{ code }} }} }}'
    assert data(cast.alice, mine)["revealMyself"]["asked"]["revealed"]
    assert Ask.objects.get().revealed


def test_pass_on(cast, bob):
    mine = live(ask(cast.alice))
    passed = f'mutation {{ passRequest(ask: "{mine.pk}") {{ passed errors {{ code }} }} }}'
    assert data(cast.bob, passed)["passRequest"] == {"passed": True, "errors": []}
    assert again(mine).state == "passed"
    told = data(cast.alice, "{ myRequests { edges { node { asked { state } } } } }")["myRequests"]
    assert told["edges"][0]["node"]["asked"] == [{"state": "MOVED_ON"}]


def test_what_a_person_can_get_wrong_comes_back_as_errors(cast, bob):
    stale = ASK.replace("us-2026-1", "us-1999-1")
    assert code(data(cast.alice, stale)) == ["NOTICE_NOT_ACCEPTED"]
    named = f'mutation {{ requestPeer(notice: "us-2026-1", supporter: "{bob.pk}") {{ errors {{ code }} }} }}'
    assert code(data(cast.dan, named)) == ["IN_YOUR_CHAIN"]
    assert not PeerRequest.objects.exists()


def test_a_coordinator_reads_a_pseudonym_and_nobody_who_was_asked(cast, bob):
    row = ask(cast.alice)
    query = "{ waitingRequests { edges { node { id pseudonym kind state } } } }"
    (edge,) = data(cast.carol, query)["waitingRequests"]["edges"]
    assert edge["node"]["pseudonym"] == row.pseudonym
    for who in (cast.bob, cast.dan, cast.erin, cast.frank):
        assert data(who, query)["waitingRequests"]["edges"] == []
    own = "{ myRequests { edges { node { id asked { id } } } } }"
    for who in (cast.carol, cast.bob, cast.frank):
        assert data(who, own)["myRequests"]["edges"] == []
    assert len(data(cast.alice, own)["myRequests"]["edges"]) == 1


@pytest.mark.parametrize("mutation", ["acceptRequest", "passRequest", "revealMyself"])
def test_strangers_get_not_found(cast, bob, mutation):
    mine = live(ask(cast.alice))
    query = f'mutation {{ {mutation}(ask: "{mine.pk}") {{ errors {{ code }} }} }}'
    for who in (cast.frank, cast.carol, cast.dan):
        assert code(data(who, query)) == ["NOT_FOUND"]


def test_the_own_team(cast, bob):
    text = (
        'mutation { setMyTeam(team: ["%s"], ratherNot: []) { team { name kind } errors { code } } }'
    )
    assert data(cast.alice, text % bob.pk)["setMyTeam"]["team"] == [{"name": "Bob", "kind": "PEER"}]
    assert data(cast.alice, "{ myTeam { name } }")["myTeam"] == [{"name": "Bob"}]
    assert data(cast.frank, "{ myTeam { name } }")["myTeam"] == []
    assert code(data(cast.alice, text % "no-id")) == ["UNKNOWN_PERSON"]
    actions.set_blocked(by=cast.alice, blocked=[bob.pk])
    assert data(cast.alice, "{ myTeam { name } }")["myTeam"] == []
