"""Everyone × every level × every kind of record × every door, against a golden file and a table by hand.

``ARGUS_REGENERATE_MATRIX=1 pytest tests/adversary/test_matrix.py`` writes ``boundary_matrix.json`` anew.
The table ``EXPECTED`` below was written from the design's boundary page, not from the code: a
new golden file can't bless a leak, because both must agree.
"""

import json
import os
from functools import partial
from pathlib import Path

import pytest
from django.db.models import Model

from tests.adversary.doorways import DOORS, Matrix, matrix
from tests.adversary.scenes import joined, listed
from tests.adversary.stage import NOBODY, at_level

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
