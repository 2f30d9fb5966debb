"""Everything that can be asked of the house: its addresses, its operations, and Alice's real ids."""

import json
import re
from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
)

from tests.factories import sign_in

#: Addresses that end the session or only speak of signing in; other tests sweep them.
LEFT_OUT = re.compile(r"^/(accounts|o|static)/|logout")


def routes(patterns=None, before="") -> Iterator[tuple[str, str]]:
    """Every address of the portal: its name, and the pattern as text."""
    for each in patterns or get_resolver("argus.urls").url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, here)
        elif isinstance(each, URLPattern):
            yield each.name or here, here


ROUTES = [(name, route) for name, route in routes() if not LEFT_OUT.search("/" + route)]


WITH_ID = [(name, route) for name, route in ROUTES if "<uuid:" in route]


def hers(stage) -> set[str]:
    ids = {str(row.pk) for name, row in stage.rows.items() if not name.startswith("Figure")}
    handles = {str(row.pk) for row in (stage.rows["Standing"].participant,)}
    return ids | handles | {str(stage.alice.pk), str(stage.case.pk), str(stage.incident.pk)}


def told(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(dict(answer.headers))


def called(stage, name: str) -> str:
    return next(each for each, user in stage.people.items() if user.pk == getattr(stage, name).pk)


def browser(stage, name: str) -> Client:
    return sign_in(Client(), getattr(stage, name), stage.role[called(stage, name)])


def selection(kind: GraphQLObjectType) -> str:
    """Every field of a type, all the way down."""
    parts = []
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        below = f" {selection(inner)}" if isinstance(inner, GraphQLObjectType) else ""
        parts.append(name + below)
    return "{ " + " ".join(parts) + " }"


def literal(kind, pk: str) -> str:
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLList):
        return f"[{literal(kind.of_type, pk)}]"
    if isinstance(kind, GraphQLInputObjectType):
        needed = {n: f.type for n, f in kind.fields.items() if isinstance(f.type, GraphQLNonNull)}
        return (
            "{" + ", ".join(f"{name}: {literal(each, pk)}" for name, each in needed.items()) + "}"
        )
    return PLAIN.get(str(kind), json.dumps(pk))


PLAIN = {
    "Int": "5", "Float": "5", "Boolean": "false", "Date": '"2026-11-01"', "Time": '"10:00:00"',
    "DateTime": '"2026-11-01T10:00:00Z"',
}  # fmt: skip


#: With a cursor or a unit made up, a list would only say so.
LEFT_OPEN = {"after", "period", "unit", "state"}


def operations(root: GraphQLObjectType, pk: str) -> Iterator[tuple[str, str]]:
    for name, field in root.fields.items():
        asked = {key: arg for key, arg in field.args.items() if key not in LEFT_OPEN}
        given = ", ".join(f"{key}: {literal(arg.type, pk)}" for key, arg in asked.items())
        below = selection(get_named_type(field.type))
        yield name, f"{name}{f'({given})' if given else ''} {below}"
