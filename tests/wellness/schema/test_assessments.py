"""Assessments over GraphQL: real requests, real tokens."""

import datetime as dt

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from agency import clock
from tests.api import ask, bearer, data, post
from tests.factories import make_attendance, make_incident
from tests.wellness.conftest import CANARY, join
from trust.models import Level, Notice
from wellness import actions
from wellness.models import Assessment, CheckIn

ERRORS = "errors { field code message }"
K6 = [{"instrument": "k6", "item": f"q{n}", "value": 0} for n in range(1, 7)]
MOOD = [{"instrument": "phq-9", "item": f"q{n}", "value": 0} for n in range(1, 9)]

START = f"mutation($t: AssessmentType!) {{ startAssessment(type: $t) {{ assessment {{ id key type answers {{ instrument item value version }} note }} {ERRORS} }} }}"  # noqa: E501
SAVE = f"mutation($id: ID!, $a: [AnswerInput!]!) {{ saveAnswer(assessment: $id, answers: $a) {{ assessment {{ answers {{ item value }} }} {ERRORS} }} }}"  # noqa: E501
SUBMIT = f"mutation($k: String!, $t: AssessmentType, $id: ID, $a: [AnswerInput!], $n: String) {{ submitAssessment(key: $k, type: $t, assessment: $id, answers: $a, note: $n) {{ assessment {{ id type note }} checkIn {{ id scores {{ instrument total }} }} scores {{ instrument scale total band bandLabel complete }} safety offered {ERRORS} }} }}"  # noqa: E501
MINE = "{ myAssessments(first: 5) { edges { node { id type note submittedAt scores { band } } } } }"
SHARED = "{ sharedAssessments(first: 5) { edges { node { id note } } } }"


def submit(user, kind: str = "POST_INCIDENT", key: str = "a1", **more) -> dict:
    sent = {"k": key, "t": kind, "a": K6, "n": "n"} | more
    return data(user, SUBMIT, **sent)["submitAssessment"]


def nodes(user, query: str) -> list[dict]:
    (page,) = data(user, query).values()
    return [edge["node"] for edge in page["edges"]]


def test_the_types_say_what_they_ask(alice):
    asked = data(
        alice,
        "{ assessments { code label takes instruments { code version title licence"
        " items { code text options { value label } askedWhen } } } }",
    )["assessments"]
    assert [each["code"] for each in asked] == [
        "WEEKLY_CHECK", "QUARTERLY", "POST_INCIDENT", "RETURN_TO_DUTY", "ANNUAL_REVIEW",
    ]  # fmt: skip
    assert sum(len(each["items"]) for each in asked[0]["instruments"]) == 8
    assert all(item["text"] for item in asked[0]["instruments"][0]["items"])
    late = data(
        alice,
        "{ assessments(type: POST_INCIDENT, daysSinceIncident: 40) { instruments { code } } }",
    )["assessments"]
    assert [each["code"] for each in late[0]["instruments"]] == ["k6", "pc-ptsd-5"]


def test_begin_keep_go_on_and_send(alice):
    join(alice)
    begun = data(alice, START, t="POST_INCIDENT")["startAssessment"]["assessment"]
    saved = data(alice, SAVE, id=begun["id"], a=K6[:2])["saveAnswer"]
    assert saved["errors"] == []
    again = data(alice, START, t="POST_INCIDENT")["startAssessment"]["assessment"]
    assert again["id"] == begun["id"]
    assert again["answers"][0] == {"instrument": "k6", "item": "q1", "value": 0.0, "version": "1"}
    sent = submit(alice, t=None, id=begun["id"], key=begun["key"], a=K6[2:])
    assert (sent["errors"], sent["safety"], sent["offered"]) == ([], False, [])
    assert sent["checkIn"] is None
    assert sent["assessment"] == {"id": begun["id"], "type": "POST_INCIDENT", "note": "n"}
    assert sent["scores"][0]["complete"] is True
    assert sent["scores"][0]["bandLabel"]
    assert submit(alice, t=None, id=begun["id"], key=begun["key"], a=K6[2:]) == sent
    assert [each["type"] for each in nodes(alice, MINE)] == ["POST_INCIDENT"]


