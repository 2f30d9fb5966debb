"""The roster: Alice applies to become a supporter herself; Bob and others help; one takes a break.

What active supporters say of themselves is meant for everybody, so it is no record here. Who applies,
what a seat voted, somebody's hours and a break are known to those who need them, at every level.
"""

import datetime as dt
from types import SimpleNamespace

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from agency.models import Role
from peersupport import actions
from peersupport.models import Application, Availability, Ballot, Supporter
from tests.adversary.scenes import Scene, always
from tests.factories import act

TEAM = ("wellness coordinator", "wellness administrator")
#: User name -> kind: whom later scenes can ask.
HELPERS = {"bob": "peer", "otto": "peer", "jo": "chaplain", "kim": "clinician", "frank": "family"}


def live(stage: SimpleNamespace) -> None:
    carol = act(stage.carol, Role.WELLNESS_COORDINATOR)
    stage.helpers = {
        name: actions.add_supporter(by=carol, person=name, kind=kind)
        for name, kind in HELPERS.items()
    }
    resting = stage.helpers["frank"]
    actions.set_supporter_status(by=carol, supporter=resting.pk, status="paused")
    actions.add_hours(by=stage.bob, weekdays=[0], starts=dt.time(22), ends=dt.time(6))
    actions.take_seat(by=carol, seat="peers", person="bob")
    stage.application = actions.apply_as_supporter(by=stage.alice, kind="peer")


def rows(stage: SimpleNamespace) -> dict[str, Model]:
    return {
        "Application": Application.objects.get(),
        "Vote of a seat": Ballot.objects.get(seat="peers"),
        "Hours of a supporter": Availability.objects.get(),
        "Supporter on a break": Supporter.objects.get(status="paused"),
    }


def by_graphql(data: dict, text: str, stage: SimpleNamespace) -> dict[str, object]:
    resting = str(stage.helpers["frank"].pk)
    on_list = {each["node"]["id"] for each in data["supporters"]["edges"]}
    return {
        "Hours of a supporter": data["myAvailability"],
        "Supporter on a break": resting in on_list,
    }


def by_portal(page: object, client: Client, stage: SimpleNamespace) -> dict[str, object]:
    def shown(name: str, *args: object) -> dict[str, object]:
        """What a page shows; nothing for whoever is turned away."""
        answer = client.get(reverse(name, args=args))
        return answer.context if answer.status_code == 200 else {}

    vote, resting = stage.rows["Vote of a seat"], stage.rows["Supporter on a break"]
    applications = [each["row"].user for each in shown("applications").get("lines", [])]
    own = shown("supporter_profile").get("supporter")
    return {
        "Application": shown("become_supporter")["applications"] or stage.alice in applications,
        "Vote of a seat": vote in shown("steering")["ballots"],
        "Hours of a supporter": shown("supporter_availability").get("week")
        or shown("roster_detail", stage.helpers["bob"].pk).get("week"),
        "Supporter on a break": own == resting or shown("roster_detail", resting.pk),
    }


SCENE = Scene(
    live=live,
    rows=rows,
    expected={
        "Application": always(*TEAM, "union reviewer"),
        "Vote of a seat": always(*TEAM, "union reviewer", "her peer supporter"),
        "Hours of a supporter": always(*TEAM, "her peer supporter"),
        "Supporter on a break": always(*TEAM, "a stranger"),
    },
    not_hers=frozenset({"Vote of a seat", "Hours of a supporter", "Supporter on a break"}),
    graphql="""myAvailability { id } supporters(first: 90) { edges { node { id } } }""",
    by_graphql=by_graphql,
    by_portal=by_portal,
    in_admin={"Supporter on a break": frozenset(TEAM)},
    routes=dict.fromkeys(
        (
            "roster_detail",
            "roster_status",
            "supporter_photo",
            "photo_remove",
            "availability_remove",
            "availability_days_remove",
            "application_withdraw",
            "application_move",
            "steering_vote",
        )
    ),
)
