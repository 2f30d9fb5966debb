"""After the incident: Alice asked for a talk and has a time with Otto, who leads it. She said she comes.

By the boundary page the team sees when and where sessions are and who leads them; the names of those who
accepted stand with the offers alone. Her seat and what she answered are hers. A visit to a briefing names
a unit; the list of care after an assault names steps.
"""

import datetime as dt
from types import SimpleNamespace

from django.db.models import Model
from django.test import Client

from agency import clock
from agency.models import Attendance, Role
from peersupport import actions as support
from peersupport.actions.outreach import open_care_steps
from peersupport.models import CareStep, Debrief, DebriefSeat, Facilitator, Offer, Outreach, Room
from tests.adversary.scenes import NOBODY_ELSE, Scene, always
from tests.factories import act

TEAM = ("wellness coordinator", "wellness administrator")
WHERE, LINK = "canary-room-plover-6612", "https://canary-link-stilt-9041.example.org/"
SEAT, SESSION, LEADS = "Seat in a session", "Session after an incident", "Who leads a session"
ROOM, VISIT, STEP = "Room of a session", "Visit to a briefing", "Step of care after an assault"


def live(stage: SimpleNamespace) -> None:
    alice, carol = stage.alice, act(stage.carol, Role.WELLNESS_COORDINATOR)
    offer = Offer.objects.get(service="one_to_one", place__case=stage.case)
    support.answer_offer(by=alice, offer=offer.pk, answer="schedule")
    otto = stage.helpers["otto"].pk
    row = support.schedule_debrief(
        by=carol, case=stage.case.pk, service="one_to_one", offers=[offer.pk], facilitators=[otto],
        starts_at=clock.now() + dt.timedelta(hours=5), minutes=45, room=WHERE, link=LINK,
    )  # fmt: skip
    support.answer_seat(by=alice, seat=row.seats.get().pk, answer="come")
    Attendance.objects.filter(user=alice).update(harmed=True)
    open_care_steps(case=stage.case)
    visit = Outreach.objects.create(unit=stage.units.squad, month=clock.today().replace(day=1))
    support.plan_visit(
        by=carol, outreach=visit.pk, supporter=otto, day=clock.today() + dt.timedelta(1)
    )


def rows(stage: SimpleNamespace) -> dict[str, Model]:
    return {
        SEAT: DebriefSeat.objects.get(),
        SESSION: Debrief.objects.get(),
        LEADS: Facilitator.objects.get(),
        ROOM: Room.objects.get(),
        VISIT: Outreach.objects.get(),
        STEP: CareStep.objects.filter(case=stage.case).order_by("step")[0],
    }


def by_graphql(data: dict, text: str, stage: SimpleNamespace) -> dict[str, object]:
    sessions = [each["node"] for each in data["debriefs"]["edges"]]
    return {
        SEAT: data["mySeats"]["edges"],
        SESSION: sessions,
        LEADS: any(each["facilitators"] for each in sessions),
        VISIT: data["visits"]["edges"],
    }


def by_portal(page: object, client: Client, stage: SimpleNamespace) -> dict[str, object]:
    def shown(name: str, key: str, record: str | None = None) -> object:
        return (page(name, record).context or {}).get(key)  # type: ignore[operator]

    offers = [one for each in shown("offers", "incidents") or [] for one in each.offers]
    return {
        SEAT: any(each.seat for each in offers),
        SESSION: shown("debriefs", "sessions") or shown("debrief_detail", "session", SESSION),
        VISIT: shown("outreach", "visits"),
    }


SCENE = Scene(
    live=live,
    rows=rows,
    expected={
        SEAT: NOBODY_ELSE,
        SESSION: always(*TEAM, "another peer supporter"),
        LEADS: always(*TEAM, "another peer supporter"),
        ROOM: always(*TEAM),
        VISIT: always(*TEAM, "another peer supporter"),
        STEP: always(*TEAM),
    },
    not_hers=frozenset({SESSION, LEADS, ROOM, VISIT, STEP}),
    graphql="""mySeats(first: 9) { edges { node { id } } } visits(first: 9) { edges { node { id } } }
      debriefs(first: 9) { edges { node { id room facilitators } } }""",
    by_graphql=by_graphql,
    by_portal=by_portal,
    canaries=(WHERE, LINK),
    routes={
        "answer_seat": SEAT,
        "seat_appointment": SEAT,
        **dict.fromkeys(
            (
                "debrief_detail",
                "move_debrief",
                "hold_debrief",
                "cancel_debrief",
                "reinstate_debrief",
                "debrief_appointment",
                "plan_debrief",
                "tick_care_step",
                "plan_visit",
                "close_visit",
            )
        ),
    },
    mutations=(('answerSeat(seat: "%s", answer: COME)', SEAT),),
    of_no_row=frozenset(
        {
            "scheduleDebrief",
            "moveDebrief",
            "cancelDebrief",
            "reinstateDebrief",
            "markHeld",
            "planVisit",
            "closeVisit",
        }
    ),
    own=(('answerSeat(seat: "%s", answer: NOT)', SEAT),),
)
