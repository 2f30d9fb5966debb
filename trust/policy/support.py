"""Peer support: an offer is the agency's act, the answer is the officer's alone, and no row holds words."""

from agency.models import Role
from trust.policy.terms import PARTICIPANT, SUPPORTERS, WELLNESS_TEAM
from trust.rules import Rule, all_of, any_of, apart, has_role, owner, self_user, signed_in, when

OWN = {each: owner(PARTICIPANT, "support") for each in ("view", "add", "change", "delete")}
ASKED_SUPPORTER = all_of(self_user("supporter__user"), has_role(*SUPPORTERS), apart(PARTICIPANT))

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
    },
    "peersupport.Ask": {
        "view": any_of(
            owner(PARTICIPANT, "support"),
            all_of(when(state__in=("asked", "accepted")), ASKED_SUPPORTER),
        ),
        "answer": all_of(when(state="asked"), ASKED_SUPPORTER),
        "keep": all_of(when(state="accepted"), ASKED_SUPPORTER),
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
    "peersupport.Referral": {
        "view": any_of(
            owner(PARTICIPANT, "support"),
            all_of(self_user("owner"), has_role(Role.WELLNESS_COORDINATOR)),
        ),
        "add": owner(PARTICIPANT, "support"),
        "change": all_of(self_user("owner"), has_role(Role.WELLNESS_COORDINATOR)),
    },
}
