"""The GraphQL schema: the rooms' queries and mutations side by side, and the frozen figures."""

from __future__ import annotations

import graphene
from django.http import Http404
from graphql import GraphQLResolveInfo

import peersupport.schema
import resources.schema
import trust.doors.channels
import trust.doors.schema
import wellness.schema
from agency.models import Unit, User
from argus import reports
from trust.doors.graphql import PlainType, PolicyType
from trust.models import ReleasedCell


class FigureType(PolicyType):
    """One frozen figure; or the larger unit that its people are included in."""

    class Meta:
        model = ReleasedCell
        name = "Figure"

    metric = graphene.String(required=True)
    label = graphene.String(required=True)
    value = graphene.String(description="Rounded; nothing when it is not reported at this level.")
    people = graphene.String(description="Of how many officers, in a band.")
    not_reported = graphene.String(description="Where its people are included instead.")

    @staticmethod
    def resolve_label(root: ReleasedCell, info: GraphQLResolveInfo) -> str:
        return next((str(m.label) for m in reports.figures() if m.code == root.metric), root.metric)

    @staticmethod
    def resolve_value(root: ReleasedCell, info: GraphQLResolveInfo) -> str | None:
        return root.value or None

    @staticmethod
    def resolve_people(root: ReleasedCell, info: GraphQLResolveInfo) -> str | None:
        return root.n_band or None

    @staticmethod
    def resolve_not_reported(root: ReleasedCell, info: GraphQLResolveInfo) -> str | None:
        return reports.refusal(root) if root.suppressed else None


class DepartmentSummary(PlainType):
    """The frozen figures of one unit in one closed period."""

    period = graphene.String(required=True)
    unit = graphene.String(required=True)
    figures = graphene.List(graphene.NonNull(FigureType), required=True)


class ProgrammeStatistics(PlainType):
    """How the support programme does, in one closed period: frozen figures and nothing else."""

    period = graphene.String(required=True)
    unit = graphene.String(required=True)
    figures = graphene.List(graphene.NonNull(FigureType), required=True)


def statistics(user: User, period: str) -> dict[str, object] | None:
    """The figures about the programme, for the highest unit that this person may read."""
    found = summary(user, period, "")
    if found is None:
        return None
    cells: list[ReleasedCell] = found["figures"]  # type: ignore[assignment]
    return found | {"figures": [cell for cell in cells if cell.metric in reports.PROGRAMME]}


def summary(user: User, period: str, unit: str) -> dict[str, object] | None:
    """What this person may read: the newest period and their highest unit when left out."""
    run = reports.chosen(reports.frozen(user), period)
    cells = [] if run is None else list(reports.cells(user).filter(run=run).order_by("unit__path"))
    if run is None:
        return None
    shown: Unit | None = next((c.unit for c in cells if unit in ("", c.unit.code)), None)
    if shown is None:
        raise Http404
    figures = [cell for cell in cells if cell.unit_id == shown.pk]
    return {"period": run.period, "unit": shown.name, "figures": figures}


class Query(
    trust.doors.schema.Query, trust.doors.channels.Query, wellness.schema.Query, peersupport.schema.Query,
    resources.schema.Query, graphene.ObjectType,
):  # fmt: skip
    """What you may read."""

    department_summary = graphene.Field(
        DepartmentSummary,
        period=graphene.String(
            default_value="", description="2026-10 or 2026-Q3; else the newest."
        ),
        unit=graphene.String(default_value="", description="A unit's code; else your highest."),
        description="Figures as they were frozen; nothing when no period is.",
    )

    programme_statistics = graphene.Field(
        ProgrammeStatistics,
        period=graphene.String(
            default_value="", description="2026-10 or 2026-Q3; else the newest."
        ),
        description="Figures about the support programme; nothing when no period is frozen.",
    )

    @staticmethod
    def resolve_programme_statistics(
        root: None, info: GraphQLResolveInfo, period: str
    ) -> dict[str, object] | None:
        return statistics(info.context.user, period)

    @staticmethod
    def resolve_department_summary(
        root: None, info: GraphQLResolveInfo, period: str, unit: str
    ) -> dict[str, object] | None:
        return summary(info.context.user, period, unit)


class Mutation(
    wellness.schema.Mutation, peersupport.schema.Mutation, resources.schema.Mutation,
    trust.doors.channels.Mutation,
    graphene.ObjectType,
):  # fmt: skip
    """What you may do."""


schema = graphene.Schema(query=Query, mutation=Mutation)
