"""The GraphQL types of the wellness room: explicit fields, rows only through the policy."""

from __future__ import annotations

import graphene
from graphql import GraphQLResolveInfo

from trust.access import Revealed
from trust.doors.graphql import PlainType, PolicyType, enum
from trust.models import Consent, Participant
from trust.models.consent import Level
from wellness import scoring
from wellness.actions.assessments.content import restored
from wellness.exposure_kinds import Kind
from wellness.models import CheckIn, CheckInGrant, Exposure, Standing
from wellness.scoring import Score
from wellness.standing import Band, Colour

OptInLevel = graphene.Enum(
    "OptInLevel", [(each.name, each.name) for each in Level], description="From nobody to everyone."
)
AlertLevel = enum("AlertLevel", Colour)
AnswerBand = enum("AnswerBand", Band)
ExposureKind = enum("ExposureKind", Kind)


class OptIn(PolicyType):
    """Your three decisions as they stand: who may see how you are, the wellness team, being counted."""

    class Meta:
        model = Participant

    level = graphene.Field(OptInLevel, required=True)
    check_ins = graphene.Field(OptInLevel, required=True)
    exposure = graphene.Field(OptInLevel, required=True)
    fatigue = graphene.Field(OptInLevel, required=True)
    wellness_team_only = graphene.Boolean(required=True)
    count_me = graphene.Boolean(required=True)

    @staticmethod
    def resolve_level(root: Participant, info: GraphQLResolveInfo) -> str:
        return Level(root.level).name

    @staticmethod
    def resolve_check_ins(root: Participant, info: GraphQLResolveInfo) -> str:
        return Level(root.check_ins_level).name

    @staticmethod
    def resolve_exposure(root: Participant, info: GraphQLResolveInfo) -> str:
        return Level(root.exposure_level).name

    @staticmethod
    def resolve_fatigue(root: Participant, info: GraphQLResolveInfo) -> str:
        return Level(root.fatigue_level).name

    @staticmethod
    def resolve_wellness_team_only(root: Participant, info: GraphQLResolveInfo) -> bool:
        return root.wellness_team


class ConsentType(PolicyType):
    """One version of what you decided, and which text you had read."""

    class Meta:
        model = Consent
        name = "ConsentVersion"

    version = graphene.Int(required=True)
    decided_at = graphene.DateTime(required=True)
    text_version = graphene.String(required=True)


class Answers(PlainType):
    """What you answered; nothing where you would rather not say."""

    stress = graphene.Float()
    sleep = graphene.Float(description="Hours in an average night.")
    fatigue = graphene.Float()
    balance = graphene.Float()


class ScoreType(PlainType):
    """What one scale says: a band, and a total where there is one. Incomplete is never a low score."""

    class Meta:
        name = "Score"

    instrument = graphene.String(required=True)
    scale = graphene.String(required=True)
    total = graphene.Float(description="Nothing while answers are missing.")
    band = graphene.String(required=True)
    band_label = graphene.String(required=True, description="The band in plain words.")
    complete = graphene.Boolean(required=True)

    @staticmethod
    def resolve_band_label(root: Score, info: GraphQLResolveInfo) -> str:
        return str(scoring.band_label(root.instrument, root.scale, root.band))


class CheckInType(PolicyType):
    """One check-in, opened. Each look at another person's check-in is written in their log."""

    class Meta:
        model = CheckIn
        name = "CheckIn"

    id = graphene.ID(required=True)
    week = graphene.Date(required=True)
    submitted_at = graphene.DateTime(required=True)
    answers = graphene.Field(Answers, required=True)
    wants_contact = graphene.Boolean(required=True)
    note = graphene.String(required=True)
    rule_version = graphene.String(required=True)
    scores = graphene.List(
        graphene.NonNull(ScoreType), required=True, description="Of the short scales, if answered."
    )

    @staticmethod
    def resolve_scores(root: Revealed, info: GraphQLResolveInfo) -> tuple[Score, ...]:
        return restored(root.content["answers"].get("scores", ()))  # type: ignore[attr-defined]

    @staticmethod
    def resolve_wants_contact(root: Revealed, info: GraphQLResolveInfo) -> bool:
        return bool(root.content["answers"]["contact"])  # type: ignore[index]


class Because(PlainType):
    """One answer that counted toward the colour."""

    item = graphene.String(
        required=True, description="One of your four answers, or phq-2 or gad-2 by its total."
    )
    answer = graphene.Float(required=True)
    band = graphene.Field(AnswerBand, required=True)


class MyStanding(PolicyType):
    """Your colour, and every answer of yours that made it."""

    class Meta:
        model = Standing

    colour = graphene.Field(AlertLevel, required=True)
    since = graphene.Date(required=True)
    wants_contact = graphene.Boolean(required=True)
    because = graphene.List(graphene.NonNull(Because), required=True)
    rule_version = graphene.String(required=True)


class StandingType(PolicyType):
    """The colour of somebody who disclosed it to you. No answer, no note."""

    class Meta:
        model = Standing
        name = "Standing"

    person = graphene.String(required=True)
    colour = graphene.Field(AlertLevel, required=True)
    since = graphene.Date(required=True)
    wants_contact = graphene.Boolean(required=True)

    @staticmethod
    def resolve_person(root: Revealed, info: GraphQLResolveInfo) -> str:
        return str(root.person or "")


class ExposureCount(PlainType):
    """How often one kind of incident stands in your book. No weight and no score."""

    kind = graphene.Field(ExposureKind, required=True)
    count = graphene.Int(required=True)


class ExposureType(PolicyType):
    """Incidents you attended, counted over the last days."""

    class Meta:
        model = Exposure
        name = "Exposure"

    days = graphene.Int(required=True)
    counts = graphene.List(graphene.NonNull(ExposureCount), required=True)


class ShareType(PolicyType):
    """One check-in shown to one person until a day."""

    class Meta:
        model = CheckInGrant
        name = "Share"

    id = graphene.ID(required=True)
    person = graphene.String(required=True)
    expires_at = graphene.DateTime(required=True)

    @staticmethod
    def resolve_person(root: CheckInGrant, info: GraphQLResolveInfo) -> str:
        return str(root.user)
