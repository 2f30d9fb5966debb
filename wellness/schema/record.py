"""GraphQL: my record as one file, and what could help next. Both are read, neither is written down."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any

import graphene
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from graphql import GraphQLResolveInfo

from agency.models import User
from trust.doors.graphql import PlainType, plain
from wellness import actions
from wellness.recommendations import Next


class RecordFormat(Enum):
    """JSON: everything that is held. FHIR: answers, scores and sleep for other systems."""

    JSON = "json"
    FHIR = "fhir"


ExportFormat = graphene.Enum.from_enum(
    RecordFormat,
    description=lambda each: (
        "Everything that is held about you."
        if each is RecordFormat.JSON
        else "Answers, scores and sleep as a FHIR R4 Bundle; without your name."
        if each is RecordFormat.FHIR
        else RecordFormat.__doc__
    ),
    name="ExportFormat",
)


class ExportedRecord(PlainType):
    """Your whole record as a file, made for this answer and kept nowhere."""

    media_type = graphene.String(required=True)
    content = graphene.String(required=True, description="The file's text.")


class Recommendation(PlainType):
    """Something that could help next, worked out from your own answers for this answer alone."""

    code = graphene.String(required=True)
    title = graphene.String(required=True)
    text = graphene.String(required=True)
    why = graphene.String(required=True, description="Which own answer it follows from.")
    path = graphene.String(required=True, description="The page that it opens.")


def exported(user: User, wanted: str) -> dict[str, str]:
    if wanted == RecordFormat.FHIR.value:
        made: dict[str, Any] = actions.record_fhir(by=user)
        return {"media_type": "application/fhir+json", "content": json.dumps(made)}
    content = json.dumps(actions.record_json(by=user), cls=DjangoJSONEncoder)
    return {"media_type": "application/json", "content": content}


def recommended(step: Next) -> dict[str, str]:
    words = {name: str(getattr(step, name)) for name in ("code", "title", "text", "why")}
    return words | {"path": reverse(step.url_name, args=step.args)}


class Query(graphene.ObjectType):
    """Reads: my record and what could help next."""

    export_my_record = graphene.Field(
        ExportedRecord,
        required=True,
        format=ExportFormat(required=True),
        description="Your own record as one file.",
    )
    my_recommendations = graphene.List(
        graphene.NonNull(Recommendation),
        required=True,
        description="What could help next, four at most. Not stored and not counted.",
    )

    @staticmethod
    def resolve_export_my_record(
        root: None, info: GraphQLResolveInfo, **wanted: object
    ) -> dict[str, str]:
        return exported(info.context.user, str(plain(wanted["format"])))

    @staticmethod
    def resolve_my_recommendations(root: None, info: GraphQLResolveInfo) -> list[dict[str, str]]:
        return [recommended(each) for each in actions.my_next_steps(info.context.user)]


class Mutation(graphene.ObjectType):
    """Changes: my record and what could help next."""
