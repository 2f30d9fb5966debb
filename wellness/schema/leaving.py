"""GraphQL: leaving for good. The receipt comes back; it is all that is left."""

from __future__ import annotations

import json

import graphene
from django.utils.translation import gettext_lazy as _
from graphql import GraphQLResolveInfo

from agency.models import User
from trust import receipts
from trust.doors.graphql import PolicyMutation, PolicyType
from trust.models import DeletionReceipt
from trust.refusal import Refusal
from wellness import actions


class DeletionReceiptType(PolicyType):
    """Proof that your record was destroyed. Keep ``document``; it can be checked without us."""

    class Meta:
        model = DeletionReceipt
        name = "DeletionReceipt"

    id = graphene.ID(required=True)
    made_at = graphene.DateTime(required=True)
    key_backups_lapse_on = graphene.Date(
        required=True, description="From this day on no backup of the key exists."
    )
    document = graphene.String(required=True, description="The signed receipt, as JSON.")

    @staticmethod
    def resolve_key_backups_lapse_on(root: DeletionReceipt, info: GraphQLResolveInfo) -> object:
        return receipts.lapses_on(root.made_at)

    @staticmethod
    def resolve_document(root: DeletionReceipt, info: GraphQLResolveInfo) -> str:
        return json.dumps(receipts.document(root), sort_keys=True)


class DestroyMyRecord(PolicyMutation):
    """Stop, delete everything you wrote, and destroy your key. This can't be undone.

    ``sure`` must be true. While a legal hold keeps your record nothing is deleted (code ``HELD``).
    """

    class Arguments:
        sure = graphene.Boolean(required=True)

    receipt = graphene.Field(DeletionReceiptType)

    @staticmethod
    def act(user: User, *, sure: bool) -> dict[str, object]:
        if not sure:
            raise Refusal("sure", "not_sure", _("Say that you are sure. Nothing was deleted."))
        return {"receipt": actions.destroy_my_record(by=user)}


class Query(graphene.ObjectType):
    my_receipts = graphene.List(
        graphene.NonNull(DeletionReceiptType),
        required=True,
        description="Receipts of records that you destroyed.",
    )

    @staticmethod
    def resolve_my_receipts(root: None, info: GraphQLResolveInfo) -> list[DeletionReceipt]:
        return actions.my_receipts(info.context.user)


class Mutation(graphene.ObjectType):
    destroy_my_record = DestroyMyRecord.Field(required=True)
