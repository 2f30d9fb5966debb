"""Documents before anything runs: how much one may ask, which rules hold, and the operations on the list."""

import json
from hashlib import sha256

import graphene
import pytest
from graphql import parse, validate

from argus.schema import schema
from tests.api import HELLO, ask, bearer, codes, data, post
from trust.doors.graphql import documents

# --- limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "{ " + " ".join(f"a{n}: me {{ username }}" for n in range(11)) + " }",
        "{ ...a } fragment a on Query { "
        + " ".join(f"x{n}: myOptIn {{level}}" for n in range(11))
        + " }",
        (
            "{ myCheckIns(first: 100) { edges { node { id week submittedAt answers { stress sleep fatigue } } } }"
            " myAccessLog(first: 100) { edges { node { at person role record action outcome permission } } }"
            " standings(first: 100) { edges { node { person colour since wantsContact } } }"
            " myOffers(first: 100) { edges { node { id service incident opensAt closesAt state } } } }"
        ),
        (
            "query($n: Int) { cismCases(first: $n) { edges { node { id incident occurredAt severity sources state"
            " openedAt closesAt } } } myOffers(first: $n) { edges { node { id service incident opensAt bestBy"
            " closesAt state wantsTime } } } standings(first: $n) { edges { node { person colour since"
            " wantsContact } } } myCheckIns(first: $n) { edges { node { id week note } } } }"
        ),
        "query a { me { username } } query b { me { username } }",
        (
            "{ me { username @include(if: true) @skip(if: false) name @include(if: true) @skip(if: false)"
            " language @include(if: true) @skip(if: false) } }"
        ),
    ],
)
def test_too_much_is_refused_before_anything_runs(alice, query) -> None:
    answer = ask(alice, query)
    assert "TOO_MUCH" in codes(answer)
    assert "data" not in answer


def test_too_deep() -> None:
    class Node(graphene.ObjectType):
        deeper = graphene.Field(lambda: Node)

    deep = graphene.Schema(query=Node).graphql_schema
    for levels, fine in ((7, True), (9, False)):
        query = "{ " + "deeper { " * levels + "__typename" + " }" * levels + " }"
        found = validate(deep, parse(query), documents.RULES)
        assert (not found) is fine


def test_fragments_in_a_circle_and_a_bomb(alice) -> None:
    circle = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"
    assert "data" not in ask(alice, circle)
    steps = " ".join(
        f"fragment f{n} on Query {{ ...f{n + 1} x{n}: __typename ...f{n + 1} }}" for n in range(30)
    )
    bomb = "{ ...f0 } " + steps + " fragment f30 on Query { me { username } }"
    assert "TOO_MUCH" in codes(ask(alice, bomb))


def test_many_tokens(alice) -> None:
    assert "data" not in ask(alice, "{ " + "me { username } " * 300 + "}")


def test_standard_rules_hold(alice) -> None:
    assert "data" not in ask(alice, "{ nope }")
    assert "data" not in ask(alice, "mutation { deleteCheckIn { deleted } }")
    response = post(
        {"query": "{ nope }"}, HTTP_ACCEPT="application/graphql-response+json", **bearer(alice)
    )
    assert response.status_code == 400


def test_no_suggestion_of_names(alice) -> None:
    for query in (
        "{ myCheckIn { edges } }",
        "{ me { usernam } }",
        "mutation { withdra { errors } }",
    ):
        assert "mean" not in json.dumps(ask(alice, query))
    wrong = "mutation { createReferral(kind: CHAPLAI) { errors { code } } }"
    assert "mean" not in json.dumps(ask(alice, wrong))


def test_introspection_only_where_switched_on(alice, settings) -> None:
    query = "{ __schema { types { name } } }"
    settings.GRAPHQL_INTROSPECTION = True
    assert "data" in ask(alice, query)
    settings.GRAPHQL_INTROSPECTION = False
    assert "data" not in ask(alice, query)
    assert data(alice, "{ __typename }") == {"__typename": "Query"}


def test_documents_are_prepared_once(alice) -> None:
    documents.prepared.cache_clear()
    for _ in range(3):
        data(alice, "{ me { name } }")
    assert documents.prepared.cache_info().misses == 1


# --- operations on the list ---------------------------------------------------------------------


def test_listed_operations(alice, settings, tmp_path) -> None:
    documents.operations.cache_clear()
    settings.GRAPHQL_OPERATIONS = tmp_path
    (tmp_path / "me.graphql").write_text(HELLO["query"])
    digest = sha256(HELLO["query"].encode()).hexdigest()
    by_id = {"documentId": f"sha256:{digest}"}
    by_hash = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}
    for body in (by_id, by_hash, HELLO):
        settings.GRAPHQL_PERSISTED_ONLY = True
        assert post(body, **bearer(alice)).json()["data"]["me"]["username"] == "alice"
    assert post({"query": "{ me { name } }"}, **bearer(alice)).status_code == 403
    assert post({"documentId": "sha256:00"}, **bearer(alice)).status_code == 400


def test_our_own_operations_are_good() -> None:
    from django.conf import settings

    texts = documents.operations(settings.GRAPHQL_OPERATIONS).values()
    assert texts
    for text in texts:
        assert not validate(schema.graphql_schema, parse(text), documents.CLOSED), text
