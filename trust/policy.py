"""Who may do what: the whole access policy of Argus, on one page.

Model label -> action -> rule. A rule turns a user into the rows they may act on. What is not
listed is closed, for everyone, at every door. ``manage.py show_policy`` prints this table to
``docs/access.md``; ``/boundary/`` serves it to anyone.
"""

from agency.models import Role
from trust.models.consent import Level
from trust.rules import (
    Rule,
    all_of,
    any_of,
    commands,
    direct_supervisor,
    granted,
    has_role,
    in_lane,
    including_unit,
    level,
    nobody,
    not_leading,
    own_handles,
    own_unit,
    owner,
    self_user,
    signed_in,
    when,
)

WELLNESS_TEAM = (Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN)
RAISERS = (Role.PEER_SUPPORT, Role.DISPATCHER, Role.SUPERVISOR, Role.WELLNESS_COORDINATOR)
FIGURES_OF_ALL = (*WELLNESS_TEAM, Role.UNION_REVIEWER)
PARTICIPANT = "participant"

assigned_peer = all_of(
    granted("trust.support_participant", PARTICIPANT, role=Role.PEER_SUPPORT, label="assigned"),
    not_leading(PARTICIPANT),
)

OWN = {each: owner(PARTICIPANT) for each in ("view", "add", "change", "delete")}
TEAM_EDITS = {each: has_role(Role.WELLNESS_ADMIN) for each in ("view", "add", "change")}

