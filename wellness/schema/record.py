"""GraphQL: my record and what could help next."""

from __future__ import annotations

import graphene


class Query(graphene.ObjectType):
    """Reads: my record and what could help next."""


class Mutation(graphene.ObjectType):
    """Changes: my record and what could help next."""
