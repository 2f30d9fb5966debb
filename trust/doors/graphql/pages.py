"""Lists in pages: keyset cursors that are signed for one person and one list, 100 rows at most.

No total count and no filter: both would tell about rows that are not shown.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import graphene
from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from graphql import GraphQLResolveInfo

from agency.models import User
from trust.doors.graphql.answers import Told
from trust.doors.graphql.limits import DEFAULT_FIRST, MAX_FIRST
from trust.doors.graphql.types import plain

M = TypeVar("M", bound=Model)
MAX_CURSOR = 400


@dataclass(frozen=True)
class Edge:
    """A row and how to sign its place in the list: only for callers who ask for it."""

    node: object
    sign: Callable[[], str]

    @property
    def cursor(self) -> str:
        return self.sign()


@dataclass(frozen=True)
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@dataclass(frozen=True)
class Page:
    """One page of a list, ready for a connection type."""

    edges: list[Edge]
    page_info: PageInfo

    @property
    def nodes(self) -> list[object]:
        return [edge.node for edge in self.edges]

    def of(self, nodes: Iterable[object]) -> Page:
        """The same page around other nodes, one for each."""
        pairs = zip(nodes, self.edges, strict=True)
        return Page([Edge(node, edge.sign) for node, edge in pairs], self.page_info)


@dataclass(frozen=True)
class Asking:
    """``first`` and ``after`` of one person for one list."""

    user: User
    name: str
    first: int | None = None
    after: str | None = None

    @property
    def size(self) -> int:
        size = DEFAULT_FIRST if self.first is None else self.first
        if not 1 <= size <= MAX_FIRST:
            raise Told(_("Ask for 1 to %(most)s rows.") % {"most": MAX_FIRST}, "BAD_FIRST")
        return size

    @property
    def _salt(self) -> str:
        return f"graphql.cursor.{self.name}.{self.user.pk}"

    def cursor(self, key: Sequence[object]) -> str:
        return signing.dumps([_plain(value) for value in key], salt=self._salt)

    def cursor_at(self, row: Model, by: Sequence[str]) -> str:
        return self.cursor([_read(row, column) for column in by])

    def start(self) -> list[object] | None:
        """Where the page begins: the key of the row before it."""
        if not self.after:
            return None
        if len(self.after) > MAX_CURSOR:
            raise Told(_("This cursor is not from this list."), "BAD_CURSOR")
        try:
            return list(signing.loads(self.after, salt=self._salt))
        except (signing.BadSignature, json.JSONDecodeError) as foreign:
            raise Told(_("This cursor is not from this list."), "BAD_CURSOR") from foreign


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def page(rows: QuerySet[M], asking: Asking, by: Sequence[str]) -> Page:
    """The page that was asked for, newest (largest key) first. ``by`` names columns without nulls,
    unique together, for which an index should stand."""
    size, start = asking.size, asking.start()
    if start is not None:
        rows = rows.filter(_below(by, start))
    found = list(rows.order_by(*(f"-{column}" for column in by))[: size + 1])
    shown = found[:size]
    edges = [Edge(row, partial(asking.cursor_at, row, by)) for row in shown]
    return Page(edges, PageInfo(len(found) > size, edges[-1].cursor if edges else None))


def _read(row: Model, column: str) -> object:
    value: object = row
    for part in column.split("__"):
        value = getattr(value, part)
    return value


def _below(by: Sequence[str], start: Sequence[object]) -> Q:
    """Rows after the start in descending order: a < x, or a = x and b < y, …"""
    where = Q(pk__in=[])
    for place, column in enumerate(by):
        same = Q(**dict(zip(by[:place], start[:place], strict=True)))
        where |= same & Q(**{f"{column}__lt": start[place]})
    return where


# --- their GraphQL types --------------------------------------------------------------------------


class PageInfoType(graphene.ObjectType):
    """Whether there is more, and where it starts."""

    class Meta:
        name = "PageInfo"

    has_next_page = graphene.Boolean(required=True)
    end_cursor = graphene.String()


def connection(node: type[graphene.ObjectType]) -> type[graphene.ObjectType]:
    """``XConnection { edges { node cursor } pageInfo { hasNextPage endCursor } }``."""
    name = node._meta.name
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "__doc__": "One row and its place in the list.",
            "node": graphene.Field(node, required=True),
            "cursor": graphene.String(required=True),
        },
    )
    fields = {
        "__doc__": f"A page of at most {MAX_FIRST} rows.",
        "edges": graphene.List(graphene.NonNull(edge), required=True),
        "page_info": graphene.Field(PageInfoType, required=True),
    }
    return type(f"{name}Connection", (graphene.ObjectType,), fields)


def paged(
    node: type[graphene.ObjectType], read: Callable[..., Page], **arguments: graphene.Argument
) -> graphene.Field:
    """A field that answers with ``read(user, asking, **given)``: takes ``first`` and ``after``.

    A cursor belongs to the list and the arguments that it was given for.
    """

    def answer(
        root: None,
        info: GraphQLResolveInfo,
        first: int | None = None,
        after: str | None = None,
        **given: object,
    ) -> Page:
        user = info.context.user
        given = {name: plain(value) for name, value in given.items() if value is not None}
        return read(user, Asking(user, f"{info.field_name} {given}", first, after), **given)

    return graphene.Field(
        connection(node),
        resolver=answer,
        required=True,
        first=graphene.Int(
            description=f"How many rows, 1 to {MAX_FIRST}; {DEFAULT_FIRST} if left out."
        ),
        after=graphene.String(description="The cursor after which the page starts."),
        **arguments,
    )
