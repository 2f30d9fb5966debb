"""Peer support over GraphQL: one Query and one Mutation, put together in ``argus.schema``."""

import graphene

from peersupport.schema import cases

__all__ = ["Mutation", "Query"]


class Query(cases.Query, graphene.ObjectType):
    """What the peer support room lets read."""


class Mutation(cases.Mutation, graphene.ObjectType):
    """What the peer support room lets do."""
