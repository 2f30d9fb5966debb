"""Coming back to duty: Alice has a plan with one facilitator, one friend on it, and one seat still wanted.

By the boundary page the plan is for her and the people named on it; a coordinator reads that somebody is wanted,
and nothing of the plan. Her supervisor sees the newest duty status of the squad, nothing before it, and no plan.
"""

import datetime as dt
from types import SimpleNamespace

from django.db.models import Model
from django.test import Client

from agency import clock
from agency.models import Course, DutyStatus, TrainingRecord, User
from peersupport import actions as support
from peersupport.models import ReturnPlan, ReturnPlanGrant, ReturnSeat, Supporter
from tests.adversary.scenes import Scene, always

CHAPLAIN, FRIEND = "chaplain", "the person named on a share"
PLAN, WANTED = "Return to duty", "Return to duty: seat wanted"


def on_pick_list(user: User, kind: str) -> Supporter:
    """On the roster, with every certificate that the kind asks for."""
    row = Supporter.objects.get_or_create(user=user, defaults={"kind": kind})[0]
    for course in Course.objects.all():
        if row.kind in course.needed_by:
            TrainingRecord.objects.get_or_create(user=user, course=course, issued=clock.today())
    return row


def live(stage: SimpleNamespace) -> None:
    alice, helper = stage.alice, on_pick_list(stage.jo, "chaplain")
    plan = support.start_return_plan(by=alice, reason="injury", stream="long")
    support.name_facilitator(by=alice, supporter=helper.pk)
    support.name_on_return_plan(by=alice, person="gwen")
    support.ask_for_facilitators(by=alice)
    support.tick_return_item(by=alice, plan=plan.pk, item="first_talk")
    support.suggest_next_stage(by=stage.jo, plan=plan.pk)
    for number, (status, current) in enumerate((("not_fit", False), ("fit", True))):
        DutyStatus.objects.create(
            user=alice, status=status, since=clock.today() - dt.timedelta(days=9 - number),
            source="scene", external=str(number), current=current,
        )  # fmt: skip


def rows(stage: SimpleNamespace) -> dict[str, Model]:
    return {
        PLAN: ReturnPlan.objects.get(),
        "Return to duty: facilitator": ReturnPlanGrant.objects.get(reason="facilitator"),
        "Return to duty: seat taken": ReturnSeat.objects.get(state="taken"),
        WANTED: ReturnSeat.objects.get(state="wanted"),
        "Duty status": DutyStatus.objects.get(user=stage.alice, current=True),
        "Duty status, before": DutyStatus.objects.get(user=stage.alice, current=False),
    }


def by_graphql(data: dict, text: str, stage: SimpleNamespace) -> dict[str, object]:
    shared = [each["node"]["id"] for each in data["sharedReturnPlans"]["edges"]]
    said = [each["node"]["id"] for each in data["dutyStatuses"]["edges"]]
    return {
        PLAN: data["returnPlan"] or str(stage.rows[PLAN].pk) in shared,
        "Duty status": str(stage.rows["Duty status"].pk) in said,
        "Duty status, before": str(stage.rows["Duty status, before"].pk) in said,
    }


def by_portal(page: object, client: Client, stage: SimpleNamespace) -> dict[str, object]:
    def shown(name: str, key: str) -> object:
        return (page(name).context or {}).get(key)  # type: ignore[operator]

    seat = stage.rows[WANTED]
    mine = shown("my_duty_status", "rows") or []
    squad = page("duty_statuses").content  # type: ignore[operator]
    requests = page("return_requests").content.decode()  # type: ignore[operator]
    return {
        PLAN: shown("return_to_duty", "plan")
        or page("return_plan", PLAN).status_code == 200  # type: ignore[operator]
        or any(each.row == stage.rows[PLAN] for each in shown("return_plans", "plans") or []),
        "Return to duty: facilitator": shown("return_people", "people"),
        WANTED: shown("return_people", "wanted") or seat.pseudonym in requests,
        "Duty status": mine or b"Alice" in squad,
        "Duty status, before": [each for each in mine if not each.row.current],
    }


SCENE = Scene(
    live=live,
    rows=rows,
    expected={
        PLAN: always(CHAPLAIN, FRIEND),
        "Return to duty: facilitator": always(CHAPLAIN),
        "Return to duty: seat taken": {},
        WANTED: always("wellness coordinator"),
        "Duty status": always("her supervisor"),
        "Duty status, before": {},
    },
    graphql="""returnPlan { id stage } sharedReturnPlans(first: 9) { edges { node { id stage } } }
      dutyStatuses(first: 90) { edges { node { id status } } }""",
    by_graphql=by_graphql,
    by_portal=by_portal,
    routes={
        **dict.fromkeys(
            (
                "return_plan",
                "return_delete",
                "return_plan_tick",
                "return_suggest",
                "return_step_down",
            ),
            PLAN,
        ),
        "return_take_off": "Return to duty: facilitator",
        "return_keep": "Return to duty: facilitator",
        "return_answer": WANTED,
        "return_propose": WANTED,
    },
    own=(("advanceReturnStage(paused: true)", ""),),
)
