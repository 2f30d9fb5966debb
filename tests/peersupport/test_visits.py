"""Sessions, seats and visits over GraphQL."""

import json

import pytest
from django.test import Client

from agency import clock
from peersupport import actions
from peersupport.models import Debrief, DebriefSeat, Outreach
from tests.peersupport.conftest import HOUR, make_supporter, offer_of
from trust.doors import tokens


def asks(user, role, query):
    reply = Client().post(
        "/graphql/",
        json.dumps({"query": query}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {tokens.mint(user, role)}"},
    )
    return json.loads(reply.content)


@pytest.fixture
def lea(units):
    return make_supporter("lea", units)


def schedule(cast, case, lea, who="carol", role="wellness_coordinator"):
    starts = (clock.now() + HOUR).isoformat()
    return asks(
        getattr(cast, who), role,
        f"""mutation {{ scheduleDebrief(case: "{case.pk}", service: DEMOBILISATION, minutes: 30,
        startsAt: "{starts}", room: "Union hall", facilitators: ["{lea.pk}"], forEveryone: true)
        {{ errors {{ code }} debrief {{ id incident state invited facilitators }} }} }}""",
    )  # fmt: skip


def test_a_session_from_plan_to_held(cast, case, lea):
    made = schedule(cast, case, lea)["data"]["scheduleDebrief"]
    assert made["errors"] == []
    assert made["debrief"]["facilitators"] == ["Lea"]
    actions.answer_offer(
        by=cast.alice, offer=offer_of(cast.alice, "demobilisation").pk, answer="accept"
    )
    seats = asks(cast.alice, "officer", "{ mySeats { edges { node { id room answer } } } }")
    (edge,) = seats["data"]["mySeats"]["edges"]
    assert (edge["node"]["room"], edge["node"]["answer"]) == ("Union hall", None)
    said = asks(
        cast.alice, "officer",
        f'mutation {{ answerSeat(seat: "{edge["node"]["id"]}", answer: NOT) '
        "{ errors { code } seat { answer } } }",
    )  # fmt: skip
    assert said["data"]["answerSeat"]["seat"]["answer"] == "NOT"
    listed = asks(
        lea.user, "peer_support", "{ debriefs { edges { node { room invited coming } } } }"
    )
    assert listed["data"]["debriefs"]["edges"][0]["node"] == {
        "room": "Union hall", "invited": 1, "coming": 0,
    }  # fmt: skip
    row = Debrief.objects.get()
    for name, state in (("cancelDebrief", "CANCELLED"), ("reinstateDebrief", "PLANNED")):
        done = asks(
            cast.carol, "wellness_coordinator",
            f'mutation {{ {name}(debrief: "{row.pk}") {{ errors {{ code }} debrief {{ state }} }} }}',
        )  # fmt: skip
        assert done["data"][name]["debrief"]["state"] == state
    held = asks(
        lea.user,
        "peer_support",
        f'mutation {{ markHeld(debrief: "{row.pk}") {{ errors {{ code }} }} }}',
    )
    assert held["data"]["markHeld"]["errors"] == [{"code": "NOT_YET"}]


@pytest.mark.parametrize(
    ("who", "role"), [("alice", "officer"), ("dan", "supervisor"), ("erin", "commander")]
)
def test_others_plan_and_read_nothing(cast, case, lea, who, role):
    assert schedule(cast, case, lea, who, role)["data"]["scheduleDebrief"]["errors"]
    schedule(cast, case, lea)
    query = "{ debriefs { edges { node { id } } } visits { edges { node { id } } } }"
    found = asks(getattr(cast, who), role, query)["data"]
    assert found == {"debriefs": {"edges": []}, "visits": {"edges": []}}
    assert not DebriefSeat.objects.exists()


def test_visits_are_planned_and_closed(cast, units, lea):
    row = Outreach.objects.create(unit=units.squad, month="2026-11-01")
    day = clock.today().isoformat()
    carol = (cast.carol, "wellness_coordinator")
    made = asks(
        *carol,
        f'mutation {{ planVisit(visit: "{row.pk}", supporter: "{lea.pk}", day: "{day}") '
        "{ errors { code } visit { whoGoes state } } }",
    )
    assert made["data"]["planVisit"]["visit"] == {"whoGoes": "Lea", "state": "PLANNED"}
    done = asks(
        *carol,
        f'mutation {{ closeVisit(visit: "{row.pk}", state: VISITED) {{ visit {{ state }} }} }}',
    )
    assert done["data"]["closeVisit"]["visit"]["state"] == "VISITED"
    listed = asks(lea.user, "peer_support", "{ visits { edges { node { unit } } } }")
    assert listed["data"]["visits"]["edges"][0]["node"]["unit"] == "Unit ABDX1"
