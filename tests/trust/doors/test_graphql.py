"""The GraphQL door from outside: what it takes, what it refuses, and what it never says."""

import json
from hashlib import sha256

import graphene
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client, RequestFactory
from graphql import parse, validate

from agency.models import Post
from argus.schema import schema
from tests.api import PATH, ask, bearer, data, post
from trust import access
from trust.doors.graphql import Asked, GraphQLDoor, PolicyMutation, PolicyType, documents
from trust.doors.graphql.limits import MAX_BODY
from trust.doors.graphql.pages import Asking, page
from trust.ledger import LedgerUnavailable

HELLO = {"query": "{ me { username } }"}


def codes(answer: dict) -> list[str]:
    return [each["extensions"]["code"] for each in answer["errors"]]


# --- POST, JSON, Bearer -------------------------------------------------------------------------


def test_post_json_bearer(alice) -> None:
    response = post(HELLO, **bearer(alice))
    assert response.json() == {"data": {"me": {"username": "alice"}}}
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("method", ["get", "put", "delete", "options", "head", "patch"])
def test_no_other_method(alice, method) -> None:
    response = getattr(Client(), method)(f"{PATH}?query={{me{{username}}}}", **bearer(alice))
    assert response.status_code == 405
    assert response["Allow"] == "POST"


def test_a_cookie_is_nobody(alice) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    response = browser.post(PATH, json.dumps(HELLO), content_type="application/json")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert codes(response.json()) == ["UNAUTHENTICATED"]


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "application/graphql",
        "",
    ],
)
def test_no_other_content_type(alice, kind) -> None:
    text = "query=mutation{withdraw{errors{code}}}"
    assert post(text, content_type=kind, **bearer(alice)).status_code == 415


def test_no_other_encoding(alice) -> None:
    response = post(HELLO, content_type="application/json; charset=utf-16", **bearer(alice))
    assert response.status_code == 415


@pytest.mark.parametrize(
    "body",
    [" ", "{", "[]", "1", "null", '"x"', "[" * 5_000, '[{"query":"{me{username}}"}]', b"\xff"],
)
def test_only_one_json_object(alice, body) -> None:
    assert post(body, **bearer(alice)).status_code == 400


@pytest.mark.parametrize(
    "body", [{}, {"query": None}, {"query": 1}, {"query": " "}, {"query": "{a}", "variables": []}]
)
def test_parameters_have_their_types(alice, body) -> None:
    assert post(body, **bearer(alice)).status_code == 400


def test_a_large_body_is_not_read(alice) -> None:
    response = post({"query": "#" * MAX_BODY}, **bearer(alice))
    assert response.status_code == 413


def test_a_token_in_the_address_is_nobody(alice) -> None:
    token = bearer(alice)["HTTP_AUTHORIZATION"].split()[1]
    response = Client().post(f"{PATH}?access_token={token}", HELLO, content_type="application/json")
    assert response.status_code == 401


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("text/html, application/json;q=0.5", "application/json"),
        (
            "application/json;q=0.1, application/graphql-response+json",
            "application/graphql-response+json",
        ),
        ("*/*", "application/json"),
    ],
)
def test_the_answer_has_the_type_that_was_asked_for(alice, accept, given) -> None:
    response = post(HELLO, HTTP_ACCEPT=accept, **bearer(alice))
    assert response["Content-Type"].startswith(given)


def test_types_that_we_do_not_speak(alice) -> None:
    assert post(HELLO, HTTP_ACCEPT="text/html", **bearer(alice)).status_code == 406


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


# --- what goes wrong inside ---------------------------------------------------------------------


class Broken(graphene.ObjectType):
    leak = graphene.String()
    ledger = graphene.String()
    stopped = graphene.String()

    @staticmethod
    def resolve_leak(root, info):
        raise IntegrityError("Key (officer)=(jane.doe) already exists")

    @staticmethod
    def resolve_ledger(root, info):
        raise LedgerUnavailable

    @staticmethod
    def resolve_stopped(root, info):
        raise PermissionDenied("CheckIn 42 belongs to jane.doe")


