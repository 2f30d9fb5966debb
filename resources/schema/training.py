"""GraphQL of training: the catalogue, sessions and seats in them, and what a person has taken."""

from __future__ import annotations

import graphene
from django.db.models import Prefetch, Q
from graphql import GraphQLResolveInfo

from agency import local_time
from agency.models import Course, TrainingRecord, User
from resources import actions
from resources.models import Enrolment, Session
from trust import access
from trust.doors.graphql import Asking, Page, PolicyMutation, PolicyType, page, paged


class CourseType(PolicyType):
    """A course of the catalogue."""

    class Meta:
        model = Course
        name = "Course"

    id = graphene.ID(required=True)
    code = graphene.String(required=True)
    title = graphene.String(required=True)
    provider = graphene.String(required=True)
    about = graphene.String(required=True)
    topic = graphene.String(required=True)
    hours = graphene.Float(required=True)
    valid_months = graphene.Int(description="For how long it counts; nothing: it does not run out.")
    url = graphene.String(required=True, description="A page outside, if it is given elsewhere.")


class TrainingSessionType(PolicyType):
    """A course given at one time."""

    class Meta:
        model = Session
        name = "TrainingSession"

    id = graphene.ID(required=True)
    course = graphene.Field(CourseType, required=True)
    starts = graphene.DateTime(required=True)
    ends = graphene.DateTime(required=True)
    place = graphene.String(required=True)
    trainer = graphene.String(required=True)
    seats = graphene.Int(description="How many can come; nothing when there is room for all.")
    cancelled = graphene.Boolean(required=True)


class EnrolmentType(PolicyType):
    """A seat in a session, or a place in its waiting list."""

    class Meta:
        model = Enrolment
        name = "Enrolment"

    id = graphene.ID(required=True)
    session = graphene.Field(TrainingSessionType, required=True)
    waiting = graphene.Boolean(required=True)
    join_link = graphene.String(
        required=True, description="Where to join from afar, once there is a seat."
    )

    @staticmethod
    def resolve_join_link(row: Enrolment, info: GraphQLResolveInfo) -> str:
        return "" if row.waiting else row.session.link


class TrainingRecordType(PolicyType):
    """A person took a course. It says nothing about how they did."""

    class Meta:
        model = TrainingRecord
        name = "TrainingRecord"

    id = graphene.ID(required=True)
    person = graphene.String(required=True, description="The name of the person.")
    course = graphene.Field(CourseType, required=True)
    provider = graphene.String(required=True)
    hours = graphene.Float(required=True)
    issued = graphene.Date(required=True)
    expires = graphene.Date(description="The first day on which it no longer counts.")
    counts = graphene.Boolean(required=True, description="Whether it counts today.")

    @staticmethod
    def resolve_person(row: TrainingRecord, info: GraphQLResolveInfo) -> str:
        return str(row.user)

    @staticmethod
    def resolve_counts(row: TrainingRecord, info: GraphQLResolveInfo) -> bool:
        return row.expires is None or local_time.today() < row.expires


def _courses(user: User) -> Prefetch[str]:
    """Courses that the policy cleared, all of a page at once."""
    return Prefetch("course", access.visible(user, Course))


def catalogue(
    user: User, asking: Asking, words: str | None = None, topic: str | None = None
) -> Page:
    rows = actions.catalogue(user, words=words or "", topic=topic or "")
    return page(rows, asking, by=("title", "id"))


def planned(user: User, asking: Asking, course: str | None = None) -> Page:
    rows = actions.planned(user).prefetch_related(_courses(user))
    return page(rows.filter(course__code=course) if course else rows, asking, by=("starts", "id"))


def enrolments(user: User, asking: Asking) -> Page:
    sessions = access.visible(user, Session).prefetch_related(_courses(user))
    rows = access.visible(user, Enrolment).filter(user=user)
    return page(rows.prefetch_related(Prefetch("session", sessions)), asking, by=("at", "id"))


def records(
    user: User, asking: Asking, person: str | None = None, course: str | None = None
) -> Page:
    rows = access.visible(user, TrainingRecord).select_related("user")
    rows = rows.prefetch_related(_courses(user))
    if person:
        rows = rows.filter(Q(user__username=person) | Q(user__personnel_number=person))
    if course:
        rows = rows.filter(course__code=course)
    return page(rows, asking, by=("issued", "id"))


class Query(graphene.ObjectType):
    """Reads of the training pages."""

    training_courses = paged(
        CourseType,
        catalogue,
        description="Courses that are offered.",
        words=graphene.String(description="Words of the title, the provider or the topic."),
        topic=graphene.String(),
    )
    training_sessions = paged(
        TrainingSessionType,
        planned,
        description="Sessions to come, the last one first.",
        course=graphene.String(description="The code of a course."),
    )
    my_enrolments = paged(EnrolmentType, enrolments, description="What you come to or wait for.")
    training_records = paged(
        TrainingRecordType,
        records,
        description="Your own training; for the wellness team everybody's.",
        person=graphene.String(description="User name or personnel number."),
        course=graphene.String(description="The code of a course."),
    )


class Enrol(PolicyMutation):
    """Come to a training session, or wait for a seat when it is full."""

    class Arguments:
        session = graphene.ID(required=True)

    enrolment = graphene.Field(EnrolmentType)

    @staticmethod
    def act(user: User, *, session: str) -> dict[str, object]:
        return {"enrolment": actions.enrol(by=user, session=session)}


class LeaveSession(PolicyMutation):
    """You are not coming after all. No trace of it stays."""

    class Arguments:
        session = graphene.ID(required=True)

    left = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, session: str) -> dict[str, object]:
        actions.leave_session(by=user, session=session)
        return {"left": True}


class MarkAttended(PolicyMutation):
    """Somebody was there: a training record, and nothing else."""

    class Arguments:
        enrolment = graphene.ID(required=True)

    record = graphene.Field(TrainingRecordType)

    @staticmethod
    def act(user: User, *, enrolment: str) -> dict[str, object]:
        return {"record": actions.mark_attended(by=user, enrolment=enrolment)}


class TakeBackAttended(PolicyMutation):
    """Marked by mistake, today: take it back."""

    class Arguments:
        enrolment = graphene.ID(required=True)

    taken_back = graphene.Boolean(required=True, default_value=False)

    @staticmethod
    def act(user: User, *, enrolment: str) -> dict[str, object]:
        actions.take_back_attended(by=user, enrolment=enrolment)
        return {"taken_back": True}


class Mutation(graphene.ObjectType):
    """Changes on the training pages."""

    enrol = Enrol.Field(required=True)
    leave_session = LeaveSession.Field(required=True)
    mark_attended = MarkAttended.Field(required=True)
    take_back_attended = TakeBackAttended.Field(required=True)
