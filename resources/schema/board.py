"""GraphQL of the notice board: activities, thanks, training to apply for."""

from __future__ import annotations

import graphene
from graphql import GraphQLResolveInfo

from agency import clock
from agency.models import User
from resources import actions
from resources.models import Activity, Opportunity, SignUp, Thanks
from trust import access, vault
from trust.access import Revealed
from trust.doors.graphql import Asking, Page, PolicyMutation, PolicyType, page, paged


class ActivityType(PolicyType):
    """A team activity that is still to come."""

    class Meta:
        model = Activity
        name = "Activity"

    id = graphene.ID(required=True)
    title = graphene.String(required=True)
    about = graphene.String(required=True)
    place = graphene.String(required=True)
    starts = graphene.DateTime(required=True)
    ends = graphene.DateTime(required=True)
    places = graphene.Int(description="How many can come; nothing when there is room for all.")
    cancelled = graphene.Boolean(required=True)


class SignUpType(PolicyType):
    """Your own place at an activity, or your place in the waiting list."""

    class Meta:
        model = SignUp
        name = "SignUp"

    id = graphene.ID(required=True)
    waiting = graphene.Boolean(required=True)
    activity = graphene.Field(ActivityType, required=True)


class ThanksType(PolicyType):
    """A kind word that a colleague sent you."""

    class Meta:
        model = Thanks
        name = "Thanks"

    id = graphene.ID(required=True)
    sent_at = graphene.DateTime(required=True)
    name = graphene.String(required=True, description="Who sent it.")
    text = graphene.String(required=True)


class OpportunityType(PolicyType):
    """Training to apply for."""

    class Meta:
        model = Opportunity
        name = "TrainingOpportunity"

    id = graphene.ID(required=True)
    title = graphene.String(required=True)
    provider = graphene.String(required=True)
    about = graphene.String(required=True)
    topic = graphene.String(required=True)
    url = graphene.String(required=True)
    shown_until = graphene.Date(required=True)


def my_thanks(user: User, asking: Asking) -> Page:
    rows = access.visible(user, Thanks).filter(participant=vault.handle(user.pk, "portal"))
    found = page(rows, asking, by=("sent_at", "id"))
    opened = access.reveal_all(user, found.nodes)  # type: ignore[arg-type]
    return found.of(Revealed(each.row, dict(each.content["content"])) for each in opened)  # type: ignore[call-overload]


class Query(graphene.ObjectType):
    """Reads of the notice board."""

    activities = paged(ActivityType, description="Team activities to come, the last one first.")
    my_sign_ups = paged(SignUpType, description="What you come to or wait for.")
    my_thanks = paged(ThanksType, description="Kind words that you got, newest first.")
    training_opportunities = paged(OpportunityType, description="Courses to apply for.")

    @staticmethod
    def resolve_activities(
        root: None, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None
    ) -> Page:
        user = info.context.user
        rows = actions.upcoming(user)
        return page(rows, Asking(user, "activities", first, after), by=("starts", "id"))

    @staticmethod
    def resolve_my_sign_ups(
        root: None, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None
    ) -> Page:
        user = info.context.user
        rows = access.visible(user, SignUp).filter(user=user).select_related("activity")
        return page(rows, Asking(user, "mySignUps", first, after), by=("at", "id"))

    @staticmethod
    def resolve_my_thanks(
        root: None, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None
    ) -> Page:
        return my_thanks(info.context.user, Asking(info.context.user, "thanks", first, after))

    @staticmethod
    def resolve_training_opportunities(
        root: None, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None
    ) -> Page:
        user = info.context.user
        rows = access.visible(user, Opportunity).filter(shown_until__gte=clock.today())
        return page(rows, Asking(user, "training", first, after), by=("shown_until", "id"))


class JoinActivity(PolicyMutation):
    """Sign up for an activity, or wait for a place when it is full."""

    class Arguments:
        activity = graphene.ID(required=True)

    sign_up = graphene.Field(SignUpType)

    @staticmethod
    def act(user: User, *, activity: str) -> dict[str, object]:
        return {"sign_up": actions.join(by=user, activity=activity)}


class LeaveActivity(PolicyMutation):
    """You are not coming after all."""

    class Arguments:
        activity = graphene.ID(required=True)

    left = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, activity: str) -> dict[str, object]:
        actions.leave(by=user, activity=activity)
        return {"left": True}


class SendThanks(PolicyMutation):
    """Thank a colleague. You are told the same whether or not they like to get thanks."""

    class Arguments:
        person = graphene.String(required=True, description="User name or personnel number.")
        text = graphene.String(required=True)

    sent = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, person: str, text: str) -> dict[str, object]:
        actions.send_thanks(by=user, person=person, text=text)
        return {"sent": True}


class WelcomeThanks(PolicyMutation):
    """Say whether you would like to get thanks."""

    class Arguments:
        welcome = graphene.Boolean(required=True)

    welcome = graphene.Boolean()

    @staticmethod
    def act(user: User, *, welcome: bool) -> dict[str, object]:
        return {"welcome": actions.welcome_thanks(by=user, welcome=welcome).welcome}


class Mutation(graphene.ObjectType):
    """Changes on the notice board."""

    join_activity = JoinActivity.Field(required=True)
    leave_activity = LeaveActivity.Field(required=True)
    send_thanks = SendThanks.Field(required=True)
    welcome_thanks = WelcomeThanks.Field(required=True)
