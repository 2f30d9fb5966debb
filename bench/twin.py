"""UNSAFE twins, to compare with and never to copy: the same rows without token, policy or ledger.

``raw`` is one hand-written query and a ``JsonResponse``; ``naive`` and ``tuned`` are plain
graphene-django, the way its tutorial shows it. Two hops: check-in, its participant, the standing.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid

import graphene
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from graphene_django import DjangoObjectType
from graphene_django.views import GraphQLView
from graphql import GraphQLResolveInfo

from trust import vault
from trust.fields import Sealed
from trust.models import Participant
from trust.vault import VERSION
from wellness.models import CheckIn, Standing
from wellness.standing import RULE_VERSION

PLAIN = """
SELECT id, week, submitted_at, rule_version FROM wellness_checkin
WHERE participant_id = %s ORDER BY submitted_at DESC, id DESC LIMIT %s
"""
SEALED = PLAIN.replace("rule_version", "rule_version, answers, note")
HOPS = """
SELECT c.id, c.week, c.submitted_at, c.rule_version, c.key, c.body_mac,
       p.handle, p.domain, p.level, p.count_me, s.id
FROM wellness_checkin c JOIN trust_participant p ON p.handle = c.participant_id
LEFT JOIN wellness_standing s ON s.participant_id = p.handle
WHERE c.participant_id = %s ORDER BY c.submitted_at DESC, c.id DESC LIMIT %s
"""
Row = tuple[object, ...]


def _rows(request: HttpRequest, query: str) -> tuple[uuid.UUID, list[Row]]:
    asked = json.loads(request.body)
    owner = uuid.UUID(asked["participant"])
    with connection.cursor() as cursor:
        given = owner if connection.vendor == "postgresql" else owner.hex
        cursor.execute(query, [given, asked["first"]])
        return owner, cursor.fetchall()


def _four(row: Row) -> dict[str, object]:
    return dict(zip(("id", "week", "submittedAt", "ruleVersion"), map(str, row[:4]), strict=True))


@csrf_exempt
@login_not_required  # a twin without any wall
def raw(request: HttpRequest) -> JsonResponse:
    """Plain columns only."""
    return JsonResponse({"rows": [_four(row) for row in _rows(request, PLAIN)[1]]})


@csrf_exempt
@login_not_required  # a twin without any wall
def raw_opened(request: HttpRequest) -> JsonResponse:
    """The same, with what is sealed opened by hand."""
    owner, rows = _rows(request, SEALED)
    with vault.keyring():
        vault.load_keys([owner], "wellness")
        return JsonResponse({"rows": [_four(row) | _opened(owner, row) for row in rows]})


def _opened(owner: uuid.UUID, row: Row) -> dict[str, object]:
    pk = row[0] if isinstance(row[0], uuid.UUID) else uuid.UUID(str(row[0]))
    answers, note = (
        vault.open_(
            bytes(sealed), owner, "wellness", vault.bind("wellness.checkin", name, pk, owner)
        )  # type: ignore[call-overload]
        for name, sealed in zip(("answers", "note"), row[4:6], strict=True)
    )
    return {"answers": json.loads(answers), "note": note[1:].decode()}


@csrf_exempt
@login_not_required  # a twin without any wall
def raw_hops(request: HttpRequest) -> JsonResponse:
    """Plain columns and the two hops."""
    _owner, rows = _rows(request, HOPS)
    return JsonResponse({"rows": [_hop(row) for row in rows]})


def _hop(row: Row) -> dict[str, object]:
    key, mac, handle, domain, level, count_me, standing = row[4:]
    participant = {
        "handle": str(handle),
        "domain": domain,
        "level": level,
        "countMe": count_me,
        "standing": {"id": str(standing)},
    }
    return _four(row) | {"key": key, "bodyMac": mac, "participant": participant}


class TwinStanding(DjangoObjectType):  # type: ignore[misc]
    class Meta:
        model = Standing
        fields = ("id",)


class TwinParticipant(DjangoObjectType):  # type: ignore[misc]
    class Meta:
        model = Participant
        fields = ("handle", "domain", "level", "count_me", "standing")
        convert_choices_to_enum = False


class TwinCheckIn(DjangoObjectType):  # type: ignore[misc]
    class Meta:
        model = CheckIn
        fields = ("id", "week", "submitted_at", "rule_version", "key", "body_mac", "participant")


class TwinQuery(graphene.ObjectType):  # type: ignore[misc]
    naive = graphene.List(TwinCheckIn, participant=graphene.UUID(), first=graphene.Int())
    tuned = graphene.List(TwinCheckIn, participant=graphene.UUID(), first=graphene.Int())

    @staticmethod
    def resolve_naive(
        root: None, info: GraphQLResolveInfo, participant: uuid.UUID, first: int
    ) -> QuerySet[CheckIn]:
        return CheckIn.objects.filter(participant=participant)[:first]

    @staticmethod
    def resolve_tuned(
        root: None, info: GraphQLResolveInfo, participant: uuid.UUID, first: int
    ) -> QuerySet[CheckIn]:
        rows = CheckIn.objects.select_related("participant__standing").defer("answers", "note")
        return rows.filter(participant=participant)[:first]


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class TwinDoor(GraphQLView):  # type: ignore[misc]
    """graphene-django's own view with its own defaults."""


twin_schema = graphene.Schema(query=TwinQuery)


@csrf_exempt
@login_not_required  # a twin without any wall
def raw_insert(request: HttpRequest) -> JsonResponse:
    """A check-in stored as it comes: one INSERT, nothing sealed, nobody asked."""
    asked = json.loads(request.body)
    row = plain_row(uuid.UUID(asked["participant"]), asked["key"])
    CheckIn.objects.bulk_create([row])
    return JsonResponse({"checkIn": {"id": str(row.pk)}})


def plain_row(owner: uuid.UUID, key: str) -> CheckIn:
    """A row whose answers were never sealed: bytes of the same length, readable by anybody."""
    return CheckIn(
        participant_id=owner,
        key=key,
        body_mac="0" * 64,
        week=dt.date(2026, 1, 5),
        rule_version=RULE_VERSION,
        answers=Sealed(VERSION + b"0" * 156),
        note=Sealed(VERSION + b"0" * 92),
    )
