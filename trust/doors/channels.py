"""GraphQL of *How you hear from us*: the person's own choices. Addresses are shown shortened, never whole."""

from __future__ import annotations

import datetime as dt

import graphene
from graphql import GraphQLResolveInfo

from agency.models import User
from trust import channels
from trust.channels import Mine, masked
from trust.doors.graphql import PlainType, PolicyMutation, enum
from trust.notify.wishes import MailTo

MailChoice = enum("MailChoice", MailTo)


class NoticeChoices(PlainType):
    """How you hear that there is something new. Nobody else can ask this about you."""

    mail = graphene.Field(MailChoice, required=True)
    sms = graphene.Boolean(required=True, description="Text messages to your number.")
    quiet_from = graphene.Time(description="On the agency's clock; nothing: no quiet hours.")
    quiet_until = graphene.Time()
    rest = graphene.Boolean(required=True, description="Quiet also after a night shift.")
    wake = graphene.Boolean(required=True, description="Not quiet for requests while on duty.")
    address = graphene.String(required=True, description="Your private address, shortened.")
    number = graphene.String(required=True, description="Your number, shortened.")
    devices = graphene.Int(required=True, description="How many devices show messages.")


def shown(found: Mine) -> dict[str, object]:
    hours = found.wishes.hours
    return {
        "mail": str(found.wishes.mail),
        "sms": found.wishes.sms,
        "quiet_from": hours.since if hours else None,
        "quiet_until": hours.until if hours else None,
        "rest": found.wishes.rest,
        "wake": found.wishes.wake,
        "address": masked(found.wishes.address),
        "number": masked(found.wishes.number),
        "devices": len(found.devices),
    }


class Query(graphene.ObjectType):
    """Reads of one's own choices."""

    my_notice_choices = graphene.Field(
        NoticeChoices, required=True, description="How you hear that there is something new."
    )

    @staticmethod
    def resolve_my_notice_choices(root: None, info: GraphQLResolveInfo) -> dict[str, object]:
        return shown(channels.mine(by=info.context.user))


class SetNoticeChoices(PolicyMutation):
    """Set channels and quiet hours. Addresses are entered in the portal, where they prove themselves."""

    class Arguments:
        mail = MailChoice(required=True)
        sms = graphene.Boolean(default_value=False)
        quiet_from = graphene.Time()
        quiet_until = graphene.Time()
        rest = graphene.Boolean(default_value=False)
        wake = graphene.Boolean(default_value=False)

    choices = graphene.Field(NoticeChoices)

    @staticmethod
    def act(
        user: User,
        *,
        mail: str,
        sms: bool,
        rest: bool,
        wake: bool,
        quiet_from: dt.time | None = None,
        quiet_until: dt.time | None = None,
    ) -> dict[str, object]:
        channels.choose(
            by=user, mail=mail, sms=sms, rest=rest, wake=wake,
            quiet_from=quiet_from, quiet_until=quiet_until,
        )  # fmt: skip
        return {"choices": shown(channels.mine(by=user))}


class Mutation(graphene.ObjectType):
    """Changes of one's own choices."""

    set_notice_choices = SetNoticeChoices.Field(required=True)