POLICY: dict[str, dict[str, Rule]] = {
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
    "wellness.SafetyPlan": OWN,
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
    # --- resources: no wellness data; a notice board, and what colleagues say to one another
    "resources.Activity": {
        "view": signed_in,
        "add": has_role(*WELLNESS_TEAM),
        "change": has_role(*WELLNESS_TEAM),
        "delete": has_role(*WELLNESS_TEAM),
        "join": signed_in,
    },
    "resources.SignUp": {
        "view": any_of(self_user("user"), has_role(*WELLNESS_TEAM)),
        "delete": self_user("user"),
    },
    "resources.Opportunity": {
        "view": signed_in,
        "add": has_role(*WELLNESS_TEAM),
        "change": has_role(*WELLNESS_TEAM),
        "delete": has_role(*WELLNESS_TEAM),
    },
    "resources.ThanksChoice": {"view": self_user("user"), "change": self_user("user")},
    "resources.Thanks": {
        "view": owner(PARTICIPANT, "portal"),
        "add": signed_in,
        "delete": owner(PARTICIPANT, "portal"),
    },
    "resources.Milestone": {
        "view": owner(PARTICIPANT, "portal"),
        "add": owner(PARTICIPANT, "portal"),
        "delete": owner(PARTICIPANT, "portal"),
    },
    "resources.Feed": {"view": self_user("user"), "change": self_user("user")},
    # --- peer support: an offer is the agency's act; the answer is the officer's alone
    "peersupport.Case": {
        "view": any_of(
            has_role(*WELLNESS_TEAM),
            all_of(when(private=False), has_role(Role.COMMANDER, Role.CHIEF)),
        ),
        "answer": has_role(*WELLNESS_TEAM),
    },
    "peersupport.Place": {"view": owner(PARTICIPANT, "support")},
    "peersupport.Offer": {
        "view": any_of(
            owner(PARTICIPANT, "support"),
            all_of(
                when(state__in=("accepted", "done")),
                has_role(Role.WELLNESS_COORDINATOR),
            ),
        ),
        "change": owner(PARTICIPANT, "support"),
        "schedule": all_of(
            when(state__in=("accepted", "done")), has_role(Role.WELLNESS_COORDINATOR)
        ),
    },
    "peersupport.Referral": {
        "view": any_of(
            owner(PARTICIPANT, "support"),
            all_of(self_user("owner"), has_role(Role.WELLNESS_COORDINATOR)),
        ),
        "add": owner(PARTICIPANT, "support"),
        "change": all_of(self_user("owner"), has_role(Role.WELLNESS_COORDINATOR)),
    },
    # --- facts
    "agency.User": {
        "view": any_of(self_user("pk"), has_role(Role.WELLNESS_ADMIN)),
        "add": has_role(Role.WELLNESS_ADMIN),
        "change": any_of(self_user("pk"), has_role(Role.WELLNESS_ADMIN)),
    },
    "agency.Unit": {
        "view": signed_in,
        "add": has_role(Role.WELLNESS_ADMIN),
        "change": has_role(Role.WELLNESS_ADMIN),
    },
    "agency.Post": {
        "view": any_of(self_user("user"), has_role(Role.WELLNESS_ADMIN)),
        "add": has_role(Role.WELLNESS_ADMIN),
        "change": has_role(Role.WELLNESS_ADMIN),
    },
    "agency.Incident": {
        "view": has_role(*WELLNESS_TEAM),
        "raise": has_role(*RAISERS),
    },
    "agency.Attendance": {
        "view": any_of(self_user("user"), has_role(*WELLNESS_TEAM)),
        "count": all_of(in_lane("duty_of_care"), has_role(Role.WELLNESS_COORDINATOR)),
    },
    "agency.Shift": {"view": self_user("user")},
    "agency.Encounter": {"view": has_role(*WELLNESS_TEAM)},
    # --- the walls' own rows
    "trust.Participant": {
        "view": own_handles("handle"),
        "change": own_handles("handle"),
    },
    "trust.Consent": {"view": own_handles(PARTICIPANT)},
    "trust.ParticipantGrant": {
        "view": any_of(own_handles("content_object"), self_user("user")),
        "add": own_handles("content_object"),
        "delete": own_handles("content_object"),
    },
    "trust.Notice": {"view": own_handles("recipient"), "change": own_handles("recipient")},
    "trust.LegalHold": {
        "view": any_of(
            own_handles(PARTICIPANT), has_role(Role.WELLNESS_ADMIN, Role.UNION_REVIEWER)
        ),
        "add": has_role(Role.WELLNESS_ADMIN),
        "approve": has_role(Role.UNION_REVIEWER),
        "change": has_role(Role.WELLNESS_ADMIN, Role.UNION_REVIEWER),
    },
    "trust.DeletionReceipt": {"view": own_handles(PARTICIPANT)},
    "trust.RetentionRule": TEAM_EDITS | {"view": signed_in},
    "trust.PurgeRun": {"view": has_role(Role.WELLNESS_ADMIN, Role.UNION_REVIEWER)},
    "trust.Disclosure": {"view": own_handles("subject")},
    "trust.SubjectKey": {"view": nobody},
    "trust.OutboxJob": {"view": nobody},
    "trust.ScheduleSlot": {"view": nobody},
    # --- figures: release cells only
    "trust.ReleaseRun": {
        "view": has_role(*FIGURES_OF_ALL, Role.SUPERVISOR, Role.COMMANDER, Role.CHIEF),
    },
    "trust.ReleasedCell": {
        "view": any_of(
            has_role(*FIGURES_OF_ALL),
            own_unit("unit", Role.COMMANDER, Role.CHIEF, below=True),
            own_unit("unit", Role.SUPERVISOR, below=False),
            including_unit("unit", Role.SUPERVISOR, Role.COMMANDER),
        ),
    },
    "trust.GroupSize": {
        "view": has_role(*FIGURES_OF_ALL),
        "change": has_role(Role.WELLNESS_ADMIN),
        "approve": has_role(Role.UNION_REVIEWER),
    },
    # --- intake: machines bring facts, nobody reads them back; the team sees what waits and why
    "intake.Record": {"view": nobody, "add": has_role(Role.INTEGRATION)},
    "intake.Quarantine": {"view": has_role(Role.WELLNESS_ADMIN)},
}


def rule_for(label: str, action: str) -> Rule:
    """The rule for an action on a model; closed when it is not listed."""
    return POLICY.get(label, {}).get(action, nobody)
