"""GraphQL: what an officer may do with their assessments. Fetch, act, return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import cast

import graphene

from agency.models import User
from trust import access
from trust.doors.graphql import (
    PolicyMutation,
    enum,
)
from trust.refusal import Refusal
from wellness import actions
from wellness.actions.assessments.content import NO_SUCH_SET, Content
from wellness.actions.assessments.pages import asked_of
from wellness.actions.schedule import Snooze
from wellness.models import Assessment, CheckIn
from wellness.schema.assessments.asked import InstrumentType, Kind
from wellness.schema.assessments.rows import (
    AnnualReviewType,
    AssessmentRun,
    AssessmentShareType,
    DueType,
    RemindersType,
    due,
    reminders,
    run,
)
from wellness.schema.types import CheckInType, ScoreType

SnoozeUntil = enum("SnoozeUntil", Snooze)


class AnswerInput(graphene.InputObjectType):
    """One answer. Send null for what you would rather not say."""

    instrument = graphene.String(required=True)
    item = graphene.String(required=True)
    value = graphene.Float()
    version = graphene.String(description="The version that was shown, if you want it compared.")


def answers_input(*, required: bool = False) -> graphene.List:
    return graphene.List(graphene.NonNull(AnswerInput), required=required)


def sorted_out(
    given: Iterable[Mapping[str, object]],
) -> tuple[dict[str, dict[str, float | None]], dict[str, str]]:
    """Answers by instrument and item, and the versions that were named."""
    answers: dict[str, dict[str, float | None]] = {}
    versions: dict[str, str] = {}
    for each in given:
        code = str(each["instrument"])
        answers.setdefault(code, {})[str(each["item"])] = each.get("value")  # type: ignore[assignment]
        if each.get("version"):
            versions[code] = str(each["version"])
    return answers, versions


class StartAssessment(PolicyMutation):
    """Begin an assessment, or go on with the one that you began on any device."""

    class Arguments:
        type = Kind(required=True)

    assessment = graphene.Field(AssessmentRun)
    instruments = graphene.List(
        graphene.NonNull(InstrumentType),
        description="What this run asks, in the version and the words that it began with.",
    )

    @staticmethod
    def act(user: User, *, type: str) -> dict[str, object]:  # noqa: A002 - the argument's name
        found = run(user, actions.start_assessment(by=user, kind=type))
        return {"assessment": found, "instruments": asked_of(cast("Content", found.content))}


class SaveAnswer(PolicyMutation):
    """Keep answers of an open assessment, sealed: all of them, or none when one does not fit."""

    class Arguments:
        assessment = graphene.ID(required=True)
        answers = answers_input(required=True)
        note = graphene.String()

    assessment = graphene.Field(AssessmentRun)

    @staticmethod
    def act(
        user: User,
        *,
        assessment: str,
        answers: list[dict[str, object]],
        note: str | None = None,
    ) -> dict[str, object]:
        given, versions = sorted_out(answers)
        row = actions.save_answers(
            by=user, assessment=assessment, answers=given, versions=versions, note=note
        )
        return {"assessment": run(user, row)}


class SubmitAssessment(PolicyMutation):
    """Finish an assessment: what was kept, with ``answers`` on top. Sent again, stored once.

    Name it by ``assessment`` or by ``type``. A weekly check comes back as ``checkIn``. When ``safety``
    is true, show the people to call first; nobody was told anything.
    """

    class Arguments:
        key = graphene.String(required=True, description="Made once for each assessment.")
        assessment = graphene.ID()
        type = Kind()
        answers = answers_input()
        note = graphene.String(default_value="")
        wants_contact = graphene.Boolean(default_value=False, description="Weekly check only.")
        day = graphene.Date(description="Weekly check only: when you filled it in.")

    assessment = graphene.Field(AssessmentRun)
    check_in = graphene.Field(CheckInType)
    scores = graphene.List(graphene.NonNull(ScoreType))
    safety = graphene.Boolean()
    offered = graphene.List(
        graphene.NonNull(Kind), description="What you could answer on top, if you like."
    )

    @staticmethod
    def act(
        user: User,
        *,
        key: str,
        assessment: str = "",
        type: str = "",  # noqa: A002 - the argument's name
        answers: list[dict[str, object]] | None = None,
        note: str,
        wants_contact: bool,
        day: dt.date | None = None,
    ) -> dict[str, object]:
        if not (assessment or type):
            raise Refusal("type", "unknown_assessment", NO_SUCH_SET)
        given, versions = sorted_out(answers or ())
        sent = actions.submit_assessment(
            by=user,
            assessment=assessment or type,
            key=key,
            answers=given,
            versions=versions,
            note=note,
            contact=wants_contact,
            day=day,
        )
        row = sent.row
        return {
            "assessment": run(user, row) if isinstance(row, Assessment) else None,
            "check_in": access.reveal(user, row) if isinstance(row, CheckIn) else None,
            "scores": sent.scores,
            "safety": sent.safety,
            "offered": sent.offered,
        }


class CancelAssessment(PolicyMutation):
    """Leave an open assessment and forget what was answered."""

    class Arguments:
        assessment = graphene.ID(required=True)

    cancelled = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, assessment: str) -> dict[str, object]:
        actions.cancel_assessment(by=user, assessment=assessment)
        return {"cancelled": True}


class DeleteAssessment(PolicyMutation):
    """Delete one of your assessments for good."""

    class Arguments:
        assessment = graphene.ID(required=True)

    deleted = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, assessment: str) -> dict[str, object]:
        actions.delete_assessment(by=user, assessment=assessment)
        return {"deleted": True}


class ShareAssessment(PolicyMutation):
    """Show one assessment to one person for some days. Nobody who leads you can be named."""

    class Arguments:
        assessment = graphene.ID(required=True)
        person = graphene.String(required=True, description="User name or personnel number.")
        days = graphene.Int(default_value=7)

    share = graphene.Field(AssessmentShareType)

    @staticmethod
    def act(user: User, *, assessment: str, person: str, days: int) -> dict[str, object]:
        share = actions.share_assessment(by=user, assessment=assessment, person=person, days=days)
        return {"share": share}


class RevokeAssessmentShare(PolicyMutation):
    """End a share of an assessment now."""

    class Arguments:
        share = graphene.ID(required=True)

    revoked = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, share: str) -> dict[str, object]:
        actions.revoke_assessment_share(by=user, share=share)
        return {"revoked": True}


class ConfirmAnnualReview(PolicyMutation):
    """Let the wellness team see that this year's review took place, and on which day."""

    annual_review = graphene.Field(AnnualReviewType)

    @staticmethod
    def act(user: User) -> dict[str, object]:
        return {"annual_review": actions.confirm_annual_review(by=user)}


