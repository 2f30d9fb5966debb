"""Training through GraphQL: the same as on the pages, one's own records, and lists that cost no more."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agency.models import Role, TrainingRecord
from resources import actions
from resources.models import Enrolment, Session
from tests.api import bearer, post
from tests.factories import act

ENROL = (
    "mutation($s: ID!) { enrol(session: $s) { enrolment { waiting joinLink } errors { code } } }"
)
LEAVE = "mutation($s: ID!) { leaveSession(session: $s) { left errors { code } } }"
MARK = """mutation($e: ID!) {
  markAttended(enrolment: $e) { record { person course { title } counts } errors { code } }
}"""
BOARD = """{
  trainingCourses(first: 5, words: "sleep") { edges { node { title hours validMonths } } }
  trainingSessions(first: 5) { edges { node { place seats course { title } } } }
  myEnrolments(first: 5) { edges { node { waiting session { course { title } } } } }
  trainingRecords(first: 5) { edges { node { person hours expires counts course { code } } } }
}"""


def ask(person, query: str, role: str = Role.OFFICER, **variables: object):
    head = bearer(act(person, role))
    return post({"query": query, "variables": variables}, **head).json()["data"]


def test_graphql_says_and_does_the_same(cast, lesson):
    answer = ask(cast.alice, ENROL, s=str(lesson.pk))["enrol"]
    assert answer == {"enrolment": {"waiting": False, "joinLink": lesson.link}, "errors": []}
    assert ask(cast.frank, ENROL, s=str(lesson.pk))["enrol"]["enrolment"]["joinLink"] == ""
    shown = ask(cast.alice, BOARD)
    node = {name: [e["node"] for e in each["edges"]] for name, each in shown.items()}
    assert node["trainingCourses"] == [{"title": "Sleep on shifts", "hours": 4, "validMonths": 24}]
    assert node["trainingSessions"][0]["course"]["title"] == "Sleep on shifts"
    assert len(node["myEnrolments"]) == 1
    assert ask(cast.alice, LEAVE, s=str(lesson.pk))["leaveSession"]["left"] is True
    again = ask(cast.alice, LEAVE, s=str(lesson.pk))["leaveSession"]
    assert [each["code"] for each in again["errors"]] == ["NOT_FOUND"]


def test_records_are_ones_own_and_the_teams(cast, given):
    mine = str(Enrolment.objects.get().pk)
    assert ask(cast.frank, MARK, e=mine)["markAttended"]["errors"][0]["code"] == "NOT_FOUND"
    marked = ask(cast.carol, MARK, Role.WELLNESS_COORDINATOR, e=mine)["markAttended"]
    assert marked["record"] == {
        "person": "Alice", "course": {"title": "Sleep on shifts"}, "counts": True,
    }  # fmt: skip
    for person, role, rows in (
        (cast.alice, Role.OFFICER, 1),
        (cast.carol, Role.WELLNESS_COORDINATOR, 1),
        (cast.frank, Role.OFFICER, 0),
        (cast.dan, Role.SUPERVISOR, 0),
    ):
        assert len(ask(person, BOARD, role)["trainingRecords"]["edges"]) == rows


def test_a_list_asks_no_more_for_many(cast, lesson, course):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ask(cast.alice, BOARD)
        return len(queries)

    actions.enrol(by=cast.alice, session=lesson.pk)
    asked()
    few = asked()
    for n in range(4):
        row = Session.objects.create(course=course, starts=lesson.starts, ends=lesson.ends)
        Enrolment.objects.create(session=row, user=cast.alice)
        TrainingRecord.objects.create(
            user=cast.alice, course=course, issued=dt.date(2025, 1, 1 + n)
        )
    assert asked() <= few + 1
