"""GraphQL: the questions, as they are asked now in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

import graphene
from django.utils.translation import get_language
from graphql import GraphQLResolveInfo

from agency.models import User
from trust.doors.graphql import (
    PlainType,
)
from wellness import assessment_types
from wellness.actions.wordings import with_wordings
from wellness.assessment_types import AssessmentType, Extra, Licensed
from wellness.instruments import Instrument, Item, Option, instrument, say

Kind = graphene.Enum(
    "AssessmentType", [(each.name, each.value) for each in (*AssessmentType, *Extra, *Licensed)]
)


def language() -> str:
    return get_language() or "en"


class OptionType(PlainType):
    """One answer on offer. Null is always one more: rather not say."""

    class Meta:
        name = "AnswerOption"

    value = graphene.Float(required=True)
    label = graphene.String(required=True)

    @staticmethod
    def resolve_label(root: Option, info: GraphQLResolveInfo) -> str:
        return say(root.label, language())


class ItemType(PlainType):
    """One question. ``low`` and ``high``: any number between them is taken."""

    class Meta:
        name = "AssessmentItem"

    code = graphene.String(required=True)
    text = graphene.String(required=True)
    options = graphene.List(graphene.NonNull(OptionType), required=True)
    low = graphene.Float()
    high = graphene.Float()
    asked_when = graphene.String(description="Only after this answer, as item=value; else empty.")

    @staticmethod
    def resolve_text(root: Item, info: GraphQLResolveInfo) -> str:
        lead = say(root.lead, language()) if root.lead else ""
        return f"{lead} {say(root.text, language())}".strip()

    @staticmethod
    def resolve_asked_when(root: Item, info: GraphQLResolveInfo) -> str:
        return root.gate


class InstrumentType(PlainType):
    """A set of questions, with its owner and its licence."""

    class Meta:
        name = "Instrument"

    code = graphene.String(required=True)
    version = graphene.String(required=True)
    title = graphene.String(required=True)
    introduction = graphene.String(required=True)
    items = graphene.List(graphene.NonNull(ItemType), required=True)
    licence = graphene.String(required=True)
    source = graphene.String(required=True)

    @staticmethod
    def resolve_title(root: Instrument, info: GraphQLResolveInfo) -> str:
        return say(root.title, language())

    @staticmethod
    def resolve_introduction(root: Instrument, info: GraphQLResolveInfo) -> str:
        return say(root.stem, language())


class AssessmentKind(PlainType):
    """A type of assessment and what it asks."""

    code = graphene.Field(Kind, required=True)
    label = graphene.String(required=True)
    takes = graphene.String(required=True)
    instruments = graphene.List(graphene.NonNull(InstrumentType), required=True)


def asked(user: User, kinds: Iterable[str], days: int | None = None) -> list[dict[str, object]]:
    """What these kinds ask; a kind whose wording the agency did not bring is left out."""
    sets = {kind: assessment_types.sets(kind, days) for kind in kinds}
    found = with_wordings(user, (instrument(code) for codes in sets.values() for code in codes))
    return [
        {
            "code": kind,
            "label": assessment_types.label(kind),
            "takes": assessment_types.TAKES[kind],
            "instruments": [found[code] for code in codes],
        }
        for kind, codes in sets.items()
        if found.keys() >= set(codes)
    ]
