"""GraphQL: sleep, hours and fatigue."""

from __future__ import annotations

import graphene


class Query(graphene.ObjectType):
    """Reads: sleep, hours and fatigue."""


class Mutation(graphene.ObjectType):
    """Changes: sleep, hours and fatigue."""
