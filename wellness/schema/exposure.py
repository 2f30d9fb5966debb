"""GraphQL: hard calls."""

from __future__ import annotations

import graphene


class Query(graphene.ObjectType):
    """Reads: hard calls."""


class Mutation(graphene.ObjectType):
    """Changes: hard calls."""
