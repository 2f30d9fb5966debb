"""The GraphQL door: base types, pages of rows, limits, and the endpoint."""

from trust.doors.graphql.answers import Told
from trust.doors.graphql.pages import Asking, Page, page, paged
from trust.doors.graphql.types import PlainType, PolicyMutation, PolicyType, Problem, enum, plain
from trust.doors.graphql.view import Asked, GraphQLDoor

__all__ = [
    "Asked",
    "Asking",
    "GraphQLDoor",
    "Page",
    "PlainType",
    "PolicyMutation",
    "PolicyType",
    "Problem",
    "Told",
    "enum",
    "page",
    "paged",
    "plain",
]
