"""What each person is shown of each record at each door: the ORM, GraphQL, the portal, the admin."""

import json
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests.adversary.scenes import SCENES
from tests.adversary.stage import FIGURES, KIND_WORD, NIGHT, NOBODY, NOTE, PLAN
from tests.api import bearer, post
from tests.factories import act, sign_in
from trust import access

QUERY = """{ myOptIn { level } myStanding { colour } myExposure { counts { kind count } }
  myCheckIns(first: 3) { edges { node { id note } } } myOffers(first: 9) { edges { node { id } } }
  myAccessLog(first: 3) { edges { node { person } } } standings(first: 3) { edges { node { person } } }
  mySafetyPlan { signs } sleepEntries(first: 3) { edges { node { note } } }
  myThanks(first: 3) { edges { node { text } } }
  myAssessments(first: 9) { edges { node { id } } } sharedAssessments(first: 9) { edges { node { id } } }
  mySignUps(first: 3) { edges { node { id } } } myReminders { paused } SCENES }""".replace(
    "SCENES", " ".join(each.graphql for each in SCENES)
)
FIGURE = '%s: departmentSummary(period: "2026-10", unit: "%s") { figures { value } }'
Seen = set[str]


def by_rows(stage, who: str) -> Seen:
    """The ORM through the policy: the list and the question about one row must agree."""
    user, seen = stage.people[who], set()
    for record, row in stage.rows.items():
        listed = access.visible(user, type(row)).filter(pk=row.pk).exists()
        assert access.can(user, "view", row) is listed
        seen |= {record} if listed else set()
    return seen


def _figures(stage) -> str:
    return " ".join(FIGURE % (name, getattr(stage.units, name).code) for name in FIGURES)


def by_graphql(stage, who: str) -> Seen:
    if who == NOBODY:
        assert post({"query": QUERY}).status_code == 401
        return set()
    head = bearer(act(stage.people[who], stage.role[who]))
    text = post({"query": QUERY}, **head).content.decode()
    found = json.loads(text)["data"]
    names = {each["node"]["person"] for each in found["standings"]["edges"]}
    asked = [*found["myAssessments"]["edges"], *found["sharedAssessments"]["edges"]]
    own = {each["node"]["id"] for each in asked}
    offers = {each["node"]["id"] for each in found["myOffers"]["edges"]}
    is_open = {
        "Standing": found["myStanding"] or "Alice" in names,
        "Check-in: answers": found["myCheckIns"]["edges"],
        "Check-in: note": NOTE in text,
        "Exposure": found["myExposure"],
        "Assessment: answers": str(stage.rows["Assessment: answers"].pk) in own,
        "Safety plan": PLAN in text,
        "Diary": NIGHT in text,
        "Thanks": KIND_WORD in text,
        "Sign-up": found["mySignUps"]["edges"],
        "Wishes about reminders": found["myReminders"]["paused"],
        "Consent": found["myOptIn"],
        "Disclosure": found["myAccessLog"]["edges"],
        **{r: str(stage.rows[r].pk) in offers for r in ("Offer, accepted", "Offer, declined")},
    }
    for scene in SCENES:
        is_open |= scene.by_graphql(found, text, stage)
    figures = post({"query": f"{{ {_figures(stage)} }}"}, **head).content.decode()
    is_open |= {f"Figure of the {name}": value in figures for name, value in FIGURES.items()}
    return {record for record, yes in is_open.items() if yes}


def browser(stage, who: str) -> Client:
    client = Client()
    return client if who == NOBODY else sign_in(client, stage.people[who], stage.role[who])


