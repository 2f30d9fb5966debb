"""GraphQL: the officer's own runs, what is suggested to them, and what they shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import graphene
from graphql import GraphQLResolveInfo

from agency.models import User
from trust import access, vault
from trust.access import Revealed
from trust.doors.graphql import (
    Asking,
    Page,
    PlainType,
    PolicyType,
    enum,
    page,
)
from wellness import actions
from wellness.actions.assessments.content import restored
from wellness.actions.own import DOMAIN
from wellness.actions.schedule import Due
from wellness.assessment_types import Reason
from wellness.models import AnnualReview, Assessment, AssessmentGrant, Invitation
from wellness.schema.assessments.asked import Kind
from wellness.schema.types import ScoreType
from wellness.scoring import Score

DueReason = enum("DueReason", Reason)


class AnswerGiven(PlainType):
    """One answer of yours; no value where you would rather not say."""

    instrument = graphene.String(required=True)
    version = graphene.String(required=True)
    item = graphene.String(required=True)
    value = graphene.Float()


class AssessmentRun(PolicyType):
    """One run, opened. Each look at another person's assessment is written in their log."""

    class Meta:
        model = Assessment
        name = "Assessment"

    id = graphene.ID(required=True)
    key = graphene.String(required=True, description="Send it under this key, or one of your own.")
    type = graphene.Field(Kind, required=True)
    saved_at = graphene.DateTime(required=True)
    submitted_at = graphene.DateTime(description="Nothing while it is open.")
    answers = graphene.List(graphene.NonNull(AnswerGiven), required=True)
    scores = graphene.List(graphene.NonNull(ScoreType), required=True)
    note = graphene.String(required=True)

    @staticmethod
    def resolve_scores(root: Revealed, info: GraphQLResolveInfo) -> tuple[Score, ...]:
        return restored(root.content["scores"])  # type: ignore[arg-type]

    @staticmethod
    def resolve_answers(root: Revealed, info: GraphQLResolveInfo) -> list[dict[str, object]]:
        versions: Mapping[str, str] = root.content["versions"]  # type: ignore[assignment]
        given: Mapping[str, Mapping[str, float | None]] = root.content["answers"]  # type: ignore[assignment]
        return [
            {"instrument": code, "version": versions[code], "item": item, "value": value}
            for code, said in given.items()
            for item, value in said.items()
        ]


def opened(found: Revealed) -> Revealed:
    """A run with the parts of its content as content of their own."""
    return Revealed(found.row, dict(found.content["content"]), found.person)  # type: ignore[call-overload]


def run(user: User, row: Assessment) -> Revealed:
    return opened(access.reveal(user, row))


def finished(user: User, asking: Asking, *, own: bool) -> Page:
    rows = access.visible(user, Assessment).exclude(submitted_at=None)
    mine = {"participant": vault.handle(user.pk, DOMAIN)}
    rows = rows.filter(**mine) if own else rows.exclude(**mine)
    found = page(rows, asking, by=("submitted_at", "id"))
    return found.of(opened(each) for each in access.reveal_all(user, found.nodes))  # type: ignore[arg-type]


class DueType(PolicyType):
    """An assessment that makes sense now. Nobody must, and nobody is told whether you did."""

    class Meta:
        model = Invitation
        name = "DueAssessment"

    id = graphene.ID(required=True)
    type = graphene.Field(Kind, required=True)
    reason = graphene.Field(DueReason, required=True)
    due = graphene.Date(required=True)
    closes = graphene.Date(description="The last day on which it makes sense.")


def due(user: User) -> Iterator[Revealed]:
    found: list[Due] = actions.due_now(by=user)
    return (Revealed(each.row, {"type": each.kind, "reason": each.reason}) for each in found)


class AssessmentShareType(PolicyType):
    """One assessment shown to one person until a day."""

    class Meta:
        model = AssessmentGrant
        name = "AssessmentShare"

    id = graphene.ID(required=True)
    person = graphene.String(required=True)
    expires_at = graphene.DateTime(required=True)

    @staticmethod
    def resolve_person(root: AssessmentGrant, info: GraphQLResolveInfo) -> str:
        return str(root.user)


class AnnualReviewType(PolicyType):
    """That an annual review took place, as its officer confirmed. No score and no note."""

    class Meta:
        model = AnnualReview
        name = "AnnualReview"

    id = graphene.ID(required=True)
    year = graphene.Int(required=True)
    confirmed_on = graphene.Date(required=True)


class RemindersType(PlainType):
    """When you want to hear of suggestions, on the agency's clock."""

    class Meta:
        name = "Reminders"

    paused = graphene.Boolean(required=True)
    quiet_from = graphene.Time(required=True)
    quiet_until = graphene.Time(required=True)


def reminders(user: User) -> dict[str, object]:
    wish = actions.my_reminders(by=user)
    return {
        "paused": wish.paused,
        "quiet_from": wish.quiet.since,
        "quiet_until": wish.quiet.until,
    }
