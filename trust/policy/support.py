"""Peer support: an offer is the agency's act, the answer is the officer's alone, and no row holds words."""

from agency.models import Role
from trust.policy.terms import PARTICIPANT, SUPPORTERS, TEAM_EDITS, WELLNESS_TEAM
from trust.rules import (
    Rule,
    all_of,
    any_of,
    apart,
    due,
    granted,
    has_role,
    nobody,
    owner,
    self_user,
    signed_in,
    when,
)

OWN = {each: owner(PARTICIPANT, "support") for each in ("view", "add", "change", "delete")}
ASKED_SUPPORTER = all_of(self_user("supporter__user"), has_role(*SUPPORTERS), apart(PARTICIPANT))
LEADS_THE_SESSION = all_of(self_user("facilitators__supporter__user"), has_role(*SUPPORTERS))
GOES_TO_THE_BRIEFING = all_of(self_user("supporter__user"), has_role(*SUPPORTERS))
ON_RETURN_PLAN = all_of(
    when(state="open"),
    granted("peersupport.view_returnplan", label="named on the plan"),
    apart(PARTICIPANT),
)
FACILITATES_RETURN = all_of(
    when(state="open"),
    granted("peersupport.facilitate_returnplan", label="facilitates the plan"),
    has_role(*SUPPORTERS),
    apart(PARTICIPANT),
)
UNDECIDED = when(application__state__in=("applied", "interviewed"))
STILL_OPEN = ("sent", "acknowledged", "contacted", "appointment", "attended")
OF_THE_REFERRAL = any_of(
    owner(PARTICIPANT, "support"),
    all_of(self_user("referral__owner"), has_role(Role.WELLNESS_COORDINATOR), apart(PARTICIPANT)),
)
LOOKS_AFTER = all_of(self_user("owner"), has_role(Role.WELLNESS_COORDINATOR), apart(PARTICIPANT))
# Somebody who was not reached may be tried once more; whatever else has ended stands there by number.
STILL_NAMED = (*STILL_OPEN, "unreachable")

