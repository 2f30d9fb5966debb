"""Sessions and seats over GraphQL. A session has counts and no names of anybody invited."""

from __future__ import annotations

import datetime as dt

import graphene
from graphql import GraphQLResolveInfo

from agency import clock, local_time
from agency.models import User
from peersupport import actions, logistics
from peersupport.actions.seats import COME, NOT
from peersupport.actions.session_rules import far_off
from peersupport.models import Debrief, DebriefSeat
from peersupport.schema.cases import CismService
from trust import access, vault
from trust.access import Revealed
from trust.doors.graphql import Asking, Page, PolicyMutation, PolicyType, enum, page, paged

DebriefState = enum("DebriefState", Debrief.State)
SeatAnswer = graphene.Enum("SeatAnswer", [("COME", COME), ("NOT", NOT)])
Ids = list[str]


def zoned(moment: dt.datetime) -> dt.datetime:
    """A time without an offset is one on the agency's own clock. Refuses one past the end of calendars."""
    if moment.tzinfo is not None:
        return moment
    try:
        return local_time.instant(moment, local_time.zone())
    except OverflowError as odd:
        raise far_off() from odd


# --- types --------------------------------------------------------------------------------------


class DebriefType(PolicyType):
    """One session after an incident: when, where, who leads it, how many are expected. No names."""

    class Meta:
        model = Debrief
        name = "Debrief"

    id = graphene.ID(required=True)
    case = graphene.ID(required=True)
    incident = graphene.String(required=True, description="The agency's incident number.")
    service = graphene.Field(CismService, required=True)
    round = graphene.Int(required=True)
    starts_at = graphene.DateTime(required=True)
    ends_at = graphene.DateTime(required=True)
    room = graphene.String(required=True)
    join_link = graphene.String(required=True)
    for_everyone = graphene.Boolean(required=True)
    state = graphene.Field(DebriefState, required=True)
    facilitators = graphene.List(graphene.NonNull(graphene.String), required=True)
    invited = graphene.Int(description="How many have a seat; for whoever plans or leads it.")
    coming = graphene.Int(description="How many of them have said that they come; likewise.")

    @staticmethod
    def resolve_case(root: Debrief, info: GraphQLResolveInfo) -> object:
        return root.case_id

    @staticmethod
    def resolve_incident(root: Debrief, info: GraphQLResolveInfo) -> str:
        return root.case.incident.number

    @staticmethod
    def resolve_room(root: Debrief, info: GraphQLResolveInfo) -> str:
        return root.room.name if root.room else ""

    @staticmethod
    def resolve_join_link(root: Debrief, info: GraphQLResolveInfo) -> str:
        return root.link

    @staticmethod
    def resolve_facilitators(root: Debrief, info: GraphQLResolveInfo) -> list[str]:
        return [str(each.supporter.user) for each in root.facilitators.all()]


class SeatType(PolicyType):
    """A session that you may come to. *Not this time* is known to nobody but you."""

    class Meta:
        model = DebriefSeat
        name = "Seat"

    id = graphene.ID(required=True)
    offer = graphene.ID(required=True)
    service = graphene.Field(CismService, required=True)
    starts_at = graphene.DateTime(required=True)
    ends_at = graphene.DateTime(required=True)
    room = graphene.String(required=True)
    join_link = graphene.String(required=True)
    answer = graphene.Field(SeatAnswer, description="Nothing while you have not said.")

    @staticmethod
    def resolve_offer(root: Revealed, info: GraphQLResolveInfo) -> object:
        return root.row.offer_id  # type: ignore[attr-defined]

    @staticmethod
    def resolve_service(root: Revealed, info: GraphQLResolveInfo) -> str:
        return _of(root).service

    @staticmethod
    def resolve_starts_at(root: Revealed, info: GraphQLResolveInfo) -> dt.datetime:
        return _of(root).starts_at

    @staticmethod
    def resolve_ends_at(root: Revealed, info: GraphQLResolveInfo) -> dt.datetime:
        return _of(root).ends_at

    @staticmethod
    def resolve_room(root: Revealed, info: GraphQLResolveInfo) -> str:
        room = _of(root).room
        return room.name if room else ""

    @staticmethod
    def resolve_join_link(root: Revealed, info: GraphQLResolveInfo) -> str:
        return _of(root).link

    @staticmethod
    def resolve_answer(root: Revealed, info: GraphQLResolveInfo) -> str | None:
        content = root.content["answer"]
        return content.get("answer") if isinstance(content, dict) else None


def _of(root: Revealed) -> Debrief:
    assert isinstance(root.row, DebriefSeat)  # noqa: S101 - is_type_of asked
    return root.row.debrief


# --- queries ------------------------------------------------------------------------------------


