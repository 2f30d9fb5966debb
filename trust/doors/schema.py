"""What every person may ask, whatever room they use: who am I, who looked, what is the boundary."""

from __future__ import annotations

import graphene
from graphql import GraphQLResolveInfo

from agency.models import Post, Role, User
from trust import access, ledger, retention, roles
from trust.access import Revealed
from trust.doors import boundary
from trust.doors.graphql import Asking, Page, PlainType, PolicyType, enum, page, paged
from trust.models import Disclosure

RoleName = enum("Role", Role)
Outcome = enum("LookOutcome", Disclosure.Outcome)


class PostType(PolicyType):
    """A role that you hold in a unit."""

    class Meta:
        model = Post
        name = "Post"

    role = graphene.Field(RoleName, required=True)
    unit = graphene.String(required=True)
    since = graphene.Date(required=True)
    until = graphene.Date(description="The first day without it.")

    @staticmethod
    def resolve_unit(root: Post, info: GraphQLResolveInfo) -> str:
        return root.unit.name


class Me(PolicyType):
    """You, your posts of today, and the roles that this token may use."""

    class Meta:
        model = User

    username = graphene.String(required=True)
    name = graphene.String(required=True)
    language = graphene.String(required=True)
    active_roles = graphene.List(graphene.NonNull(RoleName), required=True)
    posts = graphene.List(graphene.NonNull(PostType), required=True)

    @staticmethod
    def resolve_active_roles(root: User, info: GraphQLResolveInfo) -> list[str]:
        return sorted(roles.active(info.context.user))

    @staticmethod
    def resolve_posts(root: User, info: GraphQLResolveInfo) -> list[Post]:
        mine = access.visible(info.context.user, Post).filter(user=info.context.user)
        return list(mine.on().select_related("unit"))  # type: ignore[attr-defined]


class Look(PolicyType):
    """One look at your record, or one that was stopped."""

    class Meta:
        model = Disclosure
        name = "AccessLogEntry"

    at = graphene.DateTime(required=True)
    person = graphene.String(required=True, description="Who looked.")
    role = graphene.String(required=True, description="In which role.")
    record = graphene.String(required=True, description="At what kind of record.")
    action = graphene.String(required=True)
    permission = graphene.String(required=True, description="What opened it.")
    outcome = graphene.Field(Outcome, required=True)

    @staticmethod
    def resolve_person(root: Revealed, info: GraphQLResolveInfo) -> str:
        return str(root.person or "")

    @staticmethod
    def resolve_record(root: Revealed, info: GraphQLResolveInfo) -> str:
        return root.row.kind  # type: ignore[attr-defined]


class BoundaryLevel(PlainType):
    """A level of disclosure, lowest first."""

    name = graphene.String(required=True)
    label = graphene.String(required=True)
    offered = graphene.Boolean(required=True)


class BoundaryOpening(PlainType):
    """Who, from which level on (empty: whatever the level), and under which condition."""

    action = graphene.String(required=True)
    who = graphene.String(required=True)
    from_level = graphene.String(required=True)
    condition = graphene.String(required=True)


class BoundaryRecord(PlainType):
    """One kind of record and everyone who may do something with it."""

    kind = graphene.String(required=True)
    holds = graphene.String(required=True)
    openings = graphene.List(graphene.NonNull(BoundaryOpening), required=True)

    @staticmethod
    def resolve_openings(root: boundary.Record, info: GraphQLResolveInfo) -> list[dict[str, str]]:
        return [
            {"action": action, **opening}  # type: ignore[dict-item]
            for action, openings in root["actions"].items()
            for opening in openings
        ]


class VisibilityContract(PlainType):
    """Who may see what, from the table that the server itself obeys."""

    agency = graphene.String(required=True)
    levels = graphene.List(graphene.NonNull(BoundaryLevel), required=True)
    records = graphene.List(graphene.NonNull(BoundaryRecord), required=True)
    never = graphene.List(graphene.NonNull(graphene.String), required=True)

    @staticmethod
    def resolve_never(root: boundary.Contract, info: GraphQLResolveInfo) -> list[str]:
        return [promise["sentence"] for promise in root["never"]]


class RetentionRuleType(PlainType):
    """How long one kind of data is kept here, and the bounds inside which the agency may choose."""

    class Meta:
        name = "RetentionRule"

    code = graphene.String(required=True)
    label = graphene.String(required=True)
    days = graphene.Int(required=True)
    floor = graphene.Int(required=True, description="The fewest days.")
    maximum = graphene.Int(required=True, description="The most days.")
    source = graphene.String(required=True, description="Who says so.")
    cleared = graphene.Boolean(required=True, description="Whether every night clears it.")


def access_log(user: User, asking: Asking) -> Page:
    """Who looked at the officer's records, newest first, with names."""
    found = page(access.visible(user, Disclosure), asking, by=("seq",))
    people = ledger.viewers(found.nodes)  # type: ignore[arg-type]
    return found.of(
        Revealed(row, {}, people.get(row.viewer))  # type: ignore[arg-type,attr-defined]
        for row in found.nodes
    )


class Query(graphene.ObjectType):
    me = graphene.Field(Me, required=True, description="The person behind the token.")
    my_access_log = paged(
        Look, access_log, description="Who looked at your records, and who was stopped."
    )
    visibility_contract = graphene.Field(
        VisibilityContract, required=True, description="The boundary, as everyone may read it."
    )
    retention_rules = graphene.List(
        graphene.NonNull(RetentionRuleType),
        required=True,
        description="How long each kind of data is kept.",
    )

    @staticmethod
    def resolve_me(root: None, info: GraphQLResolveInfo) -> User:
        return access.fetch(info.context.user, "view", User, pk=info.context.user.pk)

    @staticmethod
    def resolve_visibility_contract(root: None, info: GraphQLResolveInfo) -> boundary.Contract:
        return boundary.contract()

    @staticmethod
    def resolve_retention_rules(root: None, info: GraphQLResolveInfo) -> list[retention.Term]:
        return retention.terms(info.context.user)
