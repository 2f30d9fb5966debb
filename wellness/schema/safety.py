"""GraphQL: the safety plan. It belongs to whoever asks; no argument names another person."""

from __future__ import annotations

import graphene
from graphql import GraphQLResolveInfo

from agency.models import User
from trust.access import Revealed
from trust.doors.graphql import PolicyMutation, PolicyType
from wellness import actions
from wellness.actions.safety import MyPlan
from wellness.models import SafetyPlan


def own_lines(description: str) -> graphene.List:
    return graphene.List(graphene.NonNull(graphene.String), required=True, description=description)


def given_lines() -> graphene.List:
    return graphene.List(graphene.NonNull(graphene.String))


class SafetyPlanType(PolicyType):
    """Your own plan for a bad night, in your own words. Nobody else can open it, but in an emergency."""

    class Meta:
        model = SafetyPlan
        name = "SafetyPlan"

    saved_at = graphene.DateTime(required=True)
    signs = own_lines("Warning signs.")
    alone = own_lines("Things I can do by myself.")
    around = own_lines("People and places that take my mind off it.")
    ask = own_lines("People I can ask for help.")
    professionals = own_lines("Professionals and agencies.")
    safer = own_lines("Making my surroundings safer.")


def shown(plan: MyPlan | None) -> Revealed | None:
    return Revealed(plan.row, dict(plan.steps)) if plan else None


class SaveSafetyPlan(PolicyMutation):
    """Keep steps of your plan, sealed. What you leave out stays; an empty list clears a step."""

    class Arguments:
        signs = given_lines()
        alone = given_lines()
        around = given_lines()
        ask = given_lines()
        professionals = given_lines()
        safer = given_lines()

    safety_plan = graphene.Field(SafetyPlanType, description="Nothing when no line is left.")

    @staticmethod
    def act(user: User, **steps: list[str] | None) -> dict[str, object]:
        given = {code: lines for code, lines in steps.items() if lines is not None}
        return {"safety_plan": shown(actions.save_plan(by=user, steps=given))}


class DeleteSafetyPlan(PolicyMutation):
    """Delete your plan for good."""

    deleted = graphene.Boolean(description="False when there was none.")

    @staticmethod
    def act(user: User) -> dict[str, object]:
        return {"deleted": actions.delete_plan(by=user)}


class Query(graphene.ObjectType):
    """Reads: the safety plan."""

    my_safety_plan = graphene.Field(
        SafetyPlanType, description="Your safety plan; nothing before you wrote one."
    )

    @staticmethod
    def resolve_my_safety_plan(root: None, info: GraphQLResolveInfo) -> Revealed | None:
        return shown(actions.my_plan(info.context.user))


class Mutation(graphene.ObjectType):
    """Changes: the safety plan."""

    save_safety_plan = SaveSafetyPlan.Field(required=True)
    delete_safety_plan = DeleteSafetyPlan.Field(required=True)