def by_portal(stage, who: str) -> Seen:
    client, row = browser(stage, who), stage.rows

    def page(name: str, record: str | None = None) -> object:
        return client.get(reverse(name, args=[row[record].pk] if record else []))

    if who == NOBODY:
        pages = [page("home"), page("download"), page("check_in_detail", "Check-in: note")]
        assert {each.status_code for each in pages} == {302}
        return set()
    check_in, standing = (
        page("check_in_detail", "Check-in: note"),
        page("standing_detail", "Standing"),
    )
    kept = page("download").json()
    case = client.get(reverse("incident_detail", args=[stage.case.pk])).content.decode()
    news = {str(each.url) for each in page("home").context["notices"]}
    figures = page("programme_report_csv").content + page("my_unit").content
    is_open = {
        "Standing": standing.status_code == 200,
        "Exposure summary": b"Fatal collision" in standing.content or kept["incidents_attended_in_numbers"],
        "Check-in: answers": check_in.status_code == 200,
        "Check-in: note": NOTE in check_in.content.decode(),
        "Assessment, unfinished": any(not each["submitted_at"] for each in kept["assessments"]),
        "Assessment: answers": page("assessment_detail", "Assessment: answers").status_code == 200,
        "Assessment share": kept["shared_assessments"] or page("shared_with_me").context["assessments"],
        "Annual review, confirmed": kept["annual_reviews"] or b"Alice" in page("annual_reviews").content,
        "Safety plan": PLAN in page("safety_plan").content.decode(),
        "Diary": NIGHT in page("hours").content.decode() + json.dumps(kept["sleep_and_hours"]),
        "Wishes about reminders": kept["reminders"],
        "Score summary": kept["assessments_in_bands"] or (standing.status_code == 200 and standing.context["scores"]),
        "Fatigue summary": kept["fatigue_band"] or (standing.status_code == 200 and standing.context["fatigue"]),
        "Calendar address": page("calendar").context["feed"],
        "Thanks": KIND_WORD in page("thanks").content.decode(),
        "Own day": KIND_WORD in page("milestones").content.decode(),
        "Sign-up": b"You are signed up." in page("activities").content,
        "Legal hold": b"Alice" in page("legal_holds").content or b"legal hold" in page("privacy").content,
        "Share": kept["shared_check_ins"] or page("shared_with_me").context["grants"],
        "Assignment": kept["peer_supporters"],
        "Exposure": kept["incidents_attended"],
        "Suggested check-in": kept["suggested_check_ins"],
        "Consent": kept["consents"],
        "Disclosure": kept["who_looked"],
        "Offer, accepted": page("offer_detail", "Offer, accepted").status_code == 200 or "Alice" in case,
        "Offer, declined": page("offer_detail", "Offer, declined").status_code == 200,
        "Referral": page("talk").context["referrals"] or "Alice" in page("referrals").content.decode(),
        "Notice": reverse("offers") in news,
        **{f"Figure of the {name}": value.encode() in figures for name, value in FIGURES.items()},
    }  # fmt: skip
    for scene in SCENES:
        is_open |= scene.by_portal(page, client, stage)
    return {record for record, yes in is_open.items() if yes}


def by_admin(stage, who: str) -> Seen:
    """The addresses that a row and its list would have if somebody registered the model.

    Whoever is turned away at the first page knocks at three rows only; ``test_doors`` knocks at all.
    """
    client, seen = browser(stage, who), {}
    inside = client.get("/admin/").status_code == 200
    rows = {row.pk: row for row in stage.rows.values()}
    for row in [*rows.values()] if inside else [*rows.values()][-3:]:
        where = f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
        asked = [f"{where}{row.pk}/change/", *([where] if inside else [])]
        seen[row.pk] = any(client.get(each).status_code == 200 for each in asked)
    return {record for record, row in stage.rows.items() if seen.get(row.pk)}


DOORS: dict[str, Callable[[object, str], Seen]] = {
    "ORM": by_rows, "GraphQL": by_graphql, "portal": by_portal, "admin": by_admin,
}  # fmt: skip
Matrix = dict[str, dict[str, list[str]]]


def matrix(stage) -> Matrix:
    """Record -> door -> who sees it there, in the order of the stage."""
    found: Matrix = {record: {door: [] for door in DOORS} for record in stage.rows}
    for who in stage.people:
        for door, look in DOORS.items():
            for record in look(stage, who):
                found[record][door].append(who)
    return found
