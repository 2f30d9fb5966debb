"""The notice board and training over GraphQL: one Query and one Mutation, put together in ``argus.schema``."""

import graphene

from resources.schema import board, training

__all__ = ["Mutation", "Query"]


class Query(board.Query, training.Query, graphene.ObjectType):
    """What the notice board and the training pages let read."""


class Mutation(board.Mutation, training.Mutation, graphene.ObjectType):
    """What the notice board and the training pages let do."""
