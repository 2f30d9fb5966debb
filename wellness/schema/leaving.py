"""GraphQL: leaving."""

from __future__ import annotations

import graphene


class Query(graphene.ObjectType):
    """Reads: leaving."""


class Mutation(graphene.ObjectType):
    """Changes: leaving."""