def broken(alice, query: str):
    view = GraphQLDoor.as_view(schema=graphene.Schema(query=Broken))
    request = RequestFactory().post(
        PATH, json.dumps({"query": query}), content_type="application/json", **bearer(alice)
    )
    return view(request)


def test_what_nobody_foresaw_is_said_without_detail(alice) -> None:
    response = broken(alice, "{ leak }")
    assert b"jane" not in response.content
    (problem,) = json.loads(response.content)["errors"]
    assert problem["extensions"]["code"] == "INTERNAL"
    assert problem["extensions"]["reference"] in problem["message"]


def test_no_ledger_no_answer(alice) -> None:
    response = broken(alice, "{ ledger }")
    assert response.status_code == 503
    assert json.loads(response.content)["errors"][0]["extensions"]["code"] == "UNAVAILABLE"


def test_stopped_and_missing_look_the_same(alice) -> None:
    response = broken(alice, "{ stopped }")
    assert b"jane" not in response.content
    assert json.loads(response.content)["errors"][0]["extensions"]["code"] == "NOT_FOUND"


# --- rows that nobody cleared -------------------------------------------------------------------


class Bare(PolicyType):
    """A post, from a resolver that forgot to ask."""

    class Meta:
        model = Post

    since = graphene.Date()


class Careless(graphene.ObjectType):
    posts = graphene.List(Bare)

    @staticmethod
    def resolve_posts(root, info):
        return list(Post.objects.filter(user__username="alice"))


def test_an_unstamped_row_is_refused(cast) -> None:
    careless = graphene.Schema(query=Careless)
    for user, shown in ((cast.alice, True), (cast.frank, False)):
        result = careless.execute("{ posts { since } }", context_value=Asked(user))
        assert (result.errors is None) is shown
        assert shown or result.data == {"posts": [None]}


def test_a_row_cleared_for_another_person_is_refused(cast) -> None:
    (row,) = access.visible(cast.alice, Post)
    info = type("Info", (), {"context": Asked(cast.frank)})
    with pytest.raises(PermissionDenied):
        Bare.is_type_of(row, info)
    assert Bare.is_type_of(row, type("Info", (), {"context": Asked(cast.alice)}))


def test_base_classes_want_their_parts() -> None:
    with pytest.raises(TypeError):
        type("NoModel", (PolicyType,), {"__doc__": "A type."})
    with pytest.raises(TypeError):
        type("NoAct", (PolicyMutation,), {"__doc__": "A mutation."})
    with pytest.raises(TypeError):
        type("NoWords", (PolicyMutation,), {"act": staticmethod(lambda user: {})})


# --- pages --------------------------------------------------------------------------------------


def test_pages_meet_without_gap_or_overlap(cast) -> None:
    rows, seen, after = Post.objects.all(), [], None
    while True:
        found = page(rows, Asking(cast.alice, "posts", 2, after), by=("since", "id"))
        seen += [row.pk for row in found.nodes]
        after = found.page_info.end_cursor
        if not found.page_info.has_next_page:
            break
    assert sorted(seen) == sorted(rows.values_list("pk", flat=True))
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("first", [0, -1, 101, 1_000_000])
def test_pages_have_one_to_a_hundred_rows(alice, first) -> None:
    answer = ask(alice, "query($n: Int) { myCheckIns(first: $n) { edges { cursor } } }", n=first)
    assert codes(answer) == ["BAD_FIRST"]


def test_cursors_belong_to_one_person_and_one_list(cast) -> None:
    cursor = Asking(cast.alice, "checkIns").cursor(["2026-01-01", "x"])
    query = "query($a: String) { myCheckIns(after: $a) { edges { cursor } } }"
    for user, after in ((cast.frank, cursor), (cast.alice, "x"), (cast.alice, "y" * 1_000)):
        assert codes(ask(user, query, a=after)) == ["BAD_CURSOR"]
    other = Asking(cast.alice, "accessLog").cursor(["2026-01-01", "x"])
    assert codes(ask(cast.alice, query, a=other)) == ["BAD_CURSOR"]
