"""Everyone × every level × every kind of record × every door, against a golden file and a table by hand.

``ARGUS_REGENERATE_MATRIX=1 pytest tests/adversary/test_matrix.py`` writes ``boundary_matrix.json`` anew.
The table ``EXPECTED`` below was written from the design's boundary page, not from the code: a
new golden file can't bless a leak, because both must agree.
"""

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.adversary.scenes import SCENES, joined, listed
from tests.adversary.stage import (
    FIGURES,
    KIND_WORD,
    NIGHT,
    NOBODY,
    NOTE,
    PLAN,
    at_level,
)
from tests.api import bearer, post
from tests.factories import act, sign_in
from trust import access

pytestmark = pytest.mark.adversary
GOLDEN = Path(__file__).with_name("boundary_matrix.json")
REGENERATE = os.environ.get("ARGUS_REGENERATE_MATRIX") == "1"
LEVELS = (
    "LEFT", "SELF_ONLY", "PEER_SUPPORT", "SUPERVISOR", "COMMAND", "FULL", "WELLNESS_TEAM_ONLY",
    "FULL_BUT_LOWERED",
)  # fmt: skip

# --- the table by hand ----------------------------------------------------------------------------

OFFICER = frozenset({"the officer"})
PEER = frozenset({"her peer supporter"})
SUPERVISOR = PEER | {"her supervisor"}
COMMAND = SUPERVISOR | {"commander above", "chief"}
TEAM = frozenset({"wellness coordinator", "wellness administrator"})
COORDINATOR = frozenset({"wellness coordinator"})
ALL_FIGURES = TEAM | {"union reviewer", "chief"}
STANDING = {
    "PEER_SUPPORT": PEER,
    "SUPERVISOR": SUPERVISOR,
    "COMMAND": COMMAND,
    "FULL": COMMAND | TEAM,
    "WELLNESS_TEAM_ONLY": COORDINATOR,
}
NAMED = dict.fromkeys(LEVELS, frozenset({"the person named on a share"})) | {"LEFT": frozenset()}
ALWAYS = partial(dict.fromkeys, LEVELS)
#: Record -> level -> who sees it besides the officer. A level that is not here: nobody.
EXPECTED: dict[str, dict[str, frozenset[str]]] = {
    "Standing": STANDING,
    "Check-in: answers": NAMED,
    "Check-in: note": NAMED,
    "Assessment, unfinished": {},
    "Assessment: answers": NAMED,
    "Assessment share": NAMED,
    "Annual review, confirmed": ALWAYS(TEAM),
    "Score summary": {"FULL": TEAM},
    "Fatigue summary": {"FULL": TEAM, "FULL_BUT_LOWERED": TEAM},
    "Safety plan": {},
    "Diary": {},
    "Wishes about reminders": {},
    "Shift": {},
    "Sign-up": ALWAYS(TEAM),
    "Thanks": {},
    "Own day": {},
    "Calendar address": {},
    "Legal hold": ALWAYS(frozenset({"wellness administrator", "union reviewer"})),
    "Share": NAMED,
    "Assignment": ALWAYS(PEER) | {"LEFT": frozenset()},
    "Exposure": {},
    "Exposure summary": {"FULL": TEAM},
    "Suggested check-in": {},
    "Consent": {},
    "Place at an incident": {},
    "Offer, accepted": ALWAYS(COORDINATOR),
    "Offer, declined": {},
    "Referral": ALWAYS(COORDINATOR),
    "Notice": {},
    "Disclosure": {},
    **joined("expected"),
}
#: Rows about the programme that the officer is not meant to see.
NOT_HERS = {*listed("not_hers")}
FIGURE_READERS = {
    "Figure of the squad": ALL_FIGURES | {"her supervisor", "commander above"},
    "Figure of the other": ALL_FIGURES | {"supervisor of another unit", "commander above"},
    "Figure of the division": ALL_FIGURES | {"commander above"},
    "Figure of the agency": ALL_FIGURES,
}
GONE_ON_LEAVING = {"Share", "Assignment", "Assessment share"}
#: Rows that are made only while the officer opens them.
KEPT_WHILE_OPEN = {"Score summary", "Fatigue summary"}
#: Plain rows that their keepers also work on in the administration.
IN_ADMIN = {
    "Sign-up": TEAM,
    "Legal hold": frozenset({"wellness administrator"}),
    **joined("in_admin"),
}


def allowed(record: str, level: str) -> frozenset[str]:
    if record in FIGURE_READERS:
        return frozenset(FIGURE_READERS[record])
    if record in GONE_ON_LEAVING and level == "LEFT":
        return frozenset()
    others = EXPECTED[record].get(level, frozenset())
    return others if record in NOT_HERS else OFFICER | others


# --- the doors ------------------------------------------------------------------------------------

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


# --- the tests ------------------------------------------------------------------------------------


def golden() -> dict[str, Matrix]:
    return json.loads(GOLDEN.read_text()) if GOLDEN.exists() else {}


def keep(level: str, found: Matrix) -> None:
    whole = {**golden(), level: found}
    ordered = {each: whole[each] for each in LEVELS if each in whole}
    GOLDEN.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("level", LEVELS)
def test_matrix_is_the_golden_one(stage, level):
    at_level(stage, level)
    stage.rows = {name: row for name, row in stage.rows.items() if still_there(row)}
    found = matrix(stage)
    if REGENERATE:
        keep(level, found)
    assert found == golden()[level]


def still_there(row: Model) -> bool:
    return type(row)._default_manager.filter(pk=row.pk).exists()


CELLS = [(level, record) for level in LEVELS for record in (*EXPECTED, *FIGURE_READERS)]


@pytest.mark.parametrize(("level", "record"), CELLS, ids=lambda each: each)
def test_golden_file_agrees_with_the_table_by_hand(level, record):
    doors = golden()[level].get(record)
    if doors is None:
        left = level == "LEFT" and record in GONE_ON_LEAVING
        assert left or (record in KEPT_WHILE_OPEN and level not in EXPECTED[record])
        return
    assert set(doors["ORM"]) == allowed(record, level)
    for door in DOORS:
        assert set(doors[door]) <= allowed(record, level), door
    assert set(doors["admin"]) <= IN_ADMIN.get(record, frozenset())


def test_nobody_stands_nowhere_and_the_officer_is_never_shut_out():
    for level, records in golden().items():
        for record, doors in records.items():
            assert NOBODY not in {who for seen in doors.values() for who in seen}
            hers = record not in FIGURE_READERS and record not in NOT_HERS
            assert not hers or "the officer" in doors["ORM"], level


SEALED_WORDS = (
    "Check-in: answers", "Check-in: note", "Assessment, unfinished", "Assessment: answers",
    "Safety plan", "Diary", "Thanks", "Own day",
)  # fmt: skip


def test_content_opens_for_nobody_above_whatever_the_level():
    leaders = (COMMAND - PEER) | TEAM | {"supervisor of another unit", "union reviewer"}
    for records in golden().values():
        for record in (*SEALED_WORDS, "Offer, declined"):
            assert not leaders & {who for seen in records[record].values() for who in seen}
