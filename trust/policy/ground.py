"""The notice board, the facts, the walls' own rows, figures, and what machines bring."""

from agency.models import Role
from trust.policy.terms import (
    FIGURES_OF_ALL,
    KEPT_BY_TEAM,
    PARTICIPANT,
    RAISERS,
    SECOND_PERSON,
    TEAM_EDITS,
    WELLNESS_TEAM,
)
from trust.rules import (
    Rule,
    all_of,
    any_of,
    apart,
    broken_glass,
    due,
    has_role,
    in_lane,
    including_unit,
    leads_directly,
    may_be_told,
    nobody,
    own_handles,
    own_unit,
    owner,
    self_user,
    signed_in,
    when,
)

MAY_AGREE = all_of(when(state="asked"), has_role(*SECOND_PERSON), apart(PARTICIPANT, "wellness"))

OWN_IN_PORTAL: dict[str, Rule] = {
    each: owner(PARTICIPANT, "portal") for each in ("view", "change", "delete")
}

GROUND: dict[str, dict[str, Rule]] = {
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
    "resources.Session": {
        "view": signed_in,
        "add": has_role(*WELLNESS_TEAM),
        "change": has_role(*WELLNESS_TEAM),
        "enrol": signed_in,
        "attend": has_role(*WELLNESS_TEAM),
    },
    "resources.Enrolment": {
        "view": any_of(self_user("user"), has_role(*WELLNESS_TEAM)),
        "attend": has_role(*WELLNESS_TEAM),
        "delete": self_user("user"),
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
    "agency.Course": KEPT_BY_TEAM | {"view": signed_in},
    "agency.TrainingRecord": {
        "view": any_of(self_user("user"), has_role(*WELLNESS_TEAM)),
        "add": has_role(*WELLNESS_TEAM),
        "change": has_role(*WELLNESS_TEAM),
        "delete": has_role(*WELLNESS_TEAM),
    },
    "agency.DutyStatus": {
        "view": any_of(self_user("user"), all_of(when(current=True), leads_directly("user"))),
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
    "trust.Delivery": {"view": nobody},
    "trust.NoticeChoice": OWN_IN_PORTAL,
    "trust.PushDevice": OWN_IN_PORTAL,
    "trust.NoticeCode": {"view": nobody, "answer": owner(PARTICIPANT, "portal")},
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
    "trust.BreakGlass": {
        "view": any_of(
            broken_glass(PARTICIPANT),
            all_of(due("tell_at"), own_handles(PARTICIPANT)),
            all_of(self_user("asked_by"), has_role(Role.WELLNESS_COORDINATOR)),
            all_of(self_user("decided_by"), has_role(*SECOND_PERSON)),
            MAY_AGREE,
            all_of(when(state__in=("open", "reviewed")), has_role(Role.UNION_REVIEWER)),
        ),
        "add": has_role(Role.WELLNESS_COORDINATOR),
        "approve": MAY_AGREE,
        "change": all_of(
            when(state="asked"), self_user("asked_by"), has_role(Role.WELLNESS_COORDINATOR)
        ),
        "review": all_of(when(state="open"), has_role(Role.UNION_REVIEWER)),
    },
    "trust.Disclosure": {"view": all_of(own_handles("subject"), may_be_told("permission"))},
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
