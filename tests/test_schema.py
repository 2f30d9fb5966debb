"""The GraphQL schema as a whole: what is in it, and what a list costs."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from graphql import GraphQLObjectType, GraphQLScalarType, get_named_type

from agency.models import Role
from argus.schema import schema
from tests.api import bearer, data, post
from tests.factories import act, make_post, make_user
from tests.record import check_in, join, offer_to
from trust.doors.graphql import PlainType, PolicyMutation, PolicyType
from wellness import actions as wellness

QUERIES = {
    "activities", "askedOfMe", "assessments", "cismCases", "debriefs", "departmentSummary",
    "dueAssessments", "dutyStatuses", "exportMyRecord", "exposureEntries", "licensedAssessments",
    "me", "myAccessLog", "myAssessments", "myAvailability", "myCheckIns", "myContacts",
    "myEnrolments", "myExposure", "myFatigue", "myNoticeChoices", "myOffers", "myOptIn",
    "myReceipts", "myRecommendations", "myReferrals", "myReminders", "myRequests", "mySafetyPlan",
    "mySeats", "mySignUps", "myStanding", "myTeam", "myThanks", "programmeStatistics", "referral",
    "retentionRules", "returnPlan", "rosterCoverage", "sharedAssessments", "sharedReturnPlans",
    "sleepEntries", "standings", "supporters", "trainingCourses", "trainingOpportunities",
    "trainingRecords", "trainingSessions", "visibilityContract", "visits", "waitingRequests",
    "workEntries",
}  # fmt: skip
MUTATIONS = {
    "acceptRequest", "addExposure", "advanceReferral", "advanceReturnStage", "annotateExposure",
    "answerSeat", "cancelAssessment", "cancelDebrief", "closeVisit", "confirmAnnualReview",
    "createReferral", "deleteAssessment", "deleteCheckIn", "deleteSafetyPlan", "deleteSleep",
    "deleteWork", "destroyMyRecord", "disputeExposure", "enrol", "joinActivity", "leaveActivity",
    "leaveSession", "logContact", "logSleep", "logWork", "markAttended", "markHeld",
    "moveDebrief", "passRequest", "planVisit", "reinstateDebrief", "removeExposure",
    "requestPeer", "respondToOffer", "revealMyself", "revokeAssessmentShare", "revokeShare",
    "saveAnswer", "saveSafetyPlan", "scheduleDebrief", "sendThanks", "setAvailability",
    "setMyTeam", "setNoticeChoices", "setOptIn", "setReminders", "shareAssessment", "shareResult",
    "snoozeAssessment", "startAssessment", "submitAssessment", "submitCheckIn",
    "takeBackAnnualReview", "takeBackAttended", "takeBackReferral", "triggerIncident",
    "welcomeThanks", "withdraw",
}  # fmt: skip
WRAPPERS = ("Connection", "Edge")  # pages of rows, and no rows themselves
ROOTS = {"Query", "Mutation", "PageInfo"}


# --- shape --------------------------------------------------------------------------------------


def test_sdl_is_the_one_in_docs() -> None:
    assert (settings.BASE_DIR / "docs" / "schema.graphql").read_text() == str(schema)


def test_names_are_these() -> None:
    assert set(schema.graphql_schema.query_type.fields) == QUERIES
    assert set(schema.graphql_schema.mutation_type.fields) == MUTATIONS


def object_types():
    return [
        each.graphene_type
        for name, each in schema.graphql_schema.type_map.items()
        if isinstance(each, GraphQLObjectType)
        and not name.startswith("__")
        and name not in ROOTS
        and not name.endswith(WRAPPERS)
    ]


@pytest.mark.parametrize("kind", object_types(), ids=str)
def test_every_type_is_a_policy_type_or_holds_no_row(kind) -> None:
    assert issubclass(kind, PolicyType | PlainType | PolicyMutation)
    assert kind._meta.description


def test_no_filter_order_total_or_node() -> None:
    text = str(schema)
    for oracle in (
        "totalCount",
        "orderBy",
        "filter",
        "node(",
        "interface Node",
        "search",
        "where:",
    ):
        assert oracle not in text


def test_no_pseudonym_and_no_key_in_any_type() -> None:
    for kind in object_types():
        assert not {"handle", "participant", "body_mac", "link", "subject", "viewer"} & set(
            kind._meta.fields
        )


def test_every_list_is_a_page_or_belongs_to_one_row() -> None:
    for name, field in schema.graphql_schema.query_type.fields.items():
        kind = get_named_type(field.type)
        assert not isinstance(kind, GraphQLScalarType)
        assert kind.name.endswith("Connection") is ("first" in field.args), name


def test_every_mutation_says_what_is_wanting() -> None:
    for field in schema.graphql_schema.mutation_type.fields.values():
        assert str(get_named_type(field.type).fields["errors"].type) == "[Problem!]!"


def test_a_fresh_printing_is_the_same(tmp_path) -> None:
    where = tmp_path / "schema.graphql"
    call_command("graphql_schema", schema="argus.schema.schema", out=str(where), stdout=StringIO())
    assert where.read_text() == str(schema)


# --- what a list costs --------------------------------------------------------------------------


LISTS = {
    "myCheckIns": "{ myCheckIns(first: 100) { edges { node { id note answers { stress } } } } }",
    "myOffers": "{ myOffers(first: 100) { edges { node { id incident state } } } }",
    "myAccessLog": "{ myAccessLog(first: 100) { edges { node { person record } } } }",
    "standings": "{ standings(first: 100) { edges { node { person colour } } } }",
    "cismCases": "{ cismCases(first: 100) { edges { node { incident closesAt state } } } }",
}
READERS = [
    ("alice", "myCheckIns"),
    ("alice", "myOffers"),
    ("alice", "myAccessLog"),
    ("bob", "standings"),
    ("carol", "standings"),
    ("dan", "standings"),
    ("erin", "standings"),
    ("carol", "cismCases"),
]


def fill(cast, start: int, times: int) -> None:
    """Rows for every list: check-ins, offers and cases, looks, people who disclosed."""
    for n in range(start, start + times):
        officer = make_user(f"officer{n}")
        make_post(officer, Role.OFFICER, cast.alice.posts.get().unit)
        for each in (cast.alice, act(officer, Role.OFFICER)):
            join(each, "FULL")
            wellness.choose_peer(by=each, peer="bob")
            check_in(each, key=f"key-{n}")
        offer_to(cast.alice, number=f"2026-{n}")
        data(cast.dan, "{ standings { edges { node { colour } } } }")


@pytest.mark.parametrize(("who", "name"), READERS)
def test_a_list_costs_the_same_whatever_its_length(
    cast, who, name, django_assert_max_num_queries
) -> None:
    user, costs, lengths = getattr(cast, who), [], []
    for start, times in ((0, 1), (100, 4)):
        fill(cast, start, times)
        sent = bearer(user)
        post({"query": LISTS[name]}, **sent)  # content types are looked up once per process
        with django_assert_max_num_queries(4) as asked:
            found = post({"query": LISTS[name]}, **sent).json()["data"]
        costs.append(len(asked))
        lengths.append(len(found[name]["edges"]))
    assert costs[0] == costs[1]
    assert 0 < lengths[0] < lengths[1]
