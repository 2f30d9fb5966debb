"""Licensed wordings over GraphQL: listed, begun, kept, sent and read, or not there."""

from tests.api import ask, data
from tests.wellness.conftest import join
from tests.wellness.wordings.brought import ITEMS, LATER, MARK, MINE, NEWER, bring, kept

NO = "errors { field code message }"
LIST = "{ licensedAssessments { code label instruments { code version items { text options { value label } } } } }"
START = f"mutation {{ startAssessment(type: WHO_5) {{ assessment {{ id key type }} instruments {{ version items {{ text }} }} {NO} }} }}"  # noqa: E501
SAVE = f"mutation($i: ID!, $a: [AnswerInput!]!) {{ saveAnswer(assessment: $i, answers: $a) {{ assessment {{ answers {{ item value version }} }} {NO} }} }}"  # noqa: E501
SEND = f'mutation($i: ID, $t: AssessmentType, $a: [AnswerInput!]) {{ submitAssessment(key: "g1", assessment: $i, type: $t, answers: $a) {{ assessment {{ type }} scores {{ total band bandLabel }} offered {NO} }} }}'  # noqa: E501


def given_to(count, version=MARK, value=3):
    return [
        {"instrument": "who-5", "item": f"q{n}", "value": value, "version": version}
        for n in range(1, count + 1)
    ]


def test_over_graphql_it_is_listed_begun_kept_sent_and_read(cast, grace):
    join(cast.alice)
    bring(grace)
    (one,) = data(cast.alice, LIST)["licensedAssessments"]
    (of,) = one["instruments"]
    assert (one["code"], of["code"], of["version"]) == ("WHO_5", "who-5", MARK)
    assert [each["text"] for each in of["items"]] == ITEMS
    assert of["items"][0]["options"][5] == {"value": 5.0, "label": "Always"}
    begun = data(cast.alice, START)["startAssessment"]["assessment"]
    bring(grace, version="2026-2", texts=NEWER)
    (run,) = data(cast.alice, START)["startAssessment"]["instruments"]  # as on another device
    assert (run["version"], [each["text"] for each in run["items"]]) == (MARK, ITEMS)
    saved = data(cast.alice, SAVE, i=begun["id"], a=given_to(1))["saveAnswer"]
    assert saved["assessment"]["answers"] == [{"item": "q1", "value": 3.0, "version": MARK}]
    other = data(cast.alice, SAVE, i=begun["id"], a=given_to(1, LATER))["saveAnswer"]
    assert other["errors"][0]["code"] == "UNKNOWN_VERSION"
    wide = data(cast.alice, SAVE, i=begun["id"], a=given_to(1, value=6))["saveAnswer"]
    assert wide["errors"][0]["code"] == "OUT_OF_OPTIONS"
    sent = data(cast.alice, SEND, i=begun["id"], a=given_to(5))["submitAssessment"]
    assert (sent["errors"], sent["offered"], sent["assessment"]) == ([], [], {"type": "WHO_5"})
    assert sent["scores"] == [{"total": 60.0, "band": "good", "bandLabel": "Good well-being"}]
    (mine,) = data(cast.alice, MINE)["myAssessments"]["edges"]
    assert mine["node"]["type"] == "WHO_5"
    assert {each["version"] for each in mine["node"]["answers"]} == {MARK}


def test_over_graphql_a_phone_that_was_away_sends_the_wording_it_showed(cast, grace):
    join(cast.alice)
    bring(grace)
    bring(grace, version="2026-2", texts=NEWER)
    sent = data(cast.alice, SEND, t="WHO_5", a=given_to(5))["submitAssessment"]
    assert sent["errors"] == []
    assert kept()["versions"] == {"who-5": MARK}


def test_over_graphql_nothing_is_there_without_a_wording(cast):
    join(cast.alice)
    assert data(cast.alice, LIST) == {"licensedAssessments": []}
    assert data(cast.alice, "{ assessments(type: WHO_5) { code } }") == {"assessments": []}
    answer = data(cast.alice, START)["startAssessment"]
    assert answer["errors"][0]["code"] == "NO_WORDING"
    sent = data(cast.alice, SEND, t="WHO_5", a=[])["submitAssessment"]
    assert sent["errors"][0]["code"] == "NO_WORDING"
    assert "errors" not in ask(cast.alice, MINE)
