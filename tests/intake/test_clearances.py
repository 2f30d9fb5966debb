"""Clearances for duty: read forgivingly, kept once, the newest counts, and nothing about why."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from agency import clock, local_time
from agency.models import DutyStatus, Role
from intake import clearances
from intake.actions import Summary, retry_all, take_in
from intake.facts import ParsedClearance, Problem
from intake.models import Quarantine
from tests.factories import make_post, make_user
from tests.intake.machine_door import bearer, send

TODAY = dt.date(2026, 11, 20)
HEAD = "personnel_number,status,duties,since,id\n"
NOT_FIT = "54266,not fit,,2026-10-01,C-1\n"
LIGHT = "54266,light duty,firearm; nights,2026-11-01,C-2\n"
FIT = "54266,fit,,2026-11-15,C-3\n"


def read(text: str | bytes, *, is_json: bool = False) -> list[ParsedClearance | Problem]:
    data = text.encode() if isinstance(text, str) else text
    return list(clearances.read(io.BytesIO(data), TODAY, is_json=is_json))


def one(text: str) -> ParsedClearance:
    (found,) = read(text)
    assert isinstance(found, ParsedClearance), found
    return found


def take(text: str | bytes) -> Summary:
    data = text.encode() if isinstance(text, str) else text
    return take_in(kind="clearances", file=io.BytesIO(data))


def counts(user) -> tuple[str, list[str], dt.date]:
    row = DutyStatus.objects.get(user=user, current=True)
    return row.status, row.duties, row.since


@pytest.fixture
def ana():
    return make_user("ana", personnel_number="54266")


# --- reading ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        HEAD + LIGHT,
        (
            "Badge No.;Duty Status;Restrictions;Effective Date;Clearance ID\n"
            "54266;Modified Duty;Night shifts | Weapons;11/01/2026;C-2\n"
        ),
        (
            'employee_id,clearance,limits,date,number,diagnosis\n54266,restricted,"gun, night",'
            "2026-11-01 00:00:00,C-2,never read\n"
        ),
    ],
)
def test_headings_words_and_dates_are_read_forgivingly(text: str) -> None:
    found = one(text)
    assert (found.crew, found.status, found.external) == ("54266", "restricted", "C-2")
    assert found.duties == ("firearm", "nights")
    assert found.since == dt.date(2026, 11, 1)
    assert "never read" not in str(found.shown())


def test_json_as_a_list_and_inside_an_object() -> None:
    row = {
        "badge": 54266,
        "status": "restricted",
        "duties": ["driving", "alone"],
        "since": "2026-11-01",
    }
    for document in ([row], {"clearances": [row]}):
        (found,) = read(json.dumps(document), is_json=True)
        assert isinstance(found, ParsedClearance)
        assert (found.duties, found.external) == (("driving", "alone"), "54266@20261101")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (",fit,,2026-11-01,", "no_number"),
        ("1,depressed,,2026-11-01,", "duty_status"),
        ("1,,,2026-11-01,", "duty_status"),
        ("1,restricted,,2026-11-01,", "duties"),
        ("1,restricted,coffee,2026-11-01,", "duties"),
        ("1,restricted,firearm;coffee,2026-11-01,", "duties"),
        ("1,fit,firearm,2026-11-01,", "duties"),
        ("1,fit,,soon,", "clearance_date"),
        ("1,fit,,,", "clearance_date"),
        ("1,fit,,1066-10-14,", "clearance_date"),
        ("1,fit,,2026-11-21,", "clearance_ahead"),
    ],
)
def test_what_can_not_be_a_clearance_says_why(row: str, expected: str) -> None:
    (found,) = read(HEAD + row)
    assert isinstance(found, Problem)
    assert (found.line, found.code, bool(found.message)) == (2, expected, True)


def test_today_is_early_enough() -> None:
    assert one(HEAD + "1,fit,,2026-11-20,").since == TODAY


@pytest.mark.parametrize(
    ("text", "expected"), [("{", "not_json"), ("[]", "empty"), ("{}", "other_kind")]
)
def test_json_that_holds_no_clearance(text: str, expected: str) -> None:
    (found,) = read(text, is_json=True)
    assert isinstance(found, Problem)
    assert found.code == expected


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200) | st.builds(lambda rows: HEAD + "\n".join(rows), st.lists(st.text())))
def test_no_text_stops_the_reader(text: str) -> None:
    data = text.encode("utf-8", "replace")
    for found in [*read(data), *read(data, is_json=True)]:
        assert isinstance(found, ParsedClearance | Problem)
        if isinstance(found, ParsedClearance):
            assert bool(found.duties) == (found.status == "restricted")
            assert found.since <= TODAY


# --- keeping ------------------------------------------------------------------------------------------


def test_a_clearance_comes_once_and_the_newest_counts(ana) -> None:
    result = take(HEAD + NOT_FIT + LIGHT)
    assert (result.kept, result.repeated, result.quarantined) == (2, 0, 0)
    assert counts(ana) == ("restricted", ["firearm", "nights"], dt.date(2026, 11, 1))
    again = take(HEAD + NOT_FIT + LIGHT)
    assert (again.kept, again.repeated) == (0, 2)
    take(HEAD + FIT)
    assert counts(ana)[0] == "fit"
    assert DutyStatus.objects.filter(user=ana, current=True).count() == 1


def test_an_older_one_that_comes_late_does_not_count(ana) -> None:
    take(HEAD + FIT)
    assert take(HEAD + NOT_FIT).kept == 1
    assert counts(ana)[0] == "fit"


def test_of_one_day_what_came_last_counts_and_of_one_moment_the_stricter(ana) -> None:
    day = "2026-11-01"
    take(f"{HEAD}54266,not fit,,{day},A\n54266,fit,,{day},B\n")
    assert counts(ana)[0] == "fit"
    DutyStatus.objects.update(received_at=clock.now())
    take(f"{HEAD}54266,fit,,2026-10-02,C\n")
    assert counts(ana)[0] == "not_fit"


def test_other_facts_under_the_same_number_wait(ana) -> None:
    take(HEAD + NOT_FIT)
    result = take(HEAD + NOT_FIT.replace("not fit", "fit"))
    assert (result.kept, result.quarantined) == (0, 1)
    assert Quarantine.objects.get().code == "conflict"
    assert counts(ana)[0] == "not_fit"


def test_the_same_line_twice_in_a_file_is_a_repeat_and_a_contradiction_waits(ana) -> None:
    result = take(HEAD + FIT + FIT + FIT.replace("fit,", "not fit,", 1))
    assert (result.read, result.kept, result.repeated, result.quarantined) == (3, 1, 1, 1)


def test_somebody_unknown_waits_for_the_roster(ana) -> None:
    result = take(HEAD + NOT_FIT + "777,fit,,2026-11-01,X\n")
    assert (result.kept, result.waiting) == (1, 1)
    assert Quarantine.objects.get().code == "unknown_person"
    new = make_user("new", personnel_number="777")
    retry_all()
    assert counts(new)[0] == "fit"
    assert not Quarantine.objects.waiting().exists()


def test_somebody_unknown_is_taken_in_when_the_roster_brings_them(ana) -> None:
    take(HEAD + "54999,not fit,,2026-10-01,Y\n")
    roster = (
        "personnel_number,name,email,username,unit,role,from,until\n"
        "54999,Zoe,z@example.org,zoe,Demo,officer,2024-01-01,\n"
    )
    take_in(kind="roster", file=io.BytesIO(roster.encode()))
    assert DutyStatus.objects.get(current=True).user.username == "zoe"


def test_each_constraint_holds(ana) -> None:
    take(HEAD + NOT_FIT + LIGHT)
    old, new = DutyStatus.objects.filter(external="C-1"), DutyStatus.objects.filter(external="C-2")
    for rows, change in (
        (old, {"external": "C-2"}),
        (old, {"current": True}),
        (old, {"duties": ["firearm"]}),
        (old, {"status": "broken"}),
        (new, {"duties": []}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_the_command_takes_a_file_and_shows_it_first(ana, tmp_path) -> None:
    path, out = tmp_path / "clearances.csv", io.StringIO()
    path.write_text(HEAD + LIGHT)
    call_command("ingest", "clearances", path, dry_run=True, json=True, stdout=out)
    assert json.loads(out.getvalue())["clearances"][0]["duties"] == ["firearm", "nights"]
    assert not DutyStatus.objects.exists()
    call_command("ingest", "clearances", path, stdout=io.StringIO())
    assert DutyStatus.objects.count() == 1
    path.write_text("personnel_number,since\n1,2026-11-01\n")
    with pytest.raises(CommandError):
        call_command("ingest", "clearances", path, stdout=io.StringIO())


def test_the_door_of_machines_answers_the_same_for_known_and_unknown(ana, cast, units) -> None:
    machine = make_user("hr")
    make_post(machine, Role.INTEGRATION, units.agency)
    token = bearer(machine, Role.INTEGRATION)
    answers = [
        send("clearances", (HEAD + row).encode(), token, "text/csv")
        for row in (LIGHT, "777,fit,,2026-11-01,X\n")
    ]
    assert [each.status_code for each in answers] == [202, 202]
    assert answers[0].content == answers[1].content


def test_local_day_decides_what_lies_ahead(ana) -> None:
    tomorrow = local_time.today() + dt.timedelta(days=1)
    assert take(f"{HEAD}54266,fit,,{tomorrow},T\n").quarantined == 1
    assert Quarantine.objects.get().code == "clearance_ahead"
