"""The wellness room: content opens for nobody but the officer, and for one named person per share."""

from agency.models import Role
from trust.models.consent import Level
from trust.policy.terms import OWN, PARTICIPANT, TEAM_EDITS, WELLNESS_TEAM, assigned_peer
from trust.rules import (
    Rule,
    all_of,
    any_of,
    broken_glass,
    commands,
    direct_supervisor,
    granted,
    has_role,
    level,
    not_leading,
    owner,
    self_user,
    signed_in,
    when,
)

WELLNESS: dict[str, dict[str, Rule]] = {
    # --- wellness: content opens for nobody but the officer, and for one named person per share
    "wellness.CheckIn": {
        "view": any_of(
            owner(PARTICIPANT),
            all_of(granted("wellness.view_checkin"), not_leading(PARTICIPANT)),
        ),
        "add": owner(PARTICIPANT),
        "share": owner(PARTICIPANT),
        "delete": owner(PARTICIPANT),
    },
    "wellness.Assessment": {
        "view": any_of(
            owner(PARTICIPANT),
            all_of(granted("wellness.view_assessment"), not_leading(PARTICIPANT)),
        ),
        "add": owner(PARTICIPANT),
        "change": owner(PARTICIPANT),
        "share": owner(PARTICIPANT),
        "delete": owner(PARTICIPANT),
    },
    "wellness.AssessmentGrant": {
        "view": any_of(owner("content_object__participant"), self_user("user")),
        "add": owner("content_object__participant"),
        "delete": owner("content_object__participant"),
    },
    "wellness.AnnualReview": {
        "view": any_of(owner(PARTICIPANT), has_role(*WELLNESS_TEAM)),
        "add": owner(PARTICIPANT),
        "delete": owner(PARTICIPANT),
    },
    # the one way to a plan besides its owner: a life in danger, two people, an hour (ADR 28)
    "wellness.SafetyPlan": OWN | {"view": any_of(owner(PARTICIPANT), broken_glass(PARTICIPANT))},
    "wellness.Diary": OWN,
    "wellness.Reminders": OWN,
    "wellness.CheckInGrant": {
        "view": any_of(owner("content_object__participant"), self_user("user")),
        "add": owner("content_object__participant"),
        "delete": owner("content_object__participant"),
    },
    "wellness.Standing": {
        "view": any_of(
            owner(PARTICIPANT),
            all_of(level("participant__check_ins_level", Level.PEER_SUPPORT), assigned_peer),
            all_of(
                level("participant__check_ins_level", Level.SUPERVISOR),
                direct_supervisor(PARTICIPANT),
            ),
            all_of(level("participant__check_ins_level", Level.COMMAND), commands(PARTICIPANT)),
            all_of(
                level("participant__check_ins_level", Level.FULL),
                has_role(*WELLNESS_TEAM),
            ),
            all_of(
                when(participant__wellness_team=True),
                has_role(Role.WELLNESS_COORDINATOR),
            ),
        ),
    },
    "wellness.Exposure": OWN,
    "wellness.ScoreSummary": {
        "view": any_of(
            owner(PARTICIPANT),
            all_of(level("participant__check_ins_level", Level.FULL), has_role(*WELLNESS_TEAM)),
        ),
    },
    "wellness.FatigueSummary": {
        "view": any_of(
            owner(PARTICIPANT),
            all_of(level("participant__fatigue_level", Level.FULL), has_role(*WELLNESS_TEAM)),
        ),
    },
    "wellness.ExposureSummary": {
        "view": any_of(
            owner(PARTICIPANT),
            all_of(
                level("participant__exposure_level", Level.FULL),
                has_role(*WELLNESS_TEAM),
            ),
        ),
    },
    "wellness.Invitation": {"view": owner(PARTICIPANT), "change": owner(PARTICIPANT)},
    "wellness.ExposureRule": TEAM_EDITS,
    "wellness.Wording": TEAM_EDITS | {"view": signed_in},
}
