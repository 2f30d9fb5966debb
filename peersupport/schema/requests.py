"""Requests for somebody to talk to, over GraphQL: the officer's, the supporter's, the coordinator's."""

from __future__ import annotations

import graphene
from graphql import GraphQLResolveInfo

from agency.models import User
from peersupport import actions
from peersupport.actions import inbox, requests, waiting, wishes
from peersupport.kinds import Kind
from peersupport.matching import in_words
from peersupport.models import Ask, PeerRequest, Supporter
from peersupport.schema.kinds import SupportKind
from peersupport.schema.roster import SpokenLanguage, SupporterBackground, SupporterSpeciality
from trust import access
from trust.doors.graphql import Asking, Page, PolicyMutation, PolicyType, enum, page, paged
from trust.doors.graphql.types import PlainType

RequestState = enum("PeerRequestState", PeerRequest.State)
AskState = enum("AskState", Ask.State)


# --- types ----------------------------------------------------------------------------------------


class PeerRequestType(PolicyType):
    """What somebody wishes for. A coordinator reads it with a pseudonym, while it waits."""

    class Meta:
        model = PeerRequest
        name = "PeerRequest"

    id = graphene.ID(required=True)
    pseudonym = graphene.String(required=True, description="What coordinators call the officer.")
    kind = graphene.Field(SupportKind, required=True)
    language = graphene.String(required=True)
    background = graphene.String(required=True)
    speciality = graphene.String(required=True)
    other_unit = graphene.Boolean(required=True)
    on_duty_now = graphene.Boolean(required=True)
    state = graphene.Field(RequestState, required=True)
    asked_at = graphene.DateTime(required=True)


class AskedType(PolicyType):
    """One supporter who was asked, as the officer reads it."""

    class Meta:
        model = Ask
        name = "AskedSupporter"

    id = graphene.ID(required=True)
    supporter = graphene.String(required=True, description="The supporter's name.")
    because = graphene.String(required=True, description="Why this supporter came first.")
    state = graphene.Field(AskState, required=True)
    answer_by = graphene.DateTime(required=True)
    revealed = graphene.Boolean(required=True, description="You gave this supporter your name.")

    @staticmethod
    def resolve_supporter(root: Ask, info: GraphQLResolveInfo) -> str:
        return str(root.supporter.user)

    @staticmethod
    def resolve_because(root: Ask, info: GraphQLResolveInfo) -> str:
        return in_words(root.because)

    @staticmethod
    def resolve_state(root: Ask, info: GraphQLResolveInfo) -> str:
        return root.state_told


class MyRequestType(PeerRequestType):
    """A request of your own, with everybody who was asked for you."""

    class Meta:
        model = PeerRequest
        name = "MyPeerRequest"

    asked = graphene.List(graphene.NonNull(AskedType), required=True)

    @staticmethod
    def resolve_asked(root: PeerRequest, info: GraphQLResolveInfo) -> list[Ask]:
        rows = access.visible(info.context.user, Ask, "change").values("pk")
        mine = access.visible(info.context.user, Ask).filter(pk__in=rows, request=root)
        return list(mine.select_related("supporter__user").order_by("asked_at")[:50])


class AskOfMeType(PolicyType):
    """A question that was put to you, by pseudonym. Who it is the officer says, or not."""

    class Meta:
        model = Ask
        name = "AskOfMe"

    id = graphene.ID(required=True)
    pseudonym = graphene.String(required=True)
    kind = graphene.Field(SupportKind, required=True)
    language = graphene.String(required=True)
    state = graphene.Field(AskState, required=True)
    answer_by = graphene.DateTime(required=True)
    revealed = graphene.Boolean(required=True)

    @staticmethod
    def resolve_kind(root: Ask, info: GraphQLResolveInfo) -> str:
        return root.request.kind

    @staticmethod
    def resolve_language(root: Ask, info: GraphQLResolveInfo) -> str:
        return root.request.language


