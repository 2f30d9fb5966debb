"""Hours on the roster: read forgivingly, kept once, changed by what is newer, told where they are odd."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from agency import clock
from agency.models import Role, Shift, Unit
from intake import shifts
from intake.actions import Summary, retry_all, take_in
from intake.facts import ParsedShift, Problem
from intake.models import Quarantine
from tests.factories import act, make_post, make_user
from tests.intake.test_views import bearer, send
from trust import access, outbox
from trust.models import OutboxJob

NEW_YORK = ZoneInfo("America/New_York")
HEAD = "personnel_number,starts,ends,kind,id\n"


def read(text: str | bytes, *, is_json: bool = False) -> list[ParsedShift | Problem]:
    data = text.encode() if isinstance(text, str) else text
    return list(shifts.read(io.BytesIO(data), NEW_YORK, is_json=is_json))


def one(text: str) -> ParsedShift:
    (found,) = read(text)
    assert isinstance(found, ParsedShift), found
    return found


def code(row: str) -> str:
    (found,) = read(HEAD + row)
    assert isinstance(found, Problem), found
    assert (found.line, bool(found.message)) == (2, True)
    return found.code


def take(text: str | bytes, **options: object) -> Summary:
    data = text.encode() if isinstance(text, str) else text
    return take_in(kind="shifts", file=io.BytesIO(data), **options)  # type: ignore[arg-type]


@pytest.fixture
def ana():
    return make_user("ana", personnel_number="54266")


# --- reading ----------------------------------------------------------------------------------------


def test_a_local_time_is_the_agencys_and_an_offset_is_its_own() -> None:
    found = one(HEAD + "54266,2026-07-01 19:00,2026-07-02T07:00-05:00,ot,S-1")
    assert found.starts == dt.datetime(2026, 7, 1, 23, tzinfo=dt.UTC)
    assert found.ends == dt.datetime(2026, 7, 2, 12, tzinfo=dt.UTC)
    assert (found.crew, found.kind, found.external) == ("54266", "overtime", "S-1")


@pytest.mark.parametrize(
    "text",
    [
        "Badge No.;Start Time;End Time\n54266;07/01/2026 19:00;07/02/2026 7:00 am\n",
        "\ufeffEmployee ID\tShift Start\tShift End\n54266\t2026-07-01T19:00:00\t2026-07-02T07:00:00\n",
        'emp_no,shift_date,from,to\n54266,2026-07-01,7:00 PM,"7:00 am"\n',
        "officer,date,start,end,notes\n54266,2026-07-01 00:00:00,1900,0700,anything\n",
    ],
)
def test_headings_and_times_are_read_forgivingly(text: str) -> None:
    found = one(text)
    assert found.starts == dt.datetime(2026, 7, 1, 23, tzinfo=dt.UTC)
    assert found.ends - found.starts == dt.timedelta(hours=12)
    assert (found.crew, found.kind) == ("54266", "regular")


def test_midnight_may_be_written_as_24() -> None:
    found = one("crew,date,start,end\n1,2026-07-01,16:00,24:00\n")
    assert found.ends - found.starts == dt.timedelta(hours=8)


def test_json_as_a_list_and_inside_an_object() -> None:
    row = {"badge": 54266, "starts": "2026-07-01T19:00", "ends": "2026-07-02T07:00", "type": None}
    for document in ([row], {"shifts": [row]}):
        (found,) = read(json.dumps(document), is_json=True)
        assert isinstance(found, ParsedShift)
        assert (found.crew, found.line, found.kind) == ("54266", 1, "regular")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("{", "not_json"), ("[]", "empty"), ("{}", "other_kind"), ("[1]", "no_crew")],
)
def test_json_that_holds_no_shift(text: str, expected: str) -> None:
    (found,) = read(text, is_json=True)
    assert isinstance(found, Problem)
    assert found.code == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (",2026-07-01 19:00,2026-07-02 07:00,,", "no_crew"),
        ("1,2026-07-02 07:00,2026-07-01 19:00,,", "shift_order"),
        ("1,2026-07-01 19:00,2026-07-01 19:00,,", "shift_order"),
        ("1,2026-07-01 19:00,2026-07-03 07:01,,", "shift_long"),
        ("1,2026-07-01 19:00,2026-07-02 07:00,gardening,", "shift_kind"),
        ("1,soon,2026-07-02 07:00,,", "shift_time"),
        ("1,2026-07-01,2026-07-02,,", "shift_time"),
        ("1,19:00,07:00,,", "shift_time"),
        ("1,0001-01-01 00:00,0001-01-01 08:00+14:00,,", "shift_time"),
    ],
)
def test_what_can_not_be_a_shift_says_why(row: str, expected: str) -> None:
    assert code(row) == expected


def test_thirty_six_hours_are_still_a_shift() -> None:
    found = one(HEAD + "1,2026-07-01 19:00,2026-07-03 07:00,,")
    assert found.ends - found.starts == shifts.LONGEST


def test_a_file_without_a_column_says_which() -> None:
    (found,) = read("name,starts\nAna,2026-07-01\n")
    assert isinstance(found, Problem)
    assert (found.code, found.detail) == ("no_column", "personnel_number, ends")


def test_text_that_is_not_text() -> None:
    found = read(HEAD.encode() + b"\xff\xfe\xfa,1,2\n")
    assert [each.code for each in found if isinstance(each, Problem)] == ["not_text"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.builds(lambda rows: HEAD + "\n".join(rows), st.lists(st.text())))
def test_no_text_stops_the_reader(text: str) -> None:
    data = text.encode("utf-8", "replace")
    for found in [*read(data), *read(data, is_json=True)]:
        assert isinstance(found, ParsedShift | Problem)
        if isinstance(found, ParsedShift):
            assert dt.timedelta() < found.ends - found.starts <= shifts.LONGEST


# --- the two odd nights -------------------------------------------------------------------------------


def hours(starts: str, ends: str) -> float:
    found = one(f"{HEAD}1,{starts},{ends},,")
    return (found.ends - found.starts) / dt.timedelta(hours=1)


def test_a_spring_night_has_eleven_hours_and_an_autumn_night_thirteen() -> None:
    assert hours("2026-03-07 19:00", "2026-03-08 07:00") == 11
    assert hours("2026-10-31 19:00", "2026-11-01 07:00") == 13


def test_a_time_that_the_clocks_skip_is_read_with_the_offset_before() -> None:
    assert hours("2026-03-07 18:00", "2026-03-08 02:00") == 8
    assert hours("2026-03-08 02:30", "2026-03-08 07:00") == 3.5


def test_a_time_that_comes_twice_is_the_first_unless_the_end_would_come_too_early() -> None:
    assert hours("2026-10-31 20:00", "2026-11-01 01:30") == 5.5
    assert hours("2026-11-01 01:30", "2026-11-01 07:00") == 6.5
    assert hours("2026-11-01 01:45", "2026-11-01 01:15") == 0.5


# --- keeping ------------------------------------------------------------------------------------------

NIGHT = "54266,2026-07-01 19:00,2026-07-02 07:00,,S-1\n"


def test_a_shift_comes_once(ana) -> None:
    assert take(HEAD + NIGHT).kept == 1
    again = take(HEAD + NIGHT)
    assert (again.kept, again.repeated) == (0, 1)
    row = Shift.objects.get()
    assert (row.user, row.source, row.external, row.kind) == (ana, "shifts", "S-1", "regular")


@pytest.mark.usefixtures("new_york")
def test_a_changed_shift_takes_the_place_of_the_earlier(ana) -> None:
    take(HEAD + NIGHT)
    assert take(HEAD + NIGHT.replace("07:00", "09:00")).kept == 1
    assert Shift.objects.get().ends == dt.datetime(2026, 7, 2, 13, tzinfo=dt.UTC)


def test_without_a_number_of_its_own_person_start_and_kind_name_a_shift(ana) -> None:
    text = "crew,starts,ends\n54266,2026-07-01 19:00,2026-07-02 07:00\n"
    take(text)
    take(text.replace("07:00", "06:00"))
    assert Shift.objects.count() == 1


def test_the_sum_holds_and_nothing_is_lost(ana) -> None:
    rows = NIGHT + NIGHT + "54266,x,y,,\n99999,2026-07-01 19:00,2026-07-02 07:00,,S-2\n"
    found = take(HEAD + rows)
    assert (found.read, found.kept, found.repeated, found.quarantined, found.waiting) == (4, 1, 1, 2, 1)  # fmt: skip
    assert set(Quarantine.objects.values_list("line", "code")) == {
        (4, "shift_time"), (5, "unknown_person"),
    }  # fmt: skip


def test_an_unknown_number_waits_and_is_taken_in_when_the_roster_brings_it(ana) -> None:
    take(HEAD + NIGHT.replace("54266", "77777"))
    roster = "personnel_number,name,unit,role,from\n77777,Ben Cole,Demo,officer,2024-01-01\n"
    take_in(kind="roster", file=io.BytesIO(roster.encode()))
    assert Shift.objects.get().user.name == "Ben Cole"
    assert not Quarantine.objects.waiting().exists()


@pytest.mark.usefixtures("new_york")
def test_a_late_retry_never_overwrites_what_came_after(ana) -> None:
    noon = dt.datetime(2026, 7, 3, 12, tzinfo=dt.UTC)
    with clock.at(noon):
        take(HEAD + NIGHT + NIGHT.replace("54266", "77777").replace("S-1", "S-2"))
    with clock.at(noon + dt.timedelta(hours=1)):
        take(HEAD + NIGHT.replace("07:00", "09:00"))
    make_user("ben", personnel_number="77777")
    with clock.at(noon + dt.timedelta(hours=2)):
        retry_all()
    assert Shift.objects.count() == 2
    assert Shift.objects.get(external="S-1").ends.hour == 13
    assert not Quarantine.objects.waiting().exists()


def test_shifts_at_the_same_time_are_kept_and_reported_until_one_is_put_right(ana) -> None:
    other = "54266,2026-07-02 06:00,2026-07-02 10:00,court,S-2\n"
    found = take(HEAD + NIGHT + other)
    assert (found.kept, found.quarantined, found.overlapping) == (2, 0, 2)
    waiting = Quarantine.objects.waiting()
    assert set(waiting.values_list("line", "code", "crew")) == {
        (2, "overlap", "54266"), (3, "overlap", "54266"),
    }  # fmt: skip
    moved = other.replace("2026-07-02", "2026-07-20")
    take(HEAD + moved)
    assert not waiting.all().exists()
    assert Shift.objects.count() == 2


def test_an_overlap_with_an_earlier_delivery_is_seen(ana) -> None:
    take(HEAD + NIGHT)
    assert take(HEAD + "54266,2026-07-02 06:59,2026-07-02 10:00,ot,S-2\n").overlapping == 1
    assert take(HEAD + "54266,2026-07-02 10:00,2026-07-02 11:00,ot,S-3\n").overlapping == 0


def test_two_people_at_the_same_time_are_no_overlap(ana) -> None:
    make_user("ben", personnel_number="2")
    assert take(HEAD + NIGHT + NIGHT.replace("54266", "2").replace("S-1", "S-2")).overlapping == 0


def test_one_word_tells_others_that_hours_came_and_it_names_nobody(ana) -> None:
    take(HEAD + NIGHT)
    job = OutboxJob.objects.get(name="wellness.refresh_fatigue_after")
    assert dt.datetime.fromisoformat(job.args["received"]) == Shift.objects.get().received_at
    assert str(ana.pk) not in str(vars(job))
    outbox.drain()
    take(HEAD + NIGHT)
    assert OutboxJob.objects.filter(name="wellness.refresh_fatigue_after").count() == 1


def test_the_number_of_queries_does_not_grow_with_the_file(ana, django_assert_num_queries) -> None:
    def file(first: int, rows: int) -> str:
        days = (dt.date(2026, 1, 1) + dt.timedelta(days=2 * n) for n in range(first, first + rows))
        return HEAD + "".join(f"54266,{d} 08:00,{d} 16:00,,N{d}\n" for d in days)

    with CaptureQueriesContext(connection) as few:
        take(file(0, 2))
    with django_assert_num_queries(len(few)):
        take(file(10, 60))


# --- doors --------------------------------------------------------------------------------------------


def run(*arguments: object, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_dry_run_stores_nothing_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(HEAD + NIGHT + "1,x,y,,\n")
    shown = json.loads(run("ingest", "shifts", path, dry_run=True, json=True))
    assert shown["shifts"][0]["hours"] == 12
    assert [each["code"] for each in shown["problems"]] == ["shift_time"]
    assert not Shift.objects.exists()
    assert not Quarantine.objects.exists()


def test_the_command_says_what_became_of_it(ana, tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(HEAD + NIGHT + NIGHT.replace("S-1", "S-2"))
    said = run("ingest", "shifts", path)
    assert "kept 2" in said
    assert "2 shifts stand beside another one" in said
    path.write_text(HEAD + "1,x,y,,\n")
    with pytest.raises(CommandError):
        run("ingest", "shifts", path)


def test_the_machines_door_takes_shifts(ana, units) -> None:
    user = make_user("feed")
    make_post(user, Role.INTEGRATION, Unit.objects.get(code="A"))
    token = bearer(act(user, Role.INTEGRATION), Role.INTEGRATION)
    answer = send("shifts", (HEAD + NIGHT).encode(), token, kind="text/csv")
    assert answer.status_code == 202
    assert Shift.objects.get().user == ana


def test_only_the_person_sees_their_shifts(cast) -> None:
    cast.alice.personnel_number = "54266"
    cast.alice.save()
    take(HEAD + NIGHT)
    assert access.visible(cast.alice, Shift).count() == 1
    for other in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        assert not access.visible(other, Shift).exists()
