"""Wellness over GraphQL: one Query and one Mutation, put together in ``argus.schema``."""

import graphene

from wellness.schema import (
    assessments,
    exposure,
    hours,
    leaving,
    mutations,
    queries,
    record,
    safety,
)

__all__ = ["Mutation", "Query"]


class Query(
    queries.Query, assessments.Query, safety.Query, exposure.Query, hours.Query, record.Query,
    leaving.Query, graphene.ObjectType,
):  # fmt: skip
    """What the wellness room lets read."""


class Mutation(
    mutations.Mutation, assessments.Mutation, safety.Mutation, exposure.Mutation, hours.Mutation,
    record.Mutation, leaving.Mutation, graphene.ObjectType,
):  # fmt: skip
    """What the wellness room lets do."""
