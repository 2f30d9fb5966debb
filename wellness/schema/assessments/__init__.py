"""GraphQL: assessments. What they ask, what is due, and the officer's own runs.

Everything belongs to whoever asks; the one argument that names somebody else is the person to share
with. Answers come and go as a list, because the questions are data.
"""

from __future__ import annotations

from functools import partial

import graphene
from graphql import GraphQLResolveInfo

from trust.access import Revealed
from trust.doors.graphql import paged
from wellness.assessment_types import AssessmentType, Licensed
from wellness.schema.assessments.asked import AssessmentKind, Kind, asked
from wellness.schema.assessments.changes import (
    CancelAssessment,
    ConfirmAnnualReview,
    DeleteAssessment,
    RevokeAssessmentShare,
    SaveAnswer,
    SetReminders,
    ShareAssessment,
    SnoozeAssessment,
    StartAssessment,
    SubmitAssessment,
    TakeBackAnnualReview,
)
from wellness.schema.assessments.rows import (
    AssessmentRun,
    DueType,
    RemindersType,
    due,
    finished,
    reminders,
)

__all__ = ["Mutation", "Query"]


class Query(graphene.ObjectType):
    """Reads: assessments."""

    assessments = graphene.List(
        graphene.NonNull(AssessmentKind),
        required=True,
        type=Kind(description="One alone; without it the five types."),
        days_since_incident=graphene.Int(),
        description="The types of assessment and what they ask.",
    )
    licensed_assessments = graphene.List(
        graphene.NonNull(AssessmentKind),
        required=True,
        description="Questions in your agency's licensed wording; only those that it brought.",
    )
    due_assessments = graphene.List(
        graphene.NonNull(DueType), required=True, description="What is suggested to you now."
    )
    my_assessments = paged(
        AssessmentRun,
        partial(finished, own=True),
        description="Your own finished ones, newest first.",
    )
    shared_assessments = paged(
        AssessmentRun, partial(finished, own=False), description="What others have shared with you."
    )
    my_reminders = graphene.Field(RemindersType, required=True)

    @staticmethod
    def resolve_assessments(
        root: None,
        info: GraphQLResolveInfo,
        type: object = None,  # noqa: A002 - the argument's name
        days_since_incident: int | None = None,
    ) -> list[dict[str, object]]:
        one = getattr(type, "value", type)
        kinds = [str(one)] if one else AssessmentType.values
        return asked(info.context.user, kinds, days_since_incident)

    @staticmethod
    def resolve_licensed_assessments(
        root: None, info: GraphQLResolveInfo
    ) -> list[dict[str, object]]:
        return asked(info.context.user, Licensed.values)

    @staticmethod
    def resolve_due_assessments(root: None, info: GraphQLResolveInfo) -> list[Revealed]:
        return list(due(info.context.user))

    @staticmethod
    def resolve_my_reminders(root: None, info: GraphQLResolveInfo) -> dict[str, object]:
        return reminders(info.context.user)


class Mutation(graphene.ObjectType):
    """Changes: assessments."""

    start_assessment = StartAssessment.Field(required=True)
    save_answer = SaveAnswer.Field(required=True)
    submit_assessment = SubmitAssessment.Field(required=True)
    cancel_assessment = CancelAssessment.Field(required=True)
    delete_assessment = DeleteAssessment.Field(required=True)
    share_assessment = ShareAssessment.Field(required=True)
    revoke_assessment_share = RevokeAssessmentShare.Field(required=True)
    confirm_annual_review = ConfirmAnnualReview.Field(required=True)
    take_back_annual_review = TakeBackAnnualReview.Field(required=True)
    snooze_assessment = SnoozeAssessment.Field(required=True)
    set_reminders = SetReminders.Field(required=True)
