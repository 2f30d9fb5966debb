"""The GraphQL endpoint: POST, JSON, Bearer; and nothing else.

A cookie is never read, so no other site can make a browser act here; that is why this view may
stand outside the CSRF check. Media types and status codes follow *GraphQL over HTTP*.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from graphene import Schema
from graphql import ExecutionResult, GraphQLError, execute_sync

from agency.models import User
from trust import audit, vault
from trust.doors import tokens
from trust.doors.graphql import documents
from trust.doors.graphql.answers import UNAVAILABLE, Told, formatted
from trust.doors.graphql.limits import MAX_BODY

JSON = "application/json"
RESPONSE = "application/graphql-response+json"
OFFERED = {RESPONSE: RESPONSE, JSON: JSON, "application/*": JSON, "*/*": JSON}


class Stop(Exception):
    """The request ends here, with this status, code and sentence."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        self.status, self.code, self.sentence = status, code, sentence


@dataclass(frozen=True)
class Asked:
    """What resolvers get as ``info.context``: who asks. Nothing of the request."""

    user: User


@dataclass(frozen=True)
class Operation:
    query: str
    variables: dict[str, object] | None
    name: str | None


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class GraphQLDoor(View):
    """``GraphQLDoor.as_view(schema=…)``."""

    schema: Schema | None = None

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        media = _media_type(request)
        try:
            user = _admitted(request, media)
            request.user = user
            with translation.override(user.language), vault.keyring(), audit.acting(user):
                return self._answer(_operation(request), Asked(user), str(media))
        except Stop as stop:
            return _response(stop.status, {"errors": [formatted(_told(stop))]}, media or JSON)

    def _answer(self, asked: Operation, context: Asked, media: str) -> HttpResponse:
        result = self._execute(asked, context)
        answer: dict[str, object] = {}
        if result.errors:
            answer["errors"] = [formatted(each) for each in result.errors]
        before = result.data is None and not any(e.path for e in result.errors or ())
        if not before:
            answer["data"] = result.data
        return _response(_status(answer, before, media), answer, media)

    def _execute(self, asked: Operation, context: Asked) -> ExecutionResult:
        assert self.schema is not None  # noqa: S101 - a door without a schema is a wrong URL table
        schema = self.schema.graphql_schema
        document = documents.prepared(schema, asked.query, settings.GRAPHQL_INTROSPECTION)
        if isinstance(document, tuple):
            return ExecutionResult(data=None, errors=list(document))
        return execute_sync(
            schema,
            document,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.name,
        )


# --- before: is this a request for us? ------------------------------------------------------------


def _media_type(request: HttpRequest) -> str | None:
    """The media type of the answer; None when the caller takes none that we can give."""
    accepted = request.headers.get("Accept", "*/*")
    weighed = []
    for place, part in enumerate(accepted.split(",")):
        name, _semi, options = part.strip().partition(";")
        weighed.append((-_quality(options), place, name.strip().lower()))
    for weight, _place, name in sorted(weighed):
        if weight < 0 and name in OFFERED:
            return OFFERED[name]
    return None


def _quality(options: str) -> float:
    for option in options.split(";"):
        name, _equals, value = option.strip().partition("=")
        if name == "q":
            return float(value) if value.replace(".", "", 1).isdigit() else 0.0
    return 1.0


def _admitted(request: HttpRequest, media: str | None) -> User:
    if request.method != "POST":
        raise Stop(405, "METHOD", _("Send a POST request."))
    if media is None:
        raise Stop(406, "ACCEPT", _("The answer can be application/json."))
    if request.content_type != JSON:
        raise Stop(415, "CONTENT_TYPE", _("Send application/json."))
    if (request.content_params or {}).get("charset", "utf-8").strip('"').lower() != "utf-8":
        raise Stop(415, "CONTENT_TYPE", _("Send text in UTF-8."))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MAX_BODY:
        raise Stop(413, "TOO_MUCH", _("The request is too large."))
    user = tokens.authenticate(request)
    if user is None:
        raise Stop(401, "UNAUTHENTICATED", _("Send an access token that is still good."))
    return user


def _operation(request: HttpRequest) -> Operation:
    try:
        body = json.loads(request.body.decode())
    except (ValueError, RecursionError) as broken:
        raise Stop(400, "BAD_REQUEST", _("The body is not JSON.")) from broken
    if not isinstance(body, dict):
        raise Stop(400, "BAD_REQUEST", _("Send one JSON object."))
    for name, kind in (("operationName", str), ("variables", dict), ("extensions", dict)):
        if not isinstance(body.get(name), kind | None):
            raise Stop(400, "BAD_REQUEST", _("%(name)s has the wrong type.") % {"name": name})
    return Operation(_query(body), body.get("variables"), body.get("operationName"))


def _query(body: dict[str, object]) -> str:
    """The text sent, or the text of an operation on our list."""
    listed = documents.operations(settings.GRAPHQL_OPERATIONS)
    digest = _digest(body)
    query = listed.get(digest) if digest else body.get("query")
    if digest and query is None:
        raise Stop(400, "PERSISTED_QUERY_NOT_FOUND", _("This operation is not on the list."))
    if not isinstance(query, str) or not query.strip():
        raise Stop(400, "BAD_REQUEST", _("Send a query."))
    if settings.GRAPHQL_PERSISTED_ONLY and query not in listed.values():
        raise Stop(403, "PERSISTED_ONLY", _("Only operations on the list can be used here."))
    return query


def _digest(body: dict[str, object]) -> str:
    """The SHA-256 of a listed operation: ``documentId`` or ``extensions.persistedQuery``."""
    document_id = body.get("documentId")
    if isinstance(document_id, str):
        return document_id.removeprefix("sha256:")
    extensions = body.get("extensions")
    persisted = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
    digest = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    return digest if isinstance(digest, str) else ""


# --- after: the answer ----------------------------------------------------------------------------


def _told(stop: Stop) -> GraphQLError:
    return Told(stop.sentence, stop.code)


def _status(answer: dict[str, object], before: bool, media: str) -> int:
    problems = answer.get("errors", [])
    if any(each["extensions"]["code"] == UNAVAILABLE for each in problems):  # type: ignore[attr-defined]
        return 503
    return 400 if before and media == RESPONSE else 200


def _response(status: int, answer: dict[str, object], media: str) -> HttpResponse:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, status=status, content_type=f"{media}; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept, Authorization"
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="argus"'
    if status == 405:
        response["Allow"] = "POST"
    return response
