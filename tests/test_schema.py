"""The GraphQL schema as a whole: what is in it, who is refused, and what a list costs."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from graphql import GraphQLObjectType, GraphQLScalarType, get_named_type

from agency.models import Role
from argus.schema import schema
from peersupport import actions as support
from peersupport.models import Offer
from peersupport.triggers import Decision, Severity, Source
from tests.api import ask, bearer, data, post
from tests.factories import act, make_attendance, make_incident, make_post, make_user
from trust.doors.graphql import PlainType, PolicyMutation, PolicyType
from trust.models import Disclosure
from trust.models.consent import Level
from wellness import actions as wellness
from wellness.consent_texts import CURRENT
from wellness.models import CheckIn, CheckInGrant

ANSWERS = {"stress": 8, "sleep": 4, "fatigue": 3, "balance": 6}
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
ERRORS = "errors { field code message }"


def join(user, level: str = "SELF_ONLY", **other) -> None:
    wellness.set_opt_in(by=user, text_version=CURRENT, level=Level[level], **other)


def check_in(user, key: str = "k1", **other) -> CheckIn:
    return wellness.submit_check_in(by=user, key=key, answers=ANSWERS, note="my note", **other)


def offer_to(*users, number: str = "2026-77") -> None:
    decision = Decision(str(Severity.STANDARD), (str(Source.EVENT_TYPE),))
    support.open_case(
        event=make_incident(number), decision=decision, people=dict.fromkeys(users, "standard")
    )


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
    for oracle in ("totalCount", "orderBy", "filter", "node(id", "interface Node", "search"):
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


# --- the officer --------------------------------------------------------------------------------


def test_an_officer_joins_checks_in_and_stops(alice) -> None:
    join_ = f'mutation {{ setOptIn(textVersion: "{CURRENT}", level: SUPERVISOR, countMe: true,'
    joined = data(
        alice,
        join_
        + f" categories: {{exposure: SELF_ONLY}}) {{ optIn {{ level exposure countMe }} {ERRORS} }} }}",
    )
    assert joined["setOptIn"]["optIn"] == {
        "level": "SUPERVISOR", "exposure": "SELF_ONLY", "countMe": True,
    }  # fmt: skip
    sent = data(
        alice,
        'mutation($a: AnswersInput!) { submitCheckIn(key: "k", answers: $a, note: "n") {'
        f" checkIn {{ note answers {{ stress balance }} }} standing {{ colour }} {ERRORS} }} }}",
        a={"stress": 8, "sleep": 4},
    )["submitCheckIn"]
    assert sent["checkIn"] == {"note": "n", "answers": {"stress": 8.0, "balance": None}}
    assert sent["standing"] == {"colour": "ORANGE"}
    stopped = data(alice, f"mutation {{ withdraw {{ optIn {{ level }} {ERRORS} }} }}")
    assert stopped["withdraw"]["optIn"]["level"] == "NOT_JOINED"


@pytest.mark.parametrize(
    ("mutation", "code"),
    [
        ('setOptIn(textVersion: "1999-01", level: SELF_ONLY)', "UNKNOWN_TEXT"),
        ('submitCheckIn(key: "k", answers: {stress: 11})', "OUT_OF_RANGE"),
        ('submitCheckIn(key: "k", answers: {}, day: "2999-01-01")', "IN_THE_FUTURE"),
        ('submitCheckIn(key: "", answers: {})', "KEY_MISSING"),
        ('submitCheckIn(key: "k1", answers: {stress: 1})', "KEY_USED"),
        ('triggerIncident(source: SUPERVISOR, number: "x")', "NOT_FOR_YOUR_ROLE"),
    ],
)
def test_each_clear_no_has_its_code(alice, mutation, code) -> None:
    join(alice)
    check_in(alice)
    (answer,) = data(alice, f"mutation {{ {mutation} {{ {ERRORS} }} }}").values()
    assert [each["code"] for each in answer["errors"]] == [code]
    assert answer["errors"][0]["message"]


def test_a_level_above_the_agencys_is_refused(alice, settings) -> None:
    settings.ALLOWED_LEVELS = ["SELF_ONLY", "PEER_SUPPORT"]
    query = f'mutation {{ setOptIn(textVersion: "{CURRENT}", level: FULL) {{ {ERRORS} }} }}'
    assert data(alice, query)["setOptIn"]["errors"][0]["code"] == "LEVEL_NOT_OFFERED"


def test_a_no_is_shown_to_the_officer_only(cast) -> None:
    offer_to(cast.alice)
    row = Offer.objects.filter(participant__offers__isnull=False).first()
    asked = f'respondToOffer(offer: "{row.pk}", answer: DECLINE) {{ offer {{ state }} {ERRORS} }}'
    said = data(cast.alice, f"mutation {{ {asked} }}")
    assert said["respondToOffer"]["offer"]["state"] == "DECLINED"
    row.refresh_from_db()
    assert row.state == "offered"
    carol = data(cast.carol, "{ myOffers { edges { node { id } } } }")
    assert carol["myOffers"]["edges"] == []


def test_asking_for_help(cast) -> None:
    asked = data(
        cast.alice,
        f"mutation {{ createReferral(kind: CHAPLAIN) {{ referral {{ kind state nextOn }} {ERRORS} }} }}",
    )
    assert asked["createReferral"]["referral"]["state"] == "SENT"
    own = data(cast.alice, f"mutation {{ triggerIncident(source: SELF) {{ asked {ERRORS} }} }}")
    assert own["triggerIncident"] == {"asked": True, "errors": []}
    seen = "{ cismCases { edges { node { sources state } } } }"
    assert data(cast.carol, seen)["cismCases"]["edges"][0]["node"] == {
        "sources": ["SELF"],
        "state": "OPEN",
    }
    assert data(cast.erin, seen)["cismCases"]["edges"] == []


def test_command_meets_no_case(cast) -> None:
    offer_to(cast.alice)
    seen = "{ cismCases { edges { node { severity sources closesAt } } } }"
    assert len(data(cast.carol, seen)["cismCases"]["edges"]) == 1
    assert data(cast.erin, seen)["cismCases"]["edges"] == []


def test_exposure_is_counted(alice) -> None:
    join(alice)
    make_attendance(make_incident("2026-5", category="fatal_collision"), alice)
    wellness.bring_in_attendance(by=alice)
    found = data(alice, "{ myExposure(days: 30) { days counts { kind count } } }")["myExposure"]
    assert found == {"days": 30, "counts": [{"kind": "FATAL_COLLISION", "count": 1}]}


def test_me_and_the_contract(alice) -> None:
    me = data(alice, "{ me { username activeRoles posts { role unit } } }")["me"]
    assert me == {
        "username": "alice",
        "activeRoles": ["OFFICER"],
        "posts": [{"role": "OFFICER", "unit": "Unit ABDX1"}],
    }
    contract = (
        "{ visibilityContract { levels { name } records { kind openings { who action } } never } }"
    )
    told = data(alice, contract)["visibilityContract"]
    assert next(each["name"] for each in told["levels"]) == "SELF_ONLY"
    assert told["records"]
    assert told["never"]


# --- everybody else -----------------------------------------------------------------------------


def test_a_share_opens_one_check_in_for_one_person(cast) -> None:
    join(cast.alice)
    row = check_in(cast.alice)
    query = (
        "mutation($c: ID!, $p: String!) { shareResult(checkIn: $c, person: $p) {"
        f" share {{ id person }} {ERRORS} }} }}"
    )
    shared = data(cast.alice, query, c=str(row.pk), p="bob")["shareResult"]["share"]
    assert shared["person"] == "Bob"
    refused = data(cast.alice, query, c=str(row.pk), p="dan")["shareResult"]
    assert [each["code"] for each in refused["errors"]] == ["IN_CHAIN"]
    ended = data(
        cast.alice,
        f"mutation($s: ID!) {{ revokeShare(share: $s) {{ revoked {ERRORS} }} }}",
        s=shared["id"],
    )
    assert ended["revokeShare"]["revoked"] is True


def test_frank_is_refused_by_every_mutation_on_alices_rows(cast) -> None:
    join(cast.alice)
    row = check_in(cast.alice)
    wellness.share_result(by=cast.alice, check_in=row.pk, person="bob")
    offer_to(cast.alice)
    share, offer = CheckInGrant.objects.get(), Offer.objects.first()
    case = offer.place.case
    for mutation in (
        f'deleteCheckIn(checkIn: "{row.pk}")',
        f'shareResult(checkIn: "{row.pk}", person: "bob")',
        f'revokeShare(share: "{share.pk}")',
        f'respondToOffer(offer: "{offer.pk}", answer: ACCEPT)',
        f'createReferral(kind: PEER, case: "{case.pk}")',
    ):
        answer = ask(cast.frank, f"mutation {{ {mutation} {{ {ERRORS} }} }}")
        (result,) = answer["data"].values()
        assert [each["code"] for each in result["errors"]] == ["NOT_FOUND"], mutation
    assert CheckIn.objects.count() == CheckInGrant.objects.count() == 1


def test_mutations_without_a_row_change_only_franks_own(cast) -> None:
    join(cast.alice)
    check_in(cast.alice)
    for mutation in (
        "withdraw(destroyMyKey: true)",
        f'setOptIn(textVersion: "{CURRENT}", level: FULL)',
        'submitCheckIn(key: "k1", answers: {stress: 0})',
        "triggerIncident(source: SELF)",
    ):
        ask(cast.frank, f"mutation {{ {mutation} {{ {ERRORS} }} }}")
    mine = data(cast.alice, "{ myOptIn { level } myCheckIns { edges { node { note } } } }")
    assert mine["myOptIn"]["level"] == "SELF_ONLY"
    assert mine["myCheckIns"]["edges"][0]["node"]["note"] == "my note"


def test_nobody_else_finds_anything_in_my_queries(cast) -> None:
    join(cast.alice, "FULL", wellness_team=True, count_me=True)
    check_in(cast.alice)
    offer_to(cast.alice)
    query = (
        "{ myOptIn { level } myStanding { colour } myCheckIns { edges { node { id } } }"
        " myExposure { days } myOffers { edges { node { id } } }"
        " myAccessLog { edges { node { at } } } }"
    )
    for other in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        found = data(other, query)
        assert all(each in (None, {"edges": []}) for each in found.values()), other.username


@pytest.mark.parametrize(("level", "shown"), [("PEER_SUPPORT", []), ("SUPERVISOR", ["Alice"])])
def test_the_supervisor_sees_the_colour_from_that_level_on(cast, level, shown) -> None:
    join(cast.alice, level)
    check_in(cast.alice)
    query = "{ standings { edges { node { person colour } } } }"
    found = data(cast.dan, query)["standings"]["edges"]
    assert [each["node"]["person"] for each in found] == shown
    log = data(cast.alice, "{ myAccessLog { edges { node { person record outcome role } } } }")
    looks = [each["node"] for each in log["myAccessLog"]["edges"]]
    wanted = {
        "person": "Dan",
        "record": "wellness.standing",
        "outcome": "SHOWN",
        "role": "supervisor",
    }
    assert looks == [wanted for _ in shown]


def test_a_stopped_try_stands_in_the_log(cast) -> None:
    join(cast.alice)
    row = check_in(cast.alice)
    ask(cast.dan, f'mutation {{ deleteCheckIn(checkIn: "{row.pk}") {{ {ERRORS} }} }}')
    log = data(cast.alice, "{ myAccessLog { edges { node { person outcome } } } }")
    assert log["myAccessLog"]["edges"][0]["node"] == {"person": "Dan", "outcome": "STOPPED"}


def test_own_looks_are_nobodys_data(alice) -> None:
    join(alice)
    check_in(alice)
    before = Disclosure.objects.using("ledger").count()
    data(alice, "{ myStanding { colour } myCheckIns { edges { node { note } } } }")
    assert Disclosure.objects.using("ledger").count() == before


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
