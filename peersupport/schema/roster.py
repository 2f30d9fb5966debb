"""The roster over GraphQL: who can be asked, one's own hours, who covers a week."""

from __future__ import annotations

import datetime as dt

import graphene
from graphql import GraphQLResolveInfo

from agency import clock
from agency.models import User
from peersupport import actions
from peersupport.actions import hours, overview, roster
from peersupport.actions.roster import OnList
from peersupport.availability import Hour, Span
from peersupport.kinds import Background, Language, Speciality
from peersupport.models import Availability, Supporter
from peersupport.schema.kinds import SupportKind
from trust import access
from trust.doors.graphql import (
    Asking,
    Page,
    PlainType,
    PolicyMutation,
    PolicyType,
    enum,
    page,
    paged,
    plain,
)

SpokenLanguage = enum("SpokenLanguage", Language)
SupporterBackground = enum("SupporterBackground", Background)
SupporterSpeciality = enum("SupporterSpeciality", Speciality)
OnDuty = graphene.Enum(
    "OnDuty",
    [*((f"HOURS_{n}", str(n)) for n in hours.HOURS), ("SHIFT_END", hours.SHIFT_END), ("OFF", "off")],
)  # fmt: skip


def _several(of: type[graphene.Enum]) -> graphene.List:
    return graphene.List(graphene.NonNull(of), required=True)


# --- types ------------------------------------------------------------------------------------------------


class SupporterType(PolicyType):
    """Somebody to talk to, in their own words. Nothing about whom they helped."""

    class Meta:
        model = Supporter
        name = "Supporter"

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    kind = graphene.Field(SupportKind, required=True)
    languages = _several(SpokenLanguage)
    backgrounds = _several(SupporterBackground)
    specialities = _several(SupporterSpeciality)
    area = graphene.String(required=True)
    introduction = graphene.String(required=True)
    has_photo = graphene.Boolean(required=True)
    reachable_now = graphene.Boolean(required=True)
    on_duty_now = graphene.Boolean(required=True)

    @staticmethod
    def resolve_name(root: Supporter, info: GraphQLResolveInfo) -> str:
        return str(root.user)

    @staticmethod
    def resolve_reachable_now(root: Supporter, info: GraphQLResolveInfo) -> bool:
        return _now(root).reachable

    @staticmethod
    def resolve_on_duty_now(root: Supporter, info: GraphQLResolveInfo) -> bool:
        return _now(root).on_duty


def _now(row: Supporter) -> OnList:
    """How somebody stands on the list; off it, nobody reaches them."""
    known: OnList | None = row.__dict__.get("_on_list")
    if known is None:
        found = roster.on_list([row.pk], at=clock.now())
        known = row.__dict__["_on_list"] = found.get(row.pk, OnList(row, False, False))
    return known


class AvailabilityType(PolicyType):
    """A span of every week, on the agency's clock. An end before its start is on the next day."""

    class Meta:
        model = Availability
        name = "Availability"

    id = graphene.ID(required=True)
    weekday = graphene.Int(required=True, description="0 is Monday, 6 is Sunday.")
    starts = graphene.Time(required=True)
    ends = graphene.Time(required=True)


class SpanInput(graphene.InputObjectType):
    """A span of every week."""

    weekday = graphene.Int(required=True, description="0 is Monday, 6 is Sunday.")
    starts = graphene.Time(required=True)
    ends = graphene.Time(required=True)


class LanguageCount(PlainType):
    """How many people speak a language in one hour."""

    language = graphene.Field(SpokenLanguage, required=True)
    people = graphene.Int(required=True)


class CoverageHour(PlainType):
    """One hour of a week, and how many can be reached through all of it."""

    starts = graphene.DateTime(required=True)
    people = graphene.Int(required=True)
    languages = graphene.List(graphene.NonNull(LanguageCount), required=True)

    @staticmethod
    def resolve_languages(root: Hour, info: GraphQLResolveInfo) -> list[dict[str, object]]:
        found = sorted(root.languages.items())
        return [{"language": code, "people": n} for code, n in found if code in Language.values]


