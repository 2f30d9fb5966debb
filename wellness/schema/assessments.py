"""GraphQL: assessments."""

from __future__ import annotations

import graphene


class Query(graphene.ObjectType):
    """Reads: assessments."""


class Mutation(graphene.ObjectType):
    """Changes: assessments."""
