"""GraphQL: hard calls. The book belongs to whoever asks; no argument names another person."""

from __future__ import annotations

import datetime as dt
from functools import partial

import graphene
from graphql import GraphQLResolveInfo

from agency import local_time
from agency.models import User
from trust import access, vault
from trust.access import Revealed
from trust.doors.graphql import Asking, Page, PlainType, PolicyMutation, enum, paged
from trust.doors.graphql.pages import Edge, PageInfo
from wellness import actions
from wellness.actions.exposure import Entry, Reason, my_entries
from wellness.models import Exposure
from wellness.schema.types import ExposureKind, ExposureType

LONGEST = 3_660
DisputeReason = enum("ExposureDispute", Reason)
ExposureSource = graphene.Enum(
    "ExposureSource",
    [("ATTENDED", "attended"), ("BROUGHT_IN", "brought_in"), ("OWN", "own")],
    description="Written in as it happened, brought in by you from before, or added by you.",
)


class ExposureEntry(PlainType):
    """One call in your own book. Nobody else can open it."""

    id = graphene.ID(required=True)
    kind = graphene.Field(ExposureKind, required=True)
    day = graphene.Date(required=True)
    source = graphene.Field(ExposureSource, required=True)
    secondary = graphene.Boolean(
        required=True, description="You were not at the scene: dispatch, evidence, records."
    )
    disputed = graphene.Field(DisputeReason, description="Why you said that it is not right.")
    note = graphene.String(required=True)


def shown(entry: Entry) -> dict[str, object]:
    return {
        **entry,
        "day": dt.date.fromisoformat(entry["day"]),
        "disputed": entry["disputed"] or None,
    }


def my_page(user: User, asking: Asking) -> Page:
    """Newest first. The book is one sealed row, so the page is cut after it is opened."""
    size, start = asking.size, asking.start()
    entries = [(each["day"], each["id"], each) for each in my_entries(user)]
    entries.sort(key=lambda each: each[:2], reverse=True)
    if start is not None:
        entries = [each for each in entries if each[:2] < (str(start[0]), str(start[1]))]
    edges = [
        Edge(shown(entry), partial(asking.cursor, [day, pk])) for day, pk, entry in entries[:size]
    ]
    return Page(edges, PageInfo(len(entries) > size, edges[-1].cursor if edges else None))


def my_exposure(user: User, days: int) -> Revealed | None:
    handle = vault.handle(user.pk, "wellness")
    mine = access.visible(user, Exposure).filter(participant=handle).first()
    if mine is None:
        return None
    counted = actions.count_exposure(my_entries(user), days=days)
    counts = [{"kind": name, "count": count} for name, count in sorted(counted.items())]
    return Revealed(mine, {"days": days, "counts": counts})


class AddExposure(PolicyMutation):
    """Put a call into your own book."""

    class Arguments:
        kind = ExposureKind(required=True)
        day = graphene.Date(description="Today if left out.")
        note = graphene.String(default_value="")
        secondary = graphene.Boolean(default_value=False)

    entry = graphene.Field(ExposureEntry)

    @staticmethod
    def act(
        user: User, *, kind: str, note: str, secondary: bool, day: dt.date | None = None
    ) -> dict[str, object]:
        day = day or local_time.today()
        added = actions.add_exposure(by=user, kind=kind, day=day, note=note, secondary=secondary)
        return {"entry": shown(added)}


class DisputeExposure(PolicyMutation):
    """Say that an entry is not right. Without a reason, the entry stands again as recorded."""

    class Arguments:
        entry = graphene.ID(required=True)
        reason = DisputeReason()
        kind = ExposureKind(description="What it was, with WRONG_KIND.")
        day = graphene.Date(description="When it was, with WRONG_DAY.")

    entry = graphene.Field(ExposureEntry)

    @staticmethod
    def act(
        user: User,
        *,
        entry: str,
        reason: str | None = None,
        kind: str | None = None,
        day: dt.date | None = None,
    ) -> dict[str, object]:
        if reason is None:
            return {"entry": shown(actions.take_back_dispute(by=user, entry=entry))}
        found = actions.dispute_exposure(
            by=user, entry=entry, reason=reason, kind=kind or "", day=day
        )
        return {"entry": shown(found)}


class AnnotateExposure(PolicyMutation):
    """Write a note beside an entry, sealed; an empty one takes it away."""

    class Arguments:
        entry = graphene.ID(required=True)
        note = graphene.String(required=True)

    entry = graphene.Field(ExposureEntry)

    @staticmethod
    def act(user: User, *, entry: str, note: str) -> dict[str, object]:
        return {"entry": shown(actions.annotate_exposure(by=user, entry=entry, note=note))}


class RemoveExposure(PolicyMutation):
    """Take an entry out of your book. An incident is not written in again."""

    class Arguments:
        entry = graphene.ID(required=True)

    removed = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, entry: str) -> dict[str, object]:
        actions.remove_exposure(by=user, entry=entry)
        return {"removed": True}


class Query(graphene.ObjectType):
    """Reads: hard calls."""

    my_exposure = graphene.Field(
        ExposureType,
        days=graphene.Int(default_value=365),
        description="Incidents you attended in the last days.",
    )
    exposure_entries = paged(
        ExposureEntry, my_page, description="The calls in your book, newest first."
    )

    @staticmethod
    def resolve_my_exposure(root: None, info: GraphQLResolveInfo, days: int) -> Revealed | None:
        return my_exposure(info.context.user, max(1, min(days, LONGEST)))


class Mutation(graphene.ObjectType):
    """Changes: hard calls."""

    add_exposure = AddExposure.Field(required=True)
    dispute_exposure = DisputeExposure.Field(required=True)
    annotate_exposure = AnnotateExposure.Field(required=True)
    remove_exposure = RemoveExposure.Field(required=True)