SUPPORT: dict[str, dict[str, Rule]] = {
    # --- peer support: an offer is the agency's act; the answer is the officer's alone
    "peersupport.Case": {
        "view": any_of(
            has_role(*WELLNESS_TEAM),
            all_of(when(private=False), has_role(Role.COMMANDER, Role.CHIEF)),
        ),
        "answer": has_role(*WELLNESS_TEAM),
    },
    # --- roster: what supporters say of themselves, for everybody to read
    "peersupport.Supporter": {
        "view": any_of(
            all_of(when(status="active"), signed_in),
            self_user("user"),
            has_role(*WELLNESS_TEAM),
        ),
        "add": has_role(*WELLNESS_TEAM),
        "change": any_of(self_user("user"), has_role(*WELLNESS_TEAM)),
        "describe": self_user("user"),
        "pause": any_of(self_user("user"), has_role(*WELLNESS_TEAM)),
        "manage": has_role(*WELLNESS_TEAM),
    },
    "peersupport.Availability": {
        "view": any_of(self_user("supporter__user"), has_role(*WELLNESS_TEAM)),
        "add": self_user("supporter__user"),
        "change": self_user("supporter__user"),
        "delete": self_user("supporter__user"),
    },
    "peersupport.Away": {
        "view": any_of(self_user("supporter__user"), has_role(*WELLNESS_TEAM)),
        "add": self_user("supporter__user"),
        "change": self_user("supporter__user"),
        "delete": self_user("supporter__user"),
    },
    "peersupport.Photo": {
        "view": any_of(
            all_of(when(supporter__status="active"), signed_in),
            self_user("supporter__user"),
            has_role(*WELLNESS_TEAM),
        ),
        "delete": any_of(self_user("supporter__user"), has_role(*WELLNESS_TEAM)),
    },
    # --- who becomes a supporter: seats and meeting days for everybody, a name for those who decide
    "peersupport.Application": {
        "view": any_of(self_user("user"), has_role(*WELLNESS_TEAM, Role.UNION_REVIEWER)),
        "add": self_user("user"),
        "withdraw": self_user("user"),
        "decide": has_role(*WELLNESS_TEAM),
    },
    "peersupport.Ballot": {
        "view": any_of(self_user("holder"), has_role(*WELLNESS_TEAM, Role.UNION_REVIEWER)),
        "vote": any_of(
            all_of(UNDECIDED, self_user("holder")),
            all_of(UNDECIDED, when(seat="association"), has_role(Role.UNION_REVIEWER)),
        ),
    },
    "peersupport.Member": {
        "view": signed_in,
        "add": has_role(*WELLNESS_TEAM),
        "change": has_role(*WELLNESS_TEAM),
    },
    "peersupport.Meeting": {
        "view": signed_in,
        "add": any_of(has_role(*WELLNESS_TEAM), has_role(Role.UNION_REVIEWER)),
        "change": any_of(has_role(*WELLNESS_TEAM), has_role(Role.UNION_REVIEWER)),
    },
    # --- asking for somebody: the coordinator reads wishes and a pseudonym, never who it is
    "peersupport.PeerRequest": {
        "view": any_of(
            owner(PARTICIPANT, "support"),
            all_of(when(state__in=("waiting", "unanswered")), has_role(Role.WELLNESS_COORDINATOR)),
        ),
        "add": owner(PARTICIPANT, "support"),
        "change": owner(PARTICIPANT, "support"),
        "assign": all_of(
            when(state__in=("waiting", "unanswered")), has_role(Role.WELLNESS_COORDINATOR)
        ),
        "name": nobody,
    },
    "peersupport.Ask": {
        "view": any_of(
            owner(PARTICIPANT, "support"),
            all_of(when(state__in=("asked", "accepted")), ASKED_SUPPORTER),
        ),
        "change": owner(PARTICIPANT, "support"),
        "answer": all_of(when(state="asked"), ASKED_SUPPORTER),
        "keep": all_of(when(state="accepted"), ASKED_SUPPORTER),
        "name": all_of(when(state="accepted", revealed=True), ASKED_SUPPORTER),
    },
    # --- contacts: whoever logged it, and the officer whom it was with; nobody counts but in sums
    "peersupport.Contact": {
        "view": any_of(owner(PARTICIPANT, "support"), ASKED_SUPPORTER),
        "add": ASKED_SUPPORTER,
        "change": ASKED_SUPPORTER,
        "delete": ASKED_SUPPORTER,
    },
    "peersupport.ConfidentialityException": {
        "view": any_of(
            all_of(due("tell_at"), owner(PARTICIPANT, "support")),
            all_of(self_user("opened_by"), has_role(*SUPPORTERS)),
            all_of(self_user("consulted"), has_role(*SUPPORTERS)),
        ),
        "add": all_of(self_user("opened_by"), has_role(*SUPPORTERS), apart(PARTICIPANT)),
        "change": all_of(self_user("opened_by"), has_role(*SUPPORTERS)),
        "answer": all_of(
            when(state="asked"), self_user("consulted"), has_role(*SUPPORTERS), apart(PARTICIPANT)
        ),
    },
    "peersupport.Wishes": OWN,
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
    # --- sessions after an incident: when and where; names stand with the offers alone
    "peersupport.Debrief": {
        "view": any_of(has_role(*WELLNESS_TEAM), LEADS_THE_SESSION),
        "add": has_role(Role.WELLNESS_COORDINATOR),
        "change": has_role(Role.WELLNESS_COORDINATOR),
        "hold": any_of(has_role(Role.WELLNESS_COORDINATOR), LEADS_THE_SESSION),
    },
    "peersupport.Facilitator": {
        "view": any_of(
            has_role(*WELLNESS_TEAM),
            all_of(self_user("debrief__facilitators__supporter__user"), has_role(*SUPPORTERS)),
        ),
    },
    "peersupport.DebriefSeat": {
        "view": owner(PARTICIPANT, "support"),
        "change": owner(PARTICIPANT, "support"),
    },
    "peersupport.Room": {"view": has_role(*WELLNESS_TEAM)},
    # --- visits to a briefing, care after an assault: facts of the agency, no names of officers
    "peersupport.Outreach": {
        "view": any_of(has_role(*WELLNESS_TEAM), GOES_TO_THE_BRIEFING),
        "change": has_role(Role.WELLNESS_COORDINATOR),
        "visit": any_of(has_role(Role.WELLNESS_COORDINATOR), GOES_TO_THE_BRIEFING),
    },
    "peersupport.CareStep": {
        "view": has_role(*WELLNESS_TEAM),
        "change": has_role(Role.WELLNESS_COORDINATOR),
    },
    "peersupport.PackRule": TEAM_EDITS | {"view": signed_in},
    "peersupport.Referral": {
        "view": any_of(owner(PARTICIPANT, "support"), LOOKS_AFTER),
        "add": owner(PARTICIPANT, "support"),
        "change": LOOKS_AFTER,
        "name": all_of(
            when(named=True),
            when(state__in=STILL_NAMED),
            self_user("owner"),
            has_role(Role.WELLNESS_COORDINATOR),
            apart(PARTICIPANT),
        ),
        "take_back": owner(PARTICIPANT, "support"),
        "take_over": all_of(
            when(state__in=STILL_OPEN), has_role(Role.WELLNESS_COORDINATOR), apart(PARTICIPANT)
        ),
        "book": any_of(owner(PARTICIPANT, "support"), LOOKS_AFTER),
    },
    # what a provider may see: the officer's own page, and the signed link that they agreed to
    "peersupport.ReferralDetails": {
        each: owner(PARTICIPANT, "support") for each in ("view", "add", "change")
    },
    "peersupport.Handoff": {"view": OF_THE_REFERRAL},
    "peersupport.ProviderLink": {"view": OF_THE_REFERRAL},
    "peersupport.Provider": {
        "view": any_of(all_of(when(active=True), signed_in), has_role(*WELLNESS_TEAM)),
        "add": has_role(*WELLNESS_TEAM),
        "change": has_role(*WELLNESS_TEAM),
    },
    "peersupport.Slot": {
        "view": any_of(
            all_of(when(state="free"), signed_in),
            owner("referral__participant", "support"),
            all_of(
                self_user("referral__owner"),
                has_role(Role.WELLNESS_COORDINATOR),
                apart("referral__participant"),
            ),
        ),
        "add": has_role(Role.WELLNESS_COORDINATOR),
        "delete": all_of(when(state="free"), has_role(Role.WELLNESS_COORDINATOR)),
    },
    "peersupport.Pathway": {"view": has_role(*WELLNESS_TEAM), "change": has_role(*WELLNESS_TEAM)},
    "peersupport.PathwayStep": {
        "view": has_role(*WELLNESS_TEAM),
        "change": has_role(*WELLNESS_TEAM),
    },
    # --- coming back to duty: the officer and whom they named; a coordinator finds facilitators
    "peersupport.ReturnPlan": {
        "view": any_of(owner(PARTICIPANT, "support"), ON_RETURN_PLAN, FACILITATES_RETURN),
        "add": owner(PARTICIPANT, "support"),
        "change": owner(PARTICIPANT, "support"),
        "delete": owner(PARTICIPANT, "support"),
        "arrange": any_of(owner(PARTICIPANT, "support"), FACILITATES_RETURN),
        "facilitate": FACILITATES_RETURN,
    },
    "peersupport.ReturnPlanGrant": {
        "view": any_of(owner("content_object__participant", "support"), self_user("user")),
        "add": owner("content_object__participant", "support"),
        "delete": owner("content_object__participant", "support"),
    },
    "peersupport.ReturnSeat": {
        "view": any_of(
            owner(PARTICIPANT, "support"),
            all_of(when(state__in=("wanted", "proposed")), has_role(Role.WELLNESS_COORDINATOR)),
        ),
        "add": owner(PARTICIPANT, "support"),
        "change": owner(PARTICIPANT, "support"),
        "delete": owner(PARTICIPANT, "support"),
        "propose": all_of(when(state="wanted"), has_role(Role.WELLNESS_COORDINATOR)),
    },
}
