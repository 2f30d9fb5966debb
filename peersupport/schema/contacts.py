"""Contacts over GraphQL: log one, and read one's own. Days and codes; no argument takes words."""

from __future__ import annotations

import datetime as dt

import graphene

from agency.models import User
from peersupport import actions
from peersupport.actions.contacts import Entry
from peersupport.models import Activation, Channel, Contact, Duration
from trust import access
from trust.doors.graphql import Asking, Page, PolicyMutation, PolicyType, enum, page, paged

ContactChannel = enum("ContactChannel", Channel)
ContactDuration = enum("ContactDuration", Duration)
ContactActivation = enum("ContactActivation", Activation)


class ContactType(PolicyType):
    """One contact: that it took place, and when you look in again. Never what was said."""

    class Meta:
        model = Contact
        name = "Contact"

    id = graphene.ID(required=True)
    day = graphene.Date(required=True)
    channel = graphene.Field(ContactChannel, required=True)
    duration = graphene.Field(ContactDuration, required=True)
    activation = graphene.Field(ContactActivation, required=True)
    follow_up_on = graphene.Date(description="The day on which you look in again.")
    followed_up = graphene.Boolean(required=True)
    referral_offered = graphene.Boolean(required=True)


def contacts(user: User, asking: Asking) -> Page:
    """The supporter's own lines, the newest day first. Not those about the supporter."""
    return page(access.visible(user, Contact, "change"), asking, by=("day", "id"))


class Query(graphene.ObjectType):
    my_contacts = paged(ContactType, contacts, description="What you logged as a supporter.")


class LogContact(PolicyMutation):
    """Log a contact you had as a supporter. Leave ``ask`` out for somebody who gave no name."""

    class Arguments:
        day = graphene.Date(required=True)
        channel = ContactChannel(required=True)
        duration = ContactDuration(required=True)
        activation = ContactActivation(required=True)
        ask = graphene.ID(description="The question you accepted.")
        follow_up_on = graphene.Date(description="Today or later.")
        referral_offered = graphene.Boolean()
        key = graphene.ID(description="Your own UUID: sent again, it is the same contact.")

    contact = graphene.Field(ContactType)

    @staticmethod
    def act(
        user: User,
        *,
        day: dt.date,
        channel: str,
        duration: str,
        activation: str,
        ask: str | None = None,
        follow_up_on: dt.date | None = None,
        referral_offered: bool = False,
        key: str | None = None,
    ) -> dict[str, object]:
        entry = Entry(day, channel, duration, activation, follow_up_on, referral_offered)
        return {"contact": actions.log_contact(by=user, entry=entry, ask=ask, key=key)}


class Mutation(graphene.ObjectType):
    log_contact = LogContact.Field(required=True)
