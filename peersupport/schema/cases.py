"""Peer support over GraphQL: my offers, the team's cases, asking for help. No names of officers."""

from __future__ import annotations

import graphene
from django.db.models import Min, Q
from graphql import GraphQLResolveInfo

from agency import clock
from agency.models import Category, User
from peersupport import actions
from peersupport.actions.offers import ANSWERS
from peersupport.models import Case, Offer
from peersupport.packs import Service
from peersupport.triggers import Severity, Source
from trust import access, vault
from trust.access import Revealed
from trust.doors.graphql import Asking, Page, PolicyMutation, PolicyType, enum, page, paged

CismService = enum("CismService", Service)
TriggerSource = enum("TriggerSource", Source)
CaseSeverity = enum("CaseSeverity", Severity)
EventType = enum("EventType", Category)
OfferState = graphene.Enum(
    "OfferState", [(s.upper(), s) for s in ("offered", "accepted", "declined", "done", "lapsed")]
)
CaseState = graphene.Enum("CaseState", [("OPEN", "open"), ("LATER", "later"), ("CLOSED", "closed")])
OfferAnswer = graphene.Enum("OfferAnswer", [(each.upper(), each) for each in ANSWERS])


# --- types --------------------------------------------------------------------------------------


class OfferType(PolicyType):
    """One service offered to you after an incident. A *no* is known to nobody but you."""

    class Meta:
        model = Offer
        name = "Offer"

    id = graphene.ID(required=True)
    service = graphene.Field(CismService, required=True)
    round = graphene.Int(required=True, description="Which of several follow-ups it is.")
    incident = graphene.String(required=True, description="The agency's incident number.")
    opens_at = graphene.DateTime(required=True)
    best_by = graphene.DateTime()
    closes_at = graphene.DateTime(required=True)
    state = graphene.Field(OfferState, required=True)
    wants_time = graphene.Boolean(required=True, description="You asked to be scheduled.")

    @staticmethod
    def resolve_incident(root: Revealed, info: GraphQLResolveInfo) -> str:
        return str(root.row.place.case.incident.number)  # type: ignore[attr-defined]

    @staticmethod
    def resolve_state(root: Revealed, info: GraphQLResolveInfo) -> str:
        said_no = dict(root.content["answer"] or {}).get("answer") == "decline"  # type: ignore[call-overload]
        return "declined" if said_no else str(root.row.state_now)  # type: ignore[attr-defined]


class CaseType(PolicyType):
    """The agency's answer to one critical incident: its reference and windows, and no names."""

    class Meta:
        model = Case
        name = "CismCase"

    id = graphene.ID(required=True)
    incident = graphene.String(required=True, description="The agency's incident number.")
    occurred_at = graphene.DateTime(required=True)
    severity = graphene.Field(CaseSeverity, required=True)
    sources = graphene.List(graphene.NonNull(TriggerSource), required=True)
    state = graphene.Field(CaseState, required=True)
    opened_at = graphene.DateTime(required=True)
    closes_at = graphene.DateTime(description="When the next of the open windows closes.")

    @staticmethod
    def resolve_incident(root: Case, info: GraphQLResolveInfo) -> str:
        return root.incident.number

    @staticmethod
    def resolve_occurred_at(root: Case, info: GraphQLResolveInfo) -> object:
        return root.incident.occurred_at

    @staticmethod
    def resolve_state(root: Case, info: GraphQLResolveInfo) -> str:
        closes, opens = getattr(root, "closes_at", None), getattr(root, "opens_at", None)
        if closes is None:
            return "closed"
        return "open" if opens is not None and opens <= clock.now() else "later"


# --- queries ------------------------------------------------------------------------------------


def offers(user: User, asking: Asking) -> Page:
    """The officer's own offers, with their own answers opened."""
    mine = access.visible(user, Offer).filter(participant=vault.handle(user.pk, "support"))
    found = page(mine.select_related("place__case__incident"), asking, by=("closes_at", "id"))
    return found.of(access.reveal_all(user, found.nodes))  # type: ignore[arg-type]


def cases(user: User, asking: Asking, state: str | None = None) -> Page:
    """Cases with the moment when their next open window closes."""
    theirs = access.visible(user, Case, "answer").values("pk")
    rows = access.visible(user, Case).filter(pk__in=theirs).select_related("incident")
    kinds = {"open": rows.open, "later": rows.later, "closed": rows.closed}  # type: ignore[attr-defined]
    rows = kinds.get(str(state), rows.all)()
    live = Q(places__offers__closes_at__gt=clock.now())
    rows = rows.annotate(
        closes_at=Min("places__offers__closes_at", filter=live),
        opens_at=Min("places__offers__opens_at", filter=live),
    )
    return page(rows, asking, by=("opened_at", "id"))


class Query(graphene.ObjectType):
    my_offers = paged(
        OfferType, offers, description="What was offered to you, latest window first."
    )
    cism_cases = paged(
        CaseType,
        cases,
        state=graphene.Argument(CaseState),
        description="Critical incidents, for the people who answer them.",
    )


# --- mutations ----------------------------------------------------------------------------------


class RespondToOffer(PolicyMutation):
    """Say yes, say yes and ask for a time, or say no. You may change your mind."""

    class Arguments:
        offer = graphene.ID(required=True)
        answer = OfferAnswer(required=True)

    offer = graphene.Field(OfferType)

    @staticmethod
    def act(user: User, *, offer: str, answer: str) -> dict[str, object]:
        row = actions.answer_offer(by=user, offer=offer, answer=answer)
        return {"offer": access.reveal(user, row)}


class TriggerIncident(PolicyMutation):
    """Ask for a critical incident to be answered. Asked for yourself, command never learns of it."""

    class Arguments:
        source = TriggerSource(required=True)
        number = graphene.String(description="The incident number; leave out when it is about you.")
        category = EventType()

    asked = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, source: str, number: str = "", category: str = "") -> dict[str, object]:
        actions.raise_case(by=user, source=source, number=number, category=category)
        return {"asked": True}


class Mutation(graphene.ObjectType):
    respond_to_offer = RespondToOffer.Field(required=True)
    trigger_incident = TriggerIncident.Field(required=True)
