"""GraphQL: sleep, hours and fatigue. One's own alone; nobody else's opens through any of these."""

from __future__ import annotations

import datetime as dt
from functools import partial

import graphene
from graphql import GraphQLResolveInfo

from agency.models import User
from trust.access import Revealed
from trust.doors.graphql import Asking, Page, PlainType, PolicyMutation, PolicyType, enum, paged
from trust.doors.graphql.pages import Edge, PageInfo
from wellness.actions import hours as actions
from wellness.fatigue import Band, Fatigue
from wellness.models import Diary

FatigueBand = enum("FatigueBand", Band)
WorkKind = enum("WorkKind", actions.WorkKind)


class SleepEntry(PolicyType):
    """One night of your diary. Nobody else's diary ever opens."""

    class Meta:
        model = Diary

    id = graphene.ID(required=True)
    night = graphene.Date(required=True, description="The day on which the night began.")
    hours = graphene.Float(required=True)
    quality = graphene.Int(description="1 to 5; nothing when you would rather not say.")
    note = graphene.String(required=True)


class WorkEntry(PolicyType):
    """Hours of yours that stand on no roster."""

    class Meta:
        model = Diary

    id = graphene.ID(required=True)
    kind = graphene.Field(WorkKind, required=True)
    starts = graphene.DateTime(required=True)
    ends = graphene.DateTime(required=True)


class FatigueReason(PlainType):
    """One number of the agency that was passed."""

    code = graphene.String(required=True)
    value = graphene.Float(required=True)
    limit = graphene.Float(required=True)


class FatigueNumber(PlainType):
    """One number of the agency, with where it comes from. Not every number counts for the band."""

    code = graphene.String(required=True)
    value = graphene.Float(required=True)
    source = graphene.String(required=True)
    counts = graphene.Boolean(required=True)


class FatigueWindows(PlainType):
    """What was counted; nothing where it is not known."""

    hours_24 = graphene.Float(required=True, name="hours24")
    hours_7d = graphene.Float(required=True, name="hours7d")
    hours_14d = graphene.Float(required=True, name="hours14d")
    hours_28d = graphene.Float(required=True, name="hours28d")
    week_average = graphene.Float(required=True)
    days_in_a_row = graphene.Int(required=True)
    nights_in_a_row = graphene.Int(required=True)
    shortest_rest = graphene.Float()
    split_shifts = graphene.Int(required=True)
    call_backs = graphene.Int(required=True)
    sleep_24 = graphene.Float(name="sleep24")
    sleep_48 = graphene.Float(name="sleep48")


class MyFatigue(PlainType):
    """How your hours and nights stand beside your agency's numbers. Worked out now, never stored."""

    band = graphene.Field(FatigueBand, required=True)
    because = graphene.List(graphene.NonNull(FatigueReason), required=True)
    windows = graphene.Field(FatigueWindows, required=True)
    numbers = graphene.List(graphene.NonNull(FatigueNumber), required=True)
    pack = graphene.String(required=True)
    rule_version = graphene.String(required=True)

    @staticmethod
    def resolve_numbers(root: Fatigue, info: GraphQLResolveInfo) -> object:
        return actions.my_pack().limits


def nights(user: User, asking: Asking) -> Page:
    """One page of the diary, newest night first; a night stands in it once."""
    book, start, size = actions.my_book(user), asking.start(), asking.size
    found = [n for n in book.sleep if start is None or n.night.isoformat() < str(start[0])]
    edges = [
        Edge(_shown(book.row, each), partial(asking.cursor, [each.night])) for each in found[:size]
    ]
    more = len(found) > size
    return Page(edges, PageInfo(more, edges[-1].cursor if edges else None))


def _shown(row: Diary | None, entry: actions.Slept | actions.Worked) -> Revealed | None:
    return Revealed(row, vars(entry)) if row else None


class LogSleep(PolicyMutation):
    """Write one night down. A later entry for the same night takes the place of the earlier."""

    class Arguments:
        night = graphene.Date(required=True, description="The day on which the night began.")
        hours = graphene.Float(required=True)
        quality = graphene.Int(description="1 to 5, if you like.")
        note = graphene.String(default_value="")
        entry = graphene.ID(description="The night to change.")

    sleep_entry = graphene.Field(SleepEntry)

    @staticmethod
    def act(
        user: User,
        *,
        night: dt.date,
        hours: float,
        note: str,
        quality: int | None = None,
        entry: str | None = None,
    ) -> dict[str, object]:
        new = actions.log_sleep(
            by=user, night=night, hours=hours, quality=quality, note=note, entry=entry
        )
        return {"sleep_entry": _shown(actions.my_book(user).row, new)}


class LogWork(PolicyMutation):
    """Write down hours that stand on no roster: a second job, court, anything else."""

    class Arguments:
        kind = WorkKind(required=True)
        starts = graphene.DateTime(required=True)
        ends = graphene.DateTime(required=True)
        entry = graphene.ID(description="The entry to change.")

    work_entry = graphene.Field(WorkEntry)

    @staticmethod
    def act(
        user: User, *, kind: str, starts: dt.datetime, ends: dt.datetime, entry: str | None = None
    ) -> dict[str, object]:
        new = actions.log_work(by=user, kind=kind, starts=starts, ends=ends, entry=entry)
        return {"work_entry": _shown(actions.my_book(user).row, new)}


class DeleteSleep(PolicyMutation):
    """Take one night out of your diary for good."""

    class Arguments:
        entry = graphene.ID(required=True)

    deleted = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, entry: str) -> dict[str, object]:
        actions.delete_sleep(by=user, entry=entry)
        return {"deleted": True}


class DeleteWork(PolicyMutation):
    """Take own hours out of your diary for good."""

    class Arguments:
        entry = graphene.ID(required=True)

    deleted = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, entry: str) -> dict[str, object]:
        actions.delete_work(by=user, entry=entry)
        return {"deleted": True}


class Query(graphene.ObjectType):
    """Reads: sleep, hours and fatigue."""

    sleep_entries = paged(SleepEntry, nights, description="The nights of your diary, newest first.")
    work_entries = graphene.List(
        graphene.NonNull(WorkEntry),
        required=True,
        description="The newest 100 entries of hours that you wrote down.",
    )
    my_fatigue = graphene.Field(
        MyFatigue, required=True, description="Your hours beside your agency's numbers."
    )

    @staticmethod
    def resolve_work_entries(root: None, info: GraphQLResolveInfo) -> list[Revealed | None]:
        book = actions.my_book(info.context.user)
        return [_shown(book.row, each) for each in book.work[:100]]

    @staticmethod
    def resolve_my_fatigue(root: None, info: GraphQLResolveInfo) -> Fatigue:
        return actions.my_fatigue(info.context.user)


class Mutation(graphene.ObjectType):
    """Changes: sleep, hours and fatigue."""

    log_sleep = LogSleep.Field(required=True)
    log_work = LogWork.Field(required=True)
    delete_sleep = DeleteSleep.Field(required=True)
    delete_work = DeleteWork.Field(required=True)
