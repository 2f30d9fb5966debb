"""Referrals over GraphQL: the officer's own, and the ones that a coordinator looks after. No names."""

from __future__ import annotations

import graphene
from django.http import Http404
from graphql import GraphQLResolveInfo

from agency.models import User
from peersupport import actions
from peersupport.actions.referral_details import TIMES
from peersupport.models import Referral
from peersupport.schema.kinds import SupportKind
from trust import access, vault
from trust.doors.graphql import Asking, Page, PolicyMutation, PolicyType, enum, page, paged, plain

ReferralState = enum("ReferralState", Referral.State)
GoodTime = graphene.Enum("GoodTime", [(each.upper(), each) for each in TIMES])


class ReferralType(PolicyType):
    """A way to help that somebody owns until it is closed."""

    class Meta:
        model = Referral
        name = "Referral"

    id = graphene.ID(required=True)
    reference = graphene.String(required=True, description="What people say instead of a name.")
    kind = graphene.Field(SupportKind, required=True)
    state = graphene.Field(ReferralState, required=True)
    provider = graphene.String(description="Who has it outside the agency, if anybody.")
    next_on = graphene.Date(description="The day of the next step.")
    appointment_at = graphene.DateTime()
    sent_at = graphene.DateTime(required=True)
    handed_on = graphene.Int(
        required=True, description="How often it changed hands, or somebody was reminded."
    )

    @staticmethod
    def resolve_provider(root: Referral, info: GraphQLResolveInfo) -> str | None:
        return root.provider.name if root.provider else None

    @staticmethod
    def resolve_handed_on(root: Referral, info: GraphQLResolveInfo) -> int:
        return root.round


class ProviderMaySee(graphene.InputObjectType):
    """What the provider may see of you. What you leave out stays with you."""

    name = graphene.Boolean(default_value=False)
    phone = graphene.String(default_value="")
    email = graphene.String(default_value="")
    times = graphene.List(graphene.NonNull(GoodTime), default_value=[])


# --- queries ------------------------------------------------------------------------------------


def referrals(user: User, asking: Asking) -> Page:
    """The officer's own, in whatever role they are signed in."""
    mine = access.visible(user, Referral).filter(participant=vault.handle(user.pk, "support"))
    return page(mine.select_related("provider"), asking, by=("sent_at", "id"))


class Query(graphene.ObjectType):
    my_referrals = paged(
        ReferralType, referrals, description="What you have asked for, newest first."
    )
    referral = graphene.Field(
        ReferralType,
        id=graphene.ID(required=True),
        description="One referral of yours, or one that you look after. Nothing when it is not.",
    )

    @staticmethod
    def resolve_referral(root: None, info: GraphQLResolveInfo, **named: str) -> Referral | None:
        try:
            return access.fetch(info.context.user, "view", Referral, pk=named["id"])
        except Http404:
            return None


# --- mutations ----------------------------------------------------------------------------------


class CreateReferral(PolicyMutation):
    """Ask for somebody to talk to. Somebody owns your request until it is closed."""

    class Arguments:
        kind = SupportKind(required=True)
        case = graphene.ID(description="When it is about an incident you attended.")
        named = graphene.Boolean(
            default_value=False, description="The coordinator may see your name; else a number."
        )
        provider_may_see = ProviderMaySee(description="Left out: the provider sees a number only.")

    referral = graphene.Field(ReferralType)

    @staticmethod
    def act(
        user: User,
        *,
        kind: str,
        named: bool,
        case: str | None = None,
        provider_may_see: dict[str, object] | None = None,
    ) -> dict[str, object]:
        shown = dict(provider_may_see or {})
        times = shown.pop("times", None) or []
        assert isinstance(times, list)  # noqa: S101 - the schema gives a list
        shown["times"] = [plain(each) for each in times]
        row = actions.create_referral(by=user, kind=kind, case=case, named=named, shown=shown)
        return {"referral": row}


class AdvanceReferral(PolicyMutation):
    """Say how far a referral is that you look after."""

    class Arguments:
        referral = graphene.ID(required=True)
        state = ReferralState(required=True)

    referral = graphene.Field(ReferralType)

    @staticmethod
    def act(user: User, *, referral: str, state: str) -> dict[str, object]:
        return {"referral": actions.move_referral(by=user, referral=referral, state=state)}


class TakeBackReferral(PolicyMutation):
    """Take back what you asked for. It ends without a reason, and what a provider could see is gone."""

    class Arguments:
        referral = graphene.ID(required=True)

    referral = graphene.Field(ReferralType)

    @staticmethod
    def act(user: User, *, referral: str) -> dict[str, object]:
        return {"referral": actions.take_back_referral(by=user, referral=referral)}


class Mutation(graphene.ObjectType):
    create_referral = CreateReferral.Field(required=True)
    advance_referral = AdvanceReferral.Field(required=True)
    take_back_referral = TakeBackReferral.Field(required=True)