class TeamMember(PlainType):
    """Somebody on your own team."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    kind = graphene.Field(SupportKind, required=True)


# --- queries --------------------------------------------------------------------------------------


def team_of(user: User) -> list[dict[str, object]]:
    """The own team, best first; who is away stands on the page with the number alone."""
    own = wishes.my_wishes(user)
    rows = access.visible(user, Supporter).filter(pk__in=own.team).select_related("user")
    known = {row.pk: row for row in rows}
    return [
        {"id": pk, "name": str(known[pk].user), "kind": known[pk].kind}
        for pk in own.team
        if pk in known
    ]


def own_requests(user: User, asking: Asking) -> Page:
    requests.look(user)
    return page(requests.mine(user), asking, by=("asked_at", "id"))


def put_to_me(user: User, asking: Asking) -> Page:
    inbox.look(user)
    return page(inbox.asked_of(user), asking, by=("asked_at", "id"))


def still_waiting(user: User, asking: Asking) -> Page:
    return page(waiting.waiting(user), asking, by=("asked_at", "id"))


class Query(graphene.ObjectType):
    my_requests = paged(
        MyRequestType, own_requests, description="What you have asked for, newest first."
    )
    my_team = graphene.List(
        graphene.NonNull(TeamMember), required=True, description="Whom you would ask first."
    )
    asked_of_me = paged(
        AskOfMeType, put_to_me, description="Questions that wait for you, newest first."
    )
    waiting_requests = paged(
        PeerRequestType,
        still_waiting,
        description="Requests that wait for a yes, for coordinators.",
    )

    @staticmethod
    def resolve_my_team(root: None, info: GraphQLResolveInfo) -> list[dict[str, object]]:
        return team_of(info.context.user)


# --- mutations ------------------------------------------------------------------------------------

NO_WISH = "Leave out when it does not matter."


class RequestPeer(PolicyMutation):
    """Ask to be matched, or ask one supporter first. They read a pseudonym, not your name."""

    class Arguments:
        notice = graphene.String(
            required=True, description="The version of the confidentiality notice you accepted."
        )
        kind = SupportKind()
        language = SpokenLanguage(description=NO_WISH)
        background = SupporterBackground(description=NO_WISH)
        speciality = SupporterSpeciality(description=NO_WISH)
        other_unit = graphene.Boolean(description="Not from your unit.")
        on_duty_now = graphene.Boolean()
        supporter = graphene.ID(description="Whom to ask first.")

    request = graphene.Field(MyRequestType)

    @staticmethod
    def act(
        user: User,
        *,
        notice: str,
        kind: str = Kind.PEER,
        language: str = "",
        background: str = "",
        speciality: str = "",
        other_unit: bool = False,
        on_duty_now: bool = False,
        supporter: str | None = None,
    ) -> dict[str, object]:
        row = actions.request_peer(
            by=user,
            notice=notice,
            kind=kind,
            language=language or "",
            background=background or "",
            speciality=speciality or "",
            other_unit=bool(other_unit),
            on_duty_now=bool(on_duty_now),
            supporter=supporter,
        )
        return {"request": row}


class AcceptRequest(PolicyMutation):
    """Say yes to a question that was put to you."""

    class Arguments:
        ask = graphene.ID(required=True)

    ask = graphene.Field(AskOfMeType)

    @staticmethod
    def act(user: User, *, ask: str) -> dict[str, object]:
        return {"ask": actions.accept_request(by=user, ask=ask)}


class PassRequest(PolicyMutation):
    """Pass a question on, without a reason."""

    class Arguments:
        ask = graphene.ID(required=True)

    passed = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, ask: str) -> dict[str, object]:
        actions.pass_request(by=user, ask=ask)
        return {"passed": True}


class RevealMyself(PolicyMutation):
    """Give your name to the one supporter who said yes."""

    class Arguments:
        ask = graphene.ID(required=True)

    asked = graphene.Field(AskedType)

    @staticmethod
    def act(user: User, *, ask: str) -> dict[str, object]:
        return {"asked": actions.reveal_myself(by=user, ask=ask)}


class SetMyTeam(PolicyMutation):
    """Whom to ask first, in order. ``ratherNot``: never asked for you, and never told."""

    class Arguments:
        team = graphene.List(graphene.NonNull(graphene.ID), required=True)
        rather_not = graphene.List(graphene.NonNull(graphene.ID))

    team = graphene.List(graphene.NonNull(TeamMember))

    @staticmethod
    def act(
        user: User, *, team: list[str], rather_not: list[str] | None = None
    ) -> dict[str, object]:
        actions.set_my_team(by=user, team=team)
        if rather_not is not None:
            actions.set_blocked(by=user, blocked=rather_not)
        return {"team": team_of(user)}


class Mutation(graphene.ObjectType):
    request_peer = RequestPeer.Field(required=True)
    accept_request = AcceptRequest.Field(required=True)
    pass_request = PassRequest.Field(required=True)
    reveal_myself = RevealMyself.Field(required=True)
    set_my_team = SetMyTeam.Field(required=True)