# --- queries ----------------------------------------------------------------------------------------------


def to_talk_to(user: User, asking: Asking, **wanted: object) -> Page:
    """Those who can be asked now, and fit."""
    there = {each.supporter.pk: each for each in roster.pick_list(at=clock.now())}
    fits = [pk for pk, each in there.items() if _fits(each, wanted)]
    rows = access.visible(user, Supporter).filter(pk__in=fits).select_related("user")
    found = page(rows, asking, by=("id",))
    for row in found.nodes:
        row.__dict__["_on_list"] = there[row.pk]  # type: ignore[attr-defined]
    return found


def _fits(each: OnList, wanted: dict[str, object]) -> bool:
    row = each.supporter
    return (
        wanted.get("kind") in (None, row.kind)
        and _has(wanted.get("language"), row.languages)
        and _has(wanted.get("background"), row.backgrounds)
        and _has(wanted.get("speciality"), row.specialities)
        and (not wanted.get("reachable_now") or each.reachable)
    )


def _has(code: object, there: list[str]) -> bool:
    return code is None or code in there


class Query(graphene.ObjectType):
    supporters = paged(
        SupporterType,
        to_talk_to,
        kind=graphene.Argument(SupportKind),
        language=graphene.Argument(SpokenLanguage),
        background=graphene.Argument(SupporterBackground),
        speciality=graphene.Argument(SupporterSpeciality),
        reachable_now=graphene.Boolean(),
        description="People to talk to: on the roster, trained, and not on a break.",
    )
    my_availability = graphene.List(
        graphene.NonNull(AvailabilityType),
        required=True,
        description="Your own week as a supporter; nothing when you are none.",
    )
    roster_coverage = graphene.List(
        graphene.NonNull(CoverageHour),
        required=True,
        week=graphene.Date(required=True, description="Any day of the week."),
        kind=graphene.Argument(SupportKind),
        description="Who covers a week, hour by hour: for the wellness team, empty for others.",
    )

    @staticmethod
    def resolve_my_availability(root: None, info: GraphQLResolveInfo) -> list[Availability]:
        user = info.context.user
        mine = access.visible(user, Availability).filter(supporter__user=user)
        return list(mine[: hours.AT_MOST])

    @staticmethod
    def resolve_roster_coverage(
        root: None, info: GraphQLResolveInfo, week: dt.date, kind: object = ""
    ) -> list[Hour]:
        user = info.context.user
        return overview.week_of(user, week, kind=str(plain(kind))) if overview.keeps(user) else []


# --- mutations --------------------------------------------------------------------------------------------


class SetAvailability(PolicyMutation):
    """Say when you can be reached: your whole week, or the switch *on duty now*, or both."""

    class Arguments:
        week = graphene.List(
            graphene.NonNull(SpanInput), description="Takes the place of the whole week before."
        )
        on_duty = OnDuty(description="For how long you may be asked from now on.")

    week = graphene.List(graphene.NonNull(AvailabilityType))
    on_duty_until = graphene.DateTime()

    @staticmethod
    def act(
        user: User, *, week: list[dict[str, object]] | None = None, on_duty: str | None = None
    ) -> dict[str, object]:
        row = hours.mine(user)
        if week is not None:
            row = actions.set_week(by=user, week=[Span(**each) for each in week])  # type: ignore[arg-type]
        if on_duty == "off":
            row = actions.go_off_duty(by=user)
        elif on_duty is not None:
            row = actions.go_on_duty(by=user, until=on_duty)
        mine = access.visible(user, Availability).filter(supporter=row)
        return {"week": list(mine), "on_duty_until": row.on_duty_until}


class Mutation(graphene.ObjectType):
    set_availability = SetAvailability.Field(required=True)
