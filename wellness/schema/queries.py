"""What may be read: my own record, and the colours of people who let me see theirs."""

from __future__ import annotations

import datetime as dt

import graphene
from graphql import GraphQLResolveInfo

from agency.models import User
from trust import access, vault
from trust.access import Revealed
from trust.doors.graphql import Asking, Page, page, paged
from trust.models import Participant
from wellness import actions
from wellness.models import CheckIn, Standing
from wellness.schema.types import CheckInType, MyStanding, OptIn, StandingType

DOMAIN = "wellness"


def opt_in(user: User) -> Participant | None:
    handle = vault.handle(user.pk, DOMAIN)
    return access.visible(user, Participant).filter(pk=handle).first()


def with_state(found: Revealed) -> Revealed:
    """A standing with the parts of its state as content of their own; ``since`` is a day again."""
    state = dict(found.content["state"])  # type: ignore[call-overload]
    state["since"] = dt.date.fromisoformat(str(state["since"]))
    return Revealed(found.row, state, found.person)


def my_standing(user: User) -> Revealed | None:
    """The officer's own colour, with the answers that made it."""
    mine = access.visible(user, Standing).filter(participant=vault.handle(user.pk, DOMAIN)).first()
    shown = actions.my_standing(user) if mine else None
    return Revealed(mine, dict(vars(shown))) if mine and shown else None


def check_ins(user: User, asking: Asking) -> Page:
    rows = access.visible(user, CheckIn).filter(participant=vault.handle(user.pk, DOMAIN))
    found = page(rows, asking, by=("submitted_at", "id"))
    return found.of(access.reveal_all(user, found.nodes))  # type: ignore[arg-type]


def disclosed(user: User, asking: Asking) -> Page:
    """Standings of others, each look written down before the colour is shown."""
    rows = access.visible(user, Standing).exclude(participant=vault.handle(user.pk, DOMAIN))
    found = page(rows.select_related("participant"), asking, by=("id",))
    shown = access.reveal_all(user, found.nodes, names=True)  # type: ignore[arg-type]
    return found.of(with_state(each) for each in shown)


class Query(graphene.ObjectType):
    my_opt_in = graphene.Field(OptIn, description="Your decisions; nothing before the first one.")
    my_standing = graphene.Field(MyStanding, description="Your colour; nothing before a check-in.")
    my_check_ins = paged(CheckInType, check_ins, description="Your own check-ins, newest first.")
    standings = paged(
        StandingType, disclosed, description="People who disclosed their standing to you."
    )

    @staticmethod
    def resolve_my_opt_in(root: None, info: GraphQLResolveInfo) -> Participant | None:
        return opt_in(info.context.user)

    @staticmethod
    def resolve_my_standing(root: None, info: GraphQLResolveInfo) -> Revealed | None:
        return my_standing(info.context.user)
