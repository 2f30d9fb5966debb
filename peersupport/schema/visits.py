"""Visits to the briefing of a unit over GraphQL. Units and states: no name of an officer, no figure."""

from __future__ import annotations

import datetime as dt

import graphene
from graphql import GraphQLResolveInfo

from agency.models import User
from peersupport import actions
from peersupport.models import Outreach
from trust import access
from trust.doors.graphql import Asking, Page, PolicyMutation, PolicyType, enum, page, paged

VisitState = enum("VisitState", Outreach.State)


class VisitType(PolicyType):
    """A unit whose briefing somebody visits. No name of an officer, no figure."""

    class Meta:
        model = Outreach
        name = "Visit"

    id = graphene.ID(required=True)
    unit = graphene.String(required=True)
    month = graphene.Date(required=True)
    state = graphene.Field(VisitState, required=True)
    day = graphene.Date()
    who_goes = graphene.String()

    @staticmethod
    def resolve_unit(root: Outreach, info: GraphQLResolveInfo) -> str:
        return str(root.unit)

    @staticmethod
    def resolve_who_goes(root: Outreach, info: GraphQLResolveInfo) -> str | None:
        return str(root.supporter.user) if root.supporter else None


def to_visit(user: User, asking: Asking) -> Page:
    rows = access.visible(user, Outreach).select_related("unit", "supporter__user")
    return page(rows, asking, by=("month", "id"))


class Query(graphene.ObjectType):
    visits = paged(
        VisitType, to_visit, description="Units to visit, for the team and for whoever goes."
    )


class PlanVisit(PolicyMutation):
    """Ask a supporter to go to the briefing of a unit."""

    class Arguments:
        visit = graphene.ID(required=True)
        supporter = graphene.ID(required=True)
        day = graphene.Date(required=True)

    visit = graphene.Field(VisitType)

    @staticmethod
    def act(user: User, *, visit: str, supporter: str, day: dt.date) -> dict[str, object]:
        row = actions.plan_visit(by=user, outreach=visit, supporter=supporter, day=day)
        return {"visit": row}


class CloseVisit(PolicyMutation):
    """Somebody was there; or the visit is let go, or taken up again."""

    class Arguments:
        visit = graphene.ID(required=True)
        state = VisitState(required=True)

    visit = graphene.Field(VisitType)

    @staticmethod
    def act(user: User, *, visit: str, state: str) -> dict[str, object]:
        return {"visit": actions.close_visit(by=user, outreach=visit, state=state)}


class Mutation(graphene.ObjectType):
    plan_visit = PlanVisit.Field(required=True)
    close_visit = CloseVisit.Field(required=True)