def sessions(user: User, asking: Asking, past: bool | None = None) -> Page:
    side = {"ends_at__lte" if past else "ends_at__gt": clock.now()}
    return page(logistics.sessions(user).filter(**side), asking, by=("starts_at", "id"))


def seats(user: User, asking: Asking) -> Page:
    """The officer's own seats in sessions that stand, with their own answers opened."""
    mine = access.visible(user, DebriefSeat).filter(
        participant=vault.handle(user.pk, "support"), live=True, debrief__state="planned"
    )
    found = page(mine.select_related("debrief__room"), asking, by=("id",))
    return found.of(access.reveal_all(user, found.nodes))  # type: ignore[arg-type]


class Query(graphene.ObjectType):
    debriefs = paged(
        DebriefType,
        sessions,
        past=graphene.Boolean(description="Those that are over, instead of those to come."),
        description="Sessions after incidents, for the team and for whoever leads them.",
    )
    my_seats = paged(SeatType, seats, description="Sessions that you may come to.")


# --- mutations ----------------------------------------------------------------------------------


class ScheduleDebrief(PolicyMutation):
    """Plan a session for those who asked for a time, or for everyone who was there."""

    class Arguments:
        case = graphene.ID(required=True)
        service = CismService(required=True)
        starts_at = graphene.DateTime(required=True)
        minutes = graphene.Int(required=True)
        facilitators = graphene.List(graphene.NonNull(graphene.ID), required=True)
        room = graphene.String()
        link = graphene.String()
        round = graphene.Int()
        offers = graphene.List(
            graphene.NonNull(graphene.ID), description="These alone of those who asked for a time."
        )
        for_everyone = graphene.Boolean()

    debrief = graphene.Field(DebriefType)

    @staticmethod
    def act(user: User, *, starts_at: dt.datetime, **given: object) -> dict[str, object]:
        row = actions.schedule_debrief(by=user, starts_at=zoned(starts_at), **given)  # type: ignore[arg-type]
        return {"debrief": logistics.sessions(user).get(pk=row.pk)}


class MoveDebrief(PolicyMutation):
    """Another time, place, or person to lead it."""

    class Arguments:
        debrief = graphene.ID(required=True)
        starts_at = graphene.DateTime(required=True)
        minutes = graphene.Int(required=True)
        facilitators = graphene.List(graphene.NonNull(graphene.ID), required=True)
        room = graphene.String()
        link = graphene.String()

    debrief = graphene.Field(DebriefType)

    @staticmethod
    def act(user: User, *, starts_at: dt.datetime, **given: object) -> dict[str, object]:
        row = actions.move_debrief(by=user, starts_at=zoned(starts_at), **given)  # type: ignore[arg-type]
        return {"debrief": logistics.sessions(user).get(pk=row.pk)}


class CancelDebrief(PolicyMutation):
    """Call a session off. Its people wait for a time again."""

    class Arguments:
        debrief = graphene.ID(required=True)

    debrief = graphene.Field(DebriefType)

    @staticmethod
    def act(user: User, *, debrief: str) -> dict[str, object]:
        return {"debrief": actions.cancel_debrief(by=user, debrief=debrief)}


class ReinstateDebrief(PolicyMutation):
    """Take a calling-off back."""

    class Arguments:
        debrief = graphene.ID(required=True)

    debrief = graphene.Field(DebriefType)

    @staticmethod
    def act(user: User, *, debrief: str) -> dict[str, object]:
        return {"debrief": actions.reinstate_debrief(by=user, debrief=debrief)}


class MarkHeld(PolicyMutation):
    """Say that a session took place. Never who was there."""

    class Arguments:
        debrief = graphene.ID(required=True)

    debrief = graphene.Field(DebriefType)

    @staticmethod
    def act(user: User, *, debrief: str) -> dict[str, object]:
        return {"debrief": actions.hold_debrief(by=user, debrief=debrief)}


class AnswerSeat(PolicyMutation):
    """Say whether you come. *Not this time* looks like silence to everybody else."""

    class Arguments:
        seat = graphene.ID(required=True)
        answer = SeatAnswer(required=True)

    seat = graphene.Field(SeatType)

    @staticmethod
    def act(user: User, *, seat: str, answer: str) -> dict[str, object]:
        return {"seat": access.reveal(user, actions.answer_seat(by=user, seat=seat, answer=answer))}


class Mutation(graphene.ObjectType):
    schedule_debrief = ScheduleDebrief.Field(required=True)
    move_debrief = MoveDebrief.Field(required=True)
    cancel_debrief = CancelDebrief.Field(required=True)
    reinstate_debrief = ReinstateDebrief.Field(required=True)
    mark_held = MarkHeld.Field(required=True)
    answer_seat = AnswerSeat.Field(required=True)
