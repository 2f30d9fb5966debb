"""Groups of roles and rules that several pages of the table use."""

from agency.models import Role
from trust.rules import Rule, all_of, granted, has_role, not_leading, owner

WELLNESS_TEAM = (Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN)
SUPPORTERS = (Role.PEER_SUPPORT, Role.CHAPLAIN, Role.CLINICIAN)
RAISERS = (*SUPPORTERS, Role.DISPATCHER, Role.SUPERVISOR, Role.WELLNESS_COORDINATOR)
FIGURES_OF_ALL = (*WELLNESS_TEAM, Role.UNION_REVIEWER)
PARTICIPANT = "participant"
#: Who may agree to an emergency opening: none of these roles is held together with command.
SECOND_PERSON = (Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN, Role.CLINICIAN)

assigned_peer = all_of(
    granted("trust.support_participant", PARTICIPANT, role=Role.PEER_SUPPORT, label="assigned"),
    not_leading(PARTICIPANT),
)

OWN: dict[str, Rule] = {each: owner(PARTICIPANT) for each in ("view", "add", "change", "delete")}
TEAM_EDITS: dict[str, Rule] = {
    each: has_role(Role.WELLNESS_ADMIN) for each in ("view", "add", "change")
}
KEPT_BY_TEAM: dict[str, Rule] = {
    each: has_role(*WELLNESS_TEAM) for each in ("view", "add", "change", "delete")
}
