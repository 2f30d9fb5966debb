"""Training records: read forgivingly, kept once, contradictions told with their line, nothing lost."""

from __future__ import annotations

import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from agency import clock
from agency.models import Course, Role, TrainingRecord, Unit
from intake import training
from intake.actions import Summary, retry_all, take_in
from intake.actions.training import code_of
from intake.facts import ParsedTraining, Problem
from intake.models import Quarantine
from tests.factories import act, make_post, make_user
from tests.intake.machine_door import bearer, send

TODAY = dt.date(2026, 11, 27)
HEAD = "personnel_number,course_code,course_title,provider,hours,issued,expires,certificate\n"
PEER = "54266,PS-1,Peer support,Academy,24,2026-01-31,2028-01-31,C-1\n"


def read(text: str | bytes, *, is_json: bool = False) -> list[ParsedTraining | Problem]:
    data = text.encode() if isinstance(text, str) else text
    return list(training.read(io.BytesIO(data), TODAY, is_json=is_json))


def one(text: str) -> ParsedTraining:
    (found,) = read(text)
    assert isinstance(found, ParsedTraining), found
    return found


def code(row: str) -> str:
    (found,) = read(HEAD + row)
    assert isinstance(found, Problem), found
    assert (found.line, bool(found.message)) == (2, True)
    return found.code


def take(text: str) -> Summary:
    return take_in(kind="training", file=io.BytesIO(text.encode()))


@pytest.fixture
def ana():
    return make_user("ana", personnel_number="54266")


# --- reading --------------------------------------------------------------------------------------


def test_a_record_has_all_its_facts():
    found = one(HEAD + PEER)
    assert (found.crew, found.code, found.title, found.provider) == (
        "54266", "PS-1", "Peer support", "Academy",
    )  # fmt: skip
    assert (found.issued, found.expires) == (dt.date(2026, 1, 31), dt.date(2028, 1, 31))
    assert (found.hours, found.external) == (Decimal(24), "C-1")


def test_headings_of_other_systems_are_understood():
    text = "Badge No.;Course Name;Completion Date;Credit Hours;Valid Until;Vendor\n1;CISM;03/01/2026;7,5;;State\n"
    found = one(text)
    assert (found.title, found.issued, found.hours) == ("CISM", dt.date(2026, 3, 1), Decimal("7.5"))
    assert (found.expires, found.provider) == (None, "State")


@pytest.mark.parametrize("day", ["2026-03-01", "03/01/2026", "01.03.2026", "2026-03-01T00:00:00"])
def test_a_day_is_read_in_three_forms(day):
    assert one(f"crew,course,issued\n1,X,{day}\n").issued == dt.date(2026, 3, 1)


def test_json_is_a_list_or_an_object_with_one():
    row = {
        "employee_id": 7,
        "course_code": "X",
        "issued": "2026-03-01",
        "hours": 8,
        "expires": None,
    }
    for document in ([row], {"training": [row]}):
        (found,) = read(json.dumps(document), is_json=True)
        assert isinstance(found, ParsedTraining)
        assert (found.crew, found.hours, found.expires) == ("7", Decimal(8), None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",X,,,,2026-01-01,,", "no_number"),
        ("1,,,,,2026-01-01,,", "no_course"),
        ("1,X,,,,,,", "training_date"),
        ("1,X,,,,2026-13-01,,", "training_date"),
        ("1,X,,,,31/12/2026,,", "training_date"),
        ("1,X,,,,2026-11-28,,", "training_date"),
        ("1,X,,,,1899-01-01,,", "training_date"),
        ("1,X,,,,2026-01-01,soon,", "training_date"),
        ("1,X,,,,2026-01-01,2026-01-01,", "training_order"),
        ("1,X,,,-1,2026-01-01,,", "training_hours"),
        ("1,X,,,many,2026-01-01,,", "training_hours"),
        ("1,X,,,NaN,2026-01-01,,", "training_hours"),
        ("1,X,,,1e9,2026-01-01,,", "training_hours"),
    ],
)
def test_what_is_odd_says_why(row, reason):
    assert code(row) == reason


def test_a_file_without_its_columns_says_which():
    (found,) = read("course,hours\nX,1\n")
    assert (found.code, found.detail) == ("no_column", "personnel_number, issued")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.builds(lambda rows: HEAD + "\n".join(rows), st.lists(st.text())))
def test_no_text_stops_the_reader(text: str) -> None:
    data = text.encode("utf-8", "replace")
    for found in [*read(data), *read(data, is_json=True)]:
        assert isinstance(found, ParsedTraining | Problem)


# --- keeping ------------------------------------------------------------------------------------------


def test_a_record_comes_once_in_one_file_and_over_files(ana):
    assert take(HEAD + PEER + PEER) == Summary(read=2, kept=1, repeated=1)
    assert take(HEAD + PEER) == Summary(read=1, repeated=1)
    row = TrainingRecord.objects.get()
    assert (row.user, row.course.code, row.source, row.external) == (ana, "ps-1", "training", "C-1")


def test_a_repeat_that_leaves_facts_out_contradicts_nothing(ana):
    take(HEAD + PEER)
    assert take("crew,course_code,issued\n54266,ps-1,2026-01-31\n").repeated == 1


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (PEER.replace(",24,", ",8,"), "hours"),
        (PEER.replace("2028-01-31", "2029-01-31"), "expires"),
        (PEER.replace("Academy", "State"), "provider"),
    ],
)
def test_a_contradiction_waits_with_its_line_and_the_first_facts_stand(ana, other, named):
    assert take(HEAD + PEER + other).quarantined == 1
    assert take(HEAD + other).quarantined == 1
    assert TrainingRecord.objects.get().hours == 24
    assert set(Quarantine.objects.values_list("line", "code", "detail")) == {
        (3, "conflict", named), (2, "conflict", named),
    }  # fmt: skip


