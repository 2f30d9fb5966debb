"""The roster over GraphQL."""

import datetime as dt

import pytest

from agency import local_time
from peersupport import actions
from tests.api import data
from tests.peersupport.roster import always, course, supporter, took

SUPPORTERS = """query($first: Int, $after: String) { supporters(first: $first, after: $after) {
  edges { node { id name kind languages backgrounds introduction reachableNow onDutyNow } }
  pageInfo { hasNextPage endCursor } } }"""
SET = """mutation($week: [SpanInput!], $onDuty: OnDuty) { setAvailability(week: $week, onDuty: $onDuty) {
  week { weekday starts ends } onDutyUntil errors { field code } } }"""


def names(user, arguments: str = "") -> set[str]:
    asked = f"({arguments})" if arguments else ""
    found = data(user, f"{{ supporters{asked} {{ edges {{ node {{ name }} }} }} }}")
    return {each["node"]["name"] for each in found["supporters"]["edges"]}


@pytest.fixture
def bob(cast):
    return supporter(cast.bob, languages=["es"], backgrounds=["loss"], specialities=["grief"])


def test_anybody_signed_in_finds_who_can_be_asked(cast, bob):
    always(bob)
    (edge,) = data(cast.alice, SUPPORTERS)["supporters"]["edges"]
    assert edge["node"] | {"id": ""} == {
        "id": "", "name": "Bob", "kind": "PEER", "languages": ["ES"], "backgrounds": ["LOSS"],
        "introduction": "", "reachableNow": True, "onDutyNow": False,
    }  # fmt: skip
    took(cast.bob, course(), -1)
    assert names(cast.alice) == names(cast.carol) == set()


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("kind: PEER", {"Bob"}), ("kind: CHAPLAIN", {"Frank"}), ("language: ES", {"Bob"}),
        ("background: LOSS", {"Bob"}), ("speciality: GRIEF, kind: CHAPLAIN", set()),
        ("reachableNow: true", {"Frank"}), ("reachableNow: false", {"Bob", "Frank"}),
    ],
)  # fmt: skip
def test_named_wishes_narrow_the_list(cast, bob, arguments, found):
    always(supporter(cast.frank, kind="chaplain"))
    assert names(cast.alice, arguments) == found


def test_the_list_comes_in_pages_at_a_constant_cost(cast, bob, django_assert_max_num_queries):
    supporter(cast.frank)
    supporter(cast.dan)
    seen, after = [], None
    for more in (True, True, False):
        with django_assert_max_num_queries(14):
            found = data(cast.alice, SUPPORTERS, first=1, after=after)["supporters"]
        seen += [each["node"]["name"] for each in found["edges"]]
        assert found["pageInfo"]["hasNextPage"] is more
        after = found["pageInfo"]["endCursor"]
    assert sorted(seen) == ["Bob", "Dan", "Frank"]


def test_a_supporter_sets_their_week_and_the_switch(cast, bob):
    week = [{"weekday": 0, "starts": "22:00:00", "ends": "06:00:00"}]
    answer = data(cast.bob, SET, week=week, onDuty="HOURS_4")["setAvailability"]
    assert answer["errors"] == []
    assert answer["week"] == week
    assert answer["onDutyUntil"]
    assert data(cast.bob, SET, onDuty="OFF")["setAvailability"]["onDutyUntil"] is None
    mine = data(cast.bob, "{ myAvailability { weekday starts } }")["myAvailability"]
    assert mine == [{"weekday": 0, "starts": "22:00:00"}]
    assert data(cast.carol, "{ myAvailability { weekday } }")["myAvailability"] == []


def test_what_can_not_be_comes_back_as_words_and_changes_nothing(cast, bob):
    twice = [{"weekday": 0, "starts": "06:00:00", "ends": f"{n}:00:00"} for n in (10, 12)]
    answer = data(cast.bob, SET, week=twice, onDuty="HOURS_2")["setAvailability"]
    assert answer["errors"] == [{"field": "starts", "code": "TWICE"}]
    bob.refresh_from_db()
    assert not bob.week.exists()
    assert bob.on_duty_until is None
    stranger = data(cast.alice, SET, onDuty="HOURS_2")["setAvailability"]["errors"]
    assert stranger == [{"field": None, "code": "NOT_FOUND"}]


COVERAGE = """query($week: Date!) { rosterCoverage(week: $week) {
  starts people languages { language people } } }"""


def test_the_team_reads_who_covers_a_week_and_nobody_else(cast, bob):
    actions.add_hours(by=cast.bob, weekdays=[0], starts=dt.time(0), ends=dt.time(2))
    hours = data(cast.carol, COVERAGE, week="2026-07-01")["rosterCoverage"]
    assert len(hours) == 168
    assert [each["people"] for each in hours[:3]] == [1, 1, 0]
    assert hours[0]["languages"] == [{"language": "ES", "people": 1}]
    for who in (cast.alice, cast.bob, cast.dan, cast.erin):
        assert data(who, COVERAGE, week="2026-07-01")["rosterCoverage"] == []


@pytest.mark.parametrize("week", ["9999-12-31", "0001-01-01"])
def test_a_week_past_the_end_of_the_calendar_is_this_one(cast, bob, week):
    far, here = (
        data(cast.carol, f'{{ rosterCoverage(week: "{day}") {{ starts }} }}')["rosterCoverage"]
        for day in (week, local_time.today())
    )
    assert far == here
