"""The GraphQL door from outside: what it takes, what it refuses, and what it never says."""

import json

import graphene
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client, RequestFactory

from agency.models import Post
from tests.api import HELLO, PATH, bearer, codes, post
from trust import access
from trust.doors.graphql import Asked, GraphQLDoor, PolicyMutation, PolicyType
from trust.doors.graphql.limits import MAX_BODY
from trust.ledger import LedgerUnavailable

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