def test_a_certificate_number_belongs_to_one_record(ana):
    make_user("ben", personnel_number="2")
    take(HEAD + PEER)
    found = take(HEAD + PEER.replace("54266", "2") + PEER.replace("2026-01-31", "2025-01-31"))
    assert (found.kept, found.quarantined) == (0, 2)
    assert set(Quarantine.objects.values_list("code", flat=True)) == {"certificate"}


def test_a_course_that_is_new_is_added_and_not_shown(ana):
    take(HEAD + PEER + "54266,,Über den Dächern,,,2026-02-01,,\n54266,,安全,,,2026-02-01,,\n")
    assert set(Course.objects.values_list("code", "title", "offered")) == {
        ("ps-1", "Peer support", False), ("uber-den-dachern", "Über den Dächern", False),
        (code_of(one("crew,course,issued\n1,安全,2026-01-01\n")), "安全", False),
    }  # fmt: skip


def test_a_course_is_known_by_code_or_title_whatever_its_capitals(ana):
    course = Course.objects.create(code="CISM-101", title="Group crisis", hours=16)
    take("crew,code,title,issued\n54266,cism-101,,2026-01-01\n54266,,GROUP CRISIS,2026-02-01\n")
    assert {each.course for each in TrainingRecord.objects.all()} == {course}
    assert {each.hours for each in TrainingRecord.objects.all()} == {16}


@pytest.mark.parametrize(
    ("months", "issued", "expires"),
    [
        (24, "2026-01-31", dt.date(2028, 1, 31)),
        (1, "2026-01-31", dt.date(2026, 2, 28)),
        (12, "2024-02-29", dt.date(2025, 2, 28)),
        (None, "2026-01-31", None),
    ],
)
def test_a_missing_expiry_follows_from_the_catalogue(ana, months, issued, expires):
    Course.objects.create(code="x", title="X", valid_months=months)
    take(f"crew,code,issued\n54266,x,{issued}\n")
    assert TrainingRecord.objects.get().expires == expires


def test_the_sum_holds_and_nothing_is_lost(ana):
    odd = "54266,PS-1,,,-4,2026-01-01,,\n"
    found = take(HEAD + PEER + PEER + odd + PEER.replace("54266", "99999"))
    assert found == Summary(read=4, kept=1, repeated=1, quarantined=2, waiting=1)
    assert set(Quarantine.objects.values_list("line", "code")) == {
        (4, "training_hours"), (5, "unknown_person"),
    }  # fmt: skip


def test_an_unknown_number_waits_until_the_roster_brings_it(ana):
    take(HEAD + PEER.replace("54266", "77777"))
    roster = "personnel_number,name,unit,role,from\n77777,Ben Cole,Demo,officer,2024-01-01\n"
    take_in(kind="roster", file=io.BytesIO(roster.encode()))
    assert TrainingRecord.objects.get().user.name == "Ben Cole"
    assert not Quarantine.objects.waiting().exists()


def test_what_lies_ahead_is_taken_in_once_its_day_has_come(ana):
    tomorrow = clock.now() + dt.timedelta(days=1)
    take(f"crew,code,issued\n54266,x,{tomorrow:%Y-%m-%d}\n")
    assert not TrainingRecord.objects.exists()
    with clock.at(tomorrow + dt.timedelta(days=1)):
        retry_all()
    assert TrainingRecord.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_file(ana, django_assert_num_queries):
    def file(first: int, rows: int) -> str:
        days = (dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(first, first + rows))
        return HEAD + "".join(f"54266,PS-1,,,,{d},,N{d}\n" for d in days)

    take(file(0, 1))
    with CaptureQueriesContext(connection) as few:
        take(file(10, 2))
    with django_assert_num_queries(len(few)):
        take(file(20, 90))


# --- doors --------------------------------------------------------------------------------------------


def run(*arguments: object, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_dry_run_stores_nothing_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "training.csv"
    path.write_text(HEAD + PEER + "1,X,,,,never,,\n")
    shown = json.loads(run("ingest", "training", path, dry_run=True, json=True))
    assert shown["training"][0]["course"] == "PS-1"
    assert [each["code"] for each in shown["problems"]] == ["training_date"]
    assert not TrainingRecord.objects.exists()
    assert not Course.objects.exists()


def test_the_command_says_what_became_of_it(ana, tmp_path: Path) -> None:
    path = tmp_path / "training.csv"
    path.write_text(HEAD + PEER + PEER)
    assert "kept 1 · repeated 1" in run("ingest", "training", path)
    path.write_text(HEAD + "1,X,,,,never,,\n")
    with pytest.raises(CommandError):
        run("ingest", "training", path)


def test_the_machines_door_takes_training(ana, units) -> None:
    user = make_user("feed")
    make_post(user, Role.INTEGRATION, Unit.objects.get(code="A"))
    token = bearer(act(user, Role.INTEGRATION), Role.INTEGRATION)
    answer = send("training", (HEAD + PEER).encode(), token, kind="text/csv")
    assert answer.status_code == 202
    assert TrainingRecord.objects.get().user == ana
