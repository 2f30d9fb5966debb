"""Training: Alice has a seat in a session to come, and was at one that was given.

Courses and sessions hang on a notice board for everybody, so they are no record of hers. Her seat and her
training record are for her and for the wellness team that runs the courses, at every level.
"""

import datetime as dt
from types import SimpleNamespace

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from agency import clock
from agency.models import Course, Role, TrainingRecord
from resources import actions as board
from resources.models import Enrolment, Session
from tests.adversary.scenes import Scene, always
from tests.factories import act

TEAM = ("wellness coordinator", "wellness administrator")
LINK = "canary-link-teal-5541"


def live(stage: SimpleNamespace) -> None:
    now, hour = clock.now(), dt.timedelta(hours=1)
    course = Course.objects.create(code="scene-rest", title="Sleep on shifts")
    given = Session.objects.create(course=course, starts=now - 5 * hour, ends=now - hour)
    stage.lesson = Session.objects.create(
        course=course,
        starts=now + 48 * hour,
        ends=now + 52 * hour,
        link=f"https://meet.example.org/{LINK}",
    )
    board.enrol(by=stage.alice, session=stage.lesson.pk)
    was_there = Enrolment.objects.create(session=given, user=stage.alice)
    carol = act(stage.carol, Role.WELLNESS_COORDINATOR)
    stage.taken = board.mark_attended(by=carol, enrolment=was_there.pk)


def rows(stage: SimpleNamespace) -> dict[str, Model]:
    return {
        "Seat in a training": Enrolment.objects.get(session=stage.lesson),
        "Training record": TrainingRecord.objects.get(pk=stage.taken.pk),
    }


def by_graphql(data: dict, text: str, stage: SimpleNamespace) -> dict[str, object]:
    seats = [each["node"]["id"] for each in data["myEnrolments"]["edges"]]
    taken = [each["node"]["id"] for each in data["trainingRecords"]["edges"]]
    return {
        "Seat in a training": str(stage.rows["Seat in a training"].pk) in seats or LINK in text,
        "Training record": str(stage.taken.pk) in taken,
    }


def by_portal(page: object, client: Client, stage: SimpleNamespace) -> dict[str, object]:
    mine = page("training_mine").context  # type: ignore[operator]
    of_team = client.get(reverse("training_session", args=[stage.lesson.pk]))
    on_list = of_team.status_code == 200 and of_team.context["people"]
    return {"Seat in a training": mine["coming"] or on_list, "Training record": mine["taken"]}


SCENE = Scene(
    live=live,
    rows=rows,
    expected={"Seat in a training": always(*TEAM), "Training record": always(*TEAM)},
    graphql="""myEnrolments(first: 9) { edges { node { id joinLink } } }
      trainingRecords(first: 90) { edges { node { id } } }""",
    by_graphql=by_graphql,
    by_portal=by_portal,
    in_admin={"Seat in a training": frozenset(TEAM), "Training record": frozenset(TEAM)},
    canaries=(LINK,),
    routes=dict.fromkeys(
        (
            "training_course",
            "training_session",
            "training_list",
            "training_mark",
            "training_take_back",
            "training_enrol",
            "training_leave",
            "training_ics",
        )
    ),
    of_no_row=frozenset({"enrol", "leaveSession", "markAttended", "takeBackAttended"}),
)