def test_a_weekly_check_comes_back_as_a_check_in(alice):
    join(alice)
    given = [{"instrument": "phq-2", "item": f"q{n}", "value": 2} for n in (1, 2)]
    given += [{"instrument": "own-week", "item": "stress", "value": 8}]
    sent = submit(alice, "WEEKLY_CHECK", a=given)
    assert sent["assessment"] is None
    assert sent["checkIn"]["scores"][0] == {"instrument": "phq-2", "total": 4.0}
    assert sent["offered"] == ["PHQ_9"]
    assert nodes(alice, MINE) == []
    because = data(alice, "{ myStanding { colour because { item answer band } } }")["myStanding"]
    assert because["because"] == [
        {"item": "stress", "answer": 8.0, "band": "HIGH"},
        {"item": "phq-2", "answer": 4.0, "band": "RAISED"},
    ]


def test_an_answer_about_suicide_is_told_to_the_sender_only(alice):
    join(alice)
    last = {"instrument": "phq-9", "item": "q9", "value": 1}
    sent = submit(alice, "QUARTERLY", a=[*MOOD, last])
    assert sent["safety"] is True
    assert sent["scores"][0]["total"] == 1
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"instrument": "k6", "item": "q1", "value": 9}, "OUT_OF_OPTIONS"),
        ({"instrument": "k6", "item": "q99", "value": 1}, "UNKNOWN_ITEM"),
        ({"instrument": "phq-9", "item": "q1", "value": 1}, "UNKNOWN_INSTRUMENT"),
        ({"instrument": "k6", "item": "q1", "value": 1, "version": "77"}, "UNKNOWN_VERSION"),
    ],
)
def test_what_does_not_fit_has_its_clear_answer(alice, given, code):
    join(alice)
    sent = submit(alice, a=[given])
    assert [each["code"] for each in sent["errors"]] == [code]
    assert sent["errors"][0]["message"]
    assert not Assessment.objects.exists()


def test_before_joining_and_without_a_name_there_is_a_clear_answer(alice):
    assert submit(alice)["errors"][0]["code"] == "NOT_JOINED"
    join(alice)
    assert submit(alice, t=None)["errors"][0]["code"] == "UNKNOWN_ASSESSMENT"
    submit(alice)
    assert submit(alice, n="other")["errors"][0]["code"] == "KEY_USED"


def test_what_is_due_can_be_put_off_and_put_away(alice):
    join(alice)
    monday = dt.date(2026, 3, 2)
    actions.invite_weekly(week=monday)
    with clock.at(dt.datetime(2026, 3, 3, 15, tzinfo=dt.UTC)):
        due = data(alice, "{ dueAssessments { id type reason due closes } }")["dueAssessments"]
        assert due == [
            {"id": due[0]["id"], "type": "WEEKLY_CHECK", "reason": "WEEKLY",
             "due": "2026-03-02", "closes": "2026-03-08"}
        ]  # fmt: skip
        put = f"mutation($i: ID!, $u: SnoozeUntil) {{ snoozeAssessment(dueAssessment: $i, until: $u) {{ dueAssessments {{ id }} {ERRORS} }} }}"  # noqa: E501
        late = data(alice, put, i=due[0]["id"], u="NEXT_WEEK")["snoozeAssessment"]
        assert late["errors"][0]["code"] == "CLOSES_BEFORE"
        later = data(alice, put, i=due[0]["id"], u="TOMORROW")["snoozeAssessment"]
        assert later == {"dueAssessments": [], "errors": []}
        away = data(alice, put, i=due[0]["id"])["snoozeAssessment"]
        assert away == {"dueAssessments": [], "errors": []}


def test_reminders_are_the_officers_own(alice):
    join(alice)
    usual = {"paused": False, "quietFrom": "20:00:00", "quietUntil": "08:00:00"}
    assert data(alice, "{ myReminders { paused quietFrom quietUntil } }")["myReminders"] == usual
    change = f'mutation {{ setReminders(paused: true, quietFrom: "22:30:00") {{ reminders {{ paused quietFrom quietUntil }} {ERRORS} }} }}'  # noqa: E501
    changed = data(alice, change)["setReminders"]["reminders"]
    assert changed == {"paused": True, "quietFrom": "22:30:00", "quietUntil": "08:00:00"}
    long = f'mutation {{ setReminders(quietFrom: "09:00:00") {{ {ERRORS} }} }}'
    assert data(alice, long)["setReminders"]["errors"][0]["code"] == "OUT_OF_RANGE"


