"""Peer support over GraphQL: one Query and one Mutation, put together in ``argus.schema``."""

import graphene

from peersupport.schema import (
    cases,
    contacts,
    debriefs,
    referrals,
    requests,
    returns,
    roster,
    visits,
)

__all__ = ["Mutation", "Query"]


class Query(
    cases.Query,
    contacts.Query,
    debriefs.Query,
    referrals.Query,
    requests.Query,
    returns.Query,
    roster.Query,
    visits.Query,
    graphene.ObjectType,
):
    """What the peer support room lets read."""


class Mutation(
    cases.Mutation,
    contacts.Mutation,
    debriefs.Mutation,
    referrals.Mutation,
    requests.Mutation,
    returns.Mutation,
    roster.Mutation,
    visits.Mutation,
    graphene.ObjectType,
):
    """What the peer support room lets do."""
