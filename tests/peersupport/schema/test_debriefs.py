"""Sessions over GraphQL: odd days, lengths and nulls are questions back, never an error of ours."""

import pytest

from agency import clock
from peersupport import actions
from tests.api import data
from tests.peersupport.conftest import HOUR, make_supporter

PLAN = """mutation($case: ID!, $lead: ID!, $startsAt: DateTime!, $minutes: Int!, $room: String, $link: String,
  $offers: [ID!]) { scheduleDebrief(case: $case, service: DEMOBILISATION, startsAt: $startsAt,
  minutes: $minutes, facilitators: [$lead], room: $room, link: $link, offers: $offers, forEveryone: true) {
  debrief { room joinLink } errors { field code } } }"""


@pytest.fixture
def lead(units):
    return make_supporter("lea", units)


def planned(cast, case, lead, **changes):
    given = {
        "case": str(case.pk), "lead": str(lead.pk), "startsAt": (clock.now() + HOUR).isoformat(),
        "minutes": 30, "room": "Union hall",
    }  # fmt: skip
    return data(cast.carol, PLAN, **(given | changes))["scheduleDebrief"]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"startsAt": "9999-12-31T23:59:00"}, [{"field": "startsAt", "code": "TOO_LATE"}]),
        ({"startsAt": "9999-12-31T23:59:00-12:00"}, [{"field": "startsAt", "code": "TOO_LATE"}]),
        ({"startsAt": "0001-01-01T00:00:00"}, [{"field": "startsAt", "code": "IN_THE_PAST"}]),
        ({"minutes": -2147483648}, [{"field": "minutes", "code": "LENGTH"}]),
        ({"link": "javascript:alert(1)"}, [{"field": "link", "code": "NOT_A_LINK"}]),
        ({"room": None}, [{"field": "room", "code": "NOWHERE"}]),
    ],
)
def test_a_clear_answer_when_it_can_not_be(cast, case, lead, changes, errors):
    assert planned(cast, case, lead, **changes) == {"debrief": None, "errors": errors}


def test_a_move_far_off_is_asked_back(cast, case, lead):
    row = actions.schedule_debrief(
        by=cast.carol, case=case.pk, service="demobilisation", starts_at=clock.now() + HOUR,
        minutes=30, facilitators=[lead.pk], room="Union hall", for_everyone=True,
    )  # fmt: skip
    move = f"""mutation {{ moveDebrief(debrief: "{row.pk}", startsAt: "9999-12-31T23:59:00", minutes: 30,
      facilitators: ["{lead.pk}"], room: "Union hall") {{ errors {{ code }} }} }}"""
    assert data(cast.carol, move)["moveDebrief"]["errors"] == [{"code": "TOO_LATE"}]


def test_null_says_the_same_as_leaving_it_out(cast, case, lead):
    link = "https://meet.example.org/a"
    made = planned(cast, case, lead, room=None, link=link, offers=None)
    assert made == {"debrief": {"room": "", "joinLink": link}, "errors": []}
