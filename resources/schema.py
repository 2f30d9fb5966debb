"""GraphQL of the notice board: activities, thanks, training to apply for."""

from __future__ import annotations

import graphene


class Query(graphene.ObjectType):
    """Reads of the notice board."""


class Mutation(graphene.ObjectType):
    """Changes on the notice board."""
