"""How tests speak to the GraphQL door: real requests with real tokens."""

import json
from functools import lru_cache

from django.conf import settings
from django.test import Client

from agency.models import User
from trust.doors import tokens

PATH = "/graphql/"
HELLO = {"query": "{ me { username } }"}
ERRORS = "errors { field code message }"


def bearer(user: User, *roles: str) -> dict[str, str]:
    token = tokens.mint(user, *(roles or sorted(user.__dict__.get("_session_roles", ()))))
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def post(body: object, **headers: str):
    """A raw request; ``body`` is sent as JSON unless it is text already."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"content_type": "application/json", "HTTP_ACCEPT": "application/json"} | headers
    return door(tuple(settings.MIDDLEWARE), settings.ROOT_URLCONF).post(PATH, text, **headers)


@lru_cache(maxsize=8)
def door(middleware: tuple[str, ...], urls: str) -> Client:
    """One client for as long as the settings are the same: the middleware is built once. No cookie is kept."""
    return Client()


def ask(user: User, query: str, **variables: object) -> dict:
    """The whole answer of one operation, sent by ``user`` in their active roles."""
    response = post({"query": query, "variables": variables}, **bearer(user))
    assert response.status_code == 200, response.content
    return response.json()


def data(user: User, query: str, **variables: object) -> dict:
    answer = ask(user, query, **variables)
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def codes(answer: dict) -> list[str]:
    return [each["extensions"]["code"] for each in answer["errors"]]
