"""What an officer may do: join, stop, check in, share. Fetch, act, return."""

from __future__ import annotations

import datetime as dt

import graphene

from agency.models import User
from trust import access
from trust.doors.graphql import PolicyMutation
from wellness import actions
from wellness.schema.queries import my_standing, opt_in
from wellness.schema.types import (
    CheckInType,
    ConsentType,
    MyStanding,
    OptIn,
    OptInLevel,
    ShareType,
)


class CategoryLevels(graphene.InputObjectType):
    """A lower level for single kinds of record."""

    check_ins = OptInLevel()
    exposure = OptInLevel()
    fatigue = OptInLevel()


class SetOptIn(PolicyMutation):
    """Join, or change what you decided. What you leave out stays as it stands."""

    class Arguments:
        text_version = graphene.String(required=True, description="The text that you have read.")
        language = graphene.String()
        level = OptInLevel()
        categories = CategoryLevels()
        wellness_team_only = graphene.Boolean()
        count_me = graphene.Boolean()

    opt_in = graphene.Field(OptIn)
    consent = graphene.Field(ConsentType)

    @staticmethod
    def act(
        user: User,
        *,
        text_version: str,
        language: str = "en",
        level: str | None = None,
        categories: dict[str, str] | None = None,
        wellness_team_only: bool | None = None,
        count_me: bool | None = None,
    ) -> dict[str, object]:
        lowered = {
            name: actions.level_named(value, "categories")
            for name, value in (categories or {}).items()
        }
        consent = actions.set_opt_in(
            by=user,
            text_version=text_version,
            language=language,
            level=actions.level_named(level) if level else None,
            lowered=lowered,
            wellness_team=wellness_team_only,
            count_me=count_me,
        )
        return {"opt_in": opt_in(user), "consent": consent}


class Withdraw(PolicyMutation):
    """Stop: nothing is collected, shared or counted from now on. Or stop and destroy your key."""

    class Arguments:
        destroy_my_key = graphene.Boolean(default_value=False)

    opt_in = graphene.Field(OptIn)

    @staticmethod
    def act(user: User, *, destroy_my_key: bool) -> dict[str, object]:
        actions.withdraw(by=user, destroy=destroy_my_key)
        return {"opt_in": opt_in(user)}


class AnswersInput(graphene.InputObjectType):
    """Leave out, or send null for, what you would rather not say."""

    stress = graphene.Float()
    sleep = graphene.Float(description="Hours in an average night.")
    fatigue = graphene.Float()
    balance = graphene.Float()


class SubmitCheckIn(PolicyMutation):
    """Check in. Sent again with the same key and answers, nothing is stored twice."""

    class Arguments:
        key = graphene.String(required=True, description="Made by you, once for each check-in.")
        answers = AnswersInput(required=True)
        wants_contact = graphene.Boolean(default_value=False)
        note = graphene.String(default_value="")
        day = graphene.Date(description="When you filled it in, if that was not today.")

    check_in = graphene.Field(CheckInType)
    standing = graphene.Field(MyStanding)

    @staticmethod
    def act(
        user: User,
        *,
        key: str,
        answers: dict[str, float | None],
        wants_contact: bool,
        note: str,
        day: dt.date | None = None,
    ) -> dict[str, object]:
        row = actions.submit_check_in(
            by=user, key=key, answers=answers, contact=wants_contact, note=note, day=day
        )
        return {"check_in": access.reveal(user, row), "standing": my_standing(user)}


class DeleteCheckIn(PolicyMutation):
    """Delete one of your check-ins for good."""

    class Arguments:
        check_in = graphene.ID(required=True)

    deleted = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, check_in: str) -> dict[str, object]:
        actions.delete_check_in(by=user, check_in=check_in)
        return {"deleted": True}


class ShareResult(PolicyMutation):
    """Show one check-in to one person for some days. Nobody who leads you can be named."""

    class Arguments:
        check_in = graphene.ID(required=True)
        person = graphene.String(required=True, description="User name or personnel number.")
        days = graphene.Int(default_value=7)

    share = graphene.Field(ShareType)

    @staticmethod
    def act(user: User, *, check_in: str, person: str, days: int) -> dict[str, object]:
        return {"share": actions.share_result(by=user, check_in=check_in, person=person, days=days)}


class RevokeShare(PolicyMutation):
    """End a share now."""

    class Arguments:
        share = graphene.ID(required=True)

    revoked = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, share: str) -> dict[str, object]:
        actions.revoke_share(by=user, share=share)
        return {"revoked": True}


class Mutation(graphene.ObjectType):
    set_opt_in = SetOptIn.Field(required=True)
    withdraw = Withdraw.Field(required=True)
    submit_check_in = SubmitCheckIn.Field(required=True)
    delete_check_in = DeleteCheckIn.Field(required=True)
    share_result = ShareResult.Field(required=True)
    revoke_share = RevokeShare.Field(required=True)
