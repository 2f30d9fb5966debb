"""GraphQL of the notice board: activities, thanks, training to apply for."""

from __future__ import annotations

import graphene

from agency import local_time
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


def thanks(user: User, asking: Asking) -> Page:
    rows = access.visible(user, Thanks).filter(participant=vault.handle(user.pk, "portal"))
    found = page(rows, asking, by=("sent_at", "id"))
    opened = access.reveal_all(user, found.nodes)  # type: ignore[arg-type]
    return found.of(Revealed(each.row, dict(each.content["content"])) for each in opened)  # type: ignore[call-overload]


def upcoming(user: User, asking: Asking) -> Page:
    return page(actions.upcoming(user), asking, by=("starts", "id"))


def sign_ups(user: User, asking: Asking) -> Page:
    rows = access.visible(user, SignUp).filter(user=user).select_related("activity")
    return page(rows, asking, by=("at", "id"))


def opportunities(user: User, asking: Asking) -> Page:
    rows = access.visible(user, Opportunity).filter(shown_until__gte=local_time.today())
    return page(rows, asking, by=("shown_until", "id"))


class Query(graphene.ObjectType):
    """Reads of the notice board."""

    activities = paged(
        ActivityType, upcoming, description="Team activities to come, the last one first."
    )
    my_sign_ups = paged(SignUpType, sign_ups, description="What you come to or wait for.")
    my_thanks = paged(ThanksType, thanks, description="Kind words that you got, newest first.")
    training_opportunities = paged(
        OpportunityType, opportunities, description="Courses to apply for."
    )


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
