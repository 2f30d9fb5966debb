"""Coming back to duty over GraphQL, and what the agency's office says of duty. The two share nothing."""

from __future__ import annotations

import datetime as dt

import graphene
from graphql import GraphQLResolveInfo

from agency.models import DutyStatus, User
from peersupport import actions
from peersupport.models import ReturnPlan, ReturnPlanGrant
from peersupport.return_stages import Course, Reason, Step, Stream
from trust import access, vault
from trust.access import Revealed
from trust.doors.graphql import Asking, Page, PolicyMutation, PolicyType, enum, page, paged
from trust.doors.graphql.types import PlainType

ReturnStage = enum("ReturnStage", Step)
ReturnReason = enum("ReturnReason", Reason)
ReturnStream = enum("ReturnStream", Stream)
DutyClearance = enum("DutyClearance", DutyStatus.Status)
RestrictedDuty = enum("RestrictedDuty", DutyStatus.Duty)
MOST_PEOPLE = 20


# --- types --------------------------------------------------------------------------------------


class ReturnItemType(PlainType):
    """Something practical that was done, and when."""

    class Meta:
        name = "ReturnItem"

    code = graphene.String(required=True)
    done_at = graphene.String(required=True, description="ISO 8601, to the minute.")


class ReturnPlanType(PolicyType):
    """One officer's way back to duty, as it stands now. What came before is not kept."""

    class Meta:
        model = ReturnPlan
        name = "ReturnPlan"

    id = graphene.ID(required=True)
    reason = graphene.Field(ReturnReason, required=True)
    stream = graphene.Field(ReturnStream, required=True)
    stage = graphene.Field(ReturnStage, required=True)
    paused = graphene.Boolean(required=True)
    ready = graphene.Boolean(
        required=True, description="A facilitator thinks the next stage could come."
    )
    started_on = graphene.Date(required=True)
    items = graphene.List(graphene.NonNull(ReturnItemType), required=True)
    people = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Names of the people on it. Somebody who is on it reads only their own.",
    )

    @staticmethod
    def resolve_reason(root: Revealed, info: GraphQLResolveInfo) -> str:
        return _course(root).reason

    @staticmethod
    def resolve_stream(root: Revealed, info: GraphQLResolveInfo) -> str:
        return _course(root).stream

    @staticmethod
    def resolve_stage(root: Revealed, info: GraphQLResolveInfo) -> str:
        return _course(root).stage

    @staticmethod
    def resolve_paused(root: Revealed, info: GraphQLResolveInfo) -> bool:
        return _course(root).paused

    @staticmethod
    def resolve_ready(root: Revealed, info: GraphQLResolveInfo) -> bool:
        return _course(root).ready

    @staticmethod
    def resolve_started_on(root: Revealed, info: GraphQLResolveInfo) -> dt.date:
        return dt.date.fromisoformat(_course(root).started_on)

    @staticmethod
    def resolve_items(root: Revealed, info: GraphQLResolveInfo) -> list[dict[str, str]]:
        done = _course(root).done
        return [{"code": code, "done_at": at} for code, at in sorted(done.items())]

    @staticmethod
    def resolve_people(root: Revealed, info: GraphQLResolveInfo) -> list[str]:
        rows = access.visible(info.context.user, ReturnPlanGrant).filter(content_object=root.row.pk)
        return [str(row.user) for row in rows.select_related("user")[:MOST_PEOPLE]]


def _course(root: Revealed) -> Course:
    return Course(**root.content["course"])  # type: ignore[arg-type]


class DutyStatusType(PolicyType):
    """What the agency's own office says of one person's duty. Never why."""

    class Meta:
        model = DutyStatus
        name = "DutyStatus"

    id = graphene.ID(required=True)
    person = graphene.String(required=True)
    status = graphene.Field(DutyClearance, required=True)
    duties = graphene.List(
        graphene.NonNull(RestrictedDuty), required=True, description="Which duties are restricted."
    )
    since = graphene.Date(required=True)

    @staticmethod
    def resolve_person(root: DutyStatus, info: GraphQLResolveInfo) -> str:
        return str(root.user)


# --- queries ------------------------------------------------------------------------------------


def own_plan(user: User) -> Revealed | None:
    """The user's own open plan; nothing when there is none."""
    mine = access.visible(user, ReturnPlan).filter(state=ReturnPlan.State.OPEN)
    row = mine.filter(participant=vault.handle(user.pk, "support")).first()
    return access.reveal(user, row) if row else None


def shared_plans(user: User, asking: Asking) -> Page:
    """Plans of others on which the user was named. Each one asked for is a look."""
    rows = access.visible(user, ReturnPlan)
    found = page(rows.exclude(participant=vault.handle(user.pk, "support")), asking, by=("id",))
    return found.of(access.reveal_all(user, found.nodes))  # type: ignore[arg-type]


def duties(user: User, asking: Asking) -> Page:
    rows = access.visible(user, DutyStatus).filter(current=True).select_related("user")
    return page(rows, asking, by=("since", "id"))


class Query(graphene.ObjectType):
    return_plan = graphene.Field(
        ReturnPlanType, description="Your own way back to duty, while it is open."
    )
    shared_return_plans = paged(
        ReturnPlanType,
        shared_plans,
        description="Plans on which you were named. Reading them stands in their log.",
    )
    duty_statuses = paged(
        DutyStatusType,
        duties,
        description="Your own, and as a supervisor those of your squad that the office has sent.",
    )

    @staticmethod
    def resolve_return_plan(root: None, info: GraphQLResolveInfo) -> Revealed | None:
        return own_plan(info.context.user)


# --- mutations ----------------------------------------------------------------------------------


class AdvanceReturnStage(PolicyMutation):
    """Go on to the next stage, step back to the one before, or pause. Only you can, for your own plan."""

    class Arguments:
        stage = ReturnStage(description="The next stage, or the one before.")
        paused = graphene.Boolean(description="True to pause, false to end a pause.")

    return_plan = graphene.Field(ReturnPlanType)

    @staticmethod
    def act(
        user: User, *, stage: str | None = None, paused: bool | None = None
    ) -> dict[str, object]:
        if stage is not None:
            actions.move_return_plan(by=user, stage=stage)
        if paused is not None:
            actions.pause_return_plan(by=user, paused=paused)
        return {"return_plan": own_plan(user)}


class Mutation(graphene.ObjectType):
    advance_return_stage = AdvanceReturnStage.Field(required=True)
