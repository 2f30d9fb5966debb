"""Wellness over GraphQL: one Query and one Mutation, put together in ``argus.schema``."""

from wellness.schema.mutations import Mutation
from wellness.schema.queries import Query

__all__ = ["Mutation", "Query"]