class TakeBackAnnualReview(PolicyMutation):
    """Nobody sees any longer that the review took place."""

    class Arguments:
        annual_review = graphene.ID(required=True)

    taken_back = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, annual_review: str) -> dict[str, object]:
        actions.take_back_annual_review(by=user, review=annual_review)
        return {"taken_back": True}


class SnoozeAssessment(PolicyMutation):
    """Show a suggestion again later; without ``until``: not for now."""

    class Arguments:
        due_assessment = graphene.ID(required=True)
        until = SnoozeUntil()

    due_assessments = graphene.List(graphene.NonNull(DueType))

    @staticmethod
    def act(user: User, *, due_assessment: str, until: str = "") -> dict[str, object]:
        if until:
            actions.snooze_invitation(by=user, invitation=due_assessment, until=until)
        else:
            actions.skip_invitation(by=user, invitation=due_assessment)
        return {"due_assessments": due(user)}


class SetReminders(PolicyMutation):
    """Pause all reminders, or set your quiet hours. What you leave out stays as it is."""

    class Arguments:
        paused = graphene.Boolean()
        quiet_from = graphene.Time()
        quiet_until = graphene.Time()

    reminders = graphene.Field(RemindersType)

    @staticmethod
    def act(user: User, **wishes: object) -> dict[str, object]:
        actions.set_reminders(by=user, **wishes)  # type: ignore[arg-type]
        return {"reminders": reminders(user)}
