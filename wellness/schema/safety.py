"""GraphQL: the safety plan."""

from __future__ import annotations

import graphene


class Query(graphene.ObjectType):
    """Reads: the safety plan."""


class Mutation(graphene.ObjectType):
    """Changes: the safety plan."""