def test_sharing_over_the_wire_and_taking_it_back(cast):
    join(cast.alice, Level.FULL)
    one = submit(cast.alice, n=CANARY)["assessment"]["id"]
    share = f"mutation($a: ID!, $p: String!) {{ shareAssessment(assessment: $a, person: $p) {{ share {{ id person }} {ERRORS} }} }}"  # noqa: E501
    refused = data(cast.alice, share, a=one, p="dan")["shareAssessment"]
    assert refused["errors"][0]["code"] == "IN_CHAIN"
    given = data(cast.alice, share, a=one, p="frank")["shareAssessment"]["share"]
    assert given["person"] == "Frank"
    assert nodes(cast.frank, SHARED) == [{"id": one, "note": CANARY}]
    assert actions.looks_at_me(cast.alice)[0].person == "Frank"
    for user in (cast.bob, cast.carol, cast.dan, cast.erin):
        assert nodes(user, SHARED) == []
    back = f"mutation($s: ID!) {{ revokeAssessmentShare(share: $s) {{ revoked {ERRORS} }} }}"
    assert data(cast.frank, back, s=given["id"])["revokeAssessmentShare"]["revoked"] is False
    assert data(cast.alice, back, s=given["id"])["revokeAssessmentShare"]["revoked"] is True
    assert nodes(cast.frank, SHARED) == []


@pytest.mark.parametrize("name", ["frank", "dan", "carol"])
def test_nobody_else_reaches_a_run(cast, name):
    join(cast.alice, Level.FULL)
    user = getattr(cast, name)
    join(user)
    row = actions.start_assessment(by=cast.alice, kind="quarterly")
    for mutation in (
        f"mutation($id: ID!) {{ cancelAssessment(assessment: $id) {{ {ERRORS} }} }}",
        f"mutation($id: ID!) {{ deleteAssessment(assessment: $id) {{ {ERRORS} }} }}",
        f'mutation($id: ID!) {{ submitAssessment(assessment: $id, key: "x") {{ {ERRORS} }} }}',
        f'mutation($id: ID!) {{ shareAssessment(assessment: $id, person: "bob") {{ {ERRORS} }} }}',
        f"mutation($id: ID!) {{ saveAnswer(assessment: $id, answers: []) {{ {ERRORS} }} }}",
    ):
        (answer,) = data(user, mutation, id=str(row.pk)).values()
        assert answer["errors"][0]["code"] == "NOT_FOUND", mutation
    assert nodes(user, MINE) == []
    assert Assessment.objects.get().pk == row.pk


def test_the_annual_review_is_confirmed_and_taken_back(cast):
    join(cast.alice)
    confirm = f"mutation {{ confirmAnnualReview {{ annualReview {{ id year }} {ERRORS} }} }}"
    first = data(cast.alice, confirm)["confirmAnnualReview"]
    assert first["errors"][0]["code"] == "NOT_DONE_YET"
    submit(cast.alice, "ANNUAL_REVIEW", a=[])
    review = data(cast.alice, confirm)["confirmAnnualReview"]["annualReview"]
    assert review["year"] == clock.today().year
    back = (
        f"mutation($i: ID!) {{ takeBackAnnualReview(annualReview: $i) {{ takenBack {ERRORS} }} }}"
    )
    refused = data(cast.carol, back, i=review["id"])["takeBackAnnualReview"]
    assert refused["errors"][0]["code"] == "NOT_FOUND"
    assert data(cast.alice, back, i=review["id"])["takeBackAnnualReview"]["takenBack"] is True


def test_a_list_asks_the_same_for_one_and_for_many(alice):
    join(alice)
    make_attendance(make_incident(), alice)
    submit(alice)
    nodes(alice, MINE)

    def asked() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as one,
            CaptureQueriesContext(connections["keys"]) as two,
            CaptureQueriesContext(connections["ledger"]) as three,
        ):
            nodes(alice, MINE)
        return len(one) + len(two) + len(three)

    few = asked()
    for n in range(4):
        submit(alice, key=f"more{n}")
    assert asked() == few


def test_without_a_token_nothing_is_said():
    answer = post({"query": "{ dueAssessments { id } }"})
    assert answer.status_code in {401, 403} or "errors" in answer.json()
    assert not CheckIn.objects.exists()


def test_a_whole_long_assessment_fits_into_one_request(alice):
    join(alice)
    pcl = [{"instrument": "pcl-5", "item": f"q{n}", "value": 4} for n in range(1, 21)]
    body = {"query": SUBMIT, "variables": {"k": "a", "t": "RETURN_TO_DUTY", "a": [*pcl, *MOOD]}}
    answer = post(body, **bearer(alice))
    assert answer.status_code == 200
    assert "errors" not in ask(alice, MINE)
