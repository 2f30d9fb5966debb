"""Hours on the roster: read forgivingly, in the agency's time, through the two odd nights of a year."""

from __future__ import annotations

import datetime as dt
import io
import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import shifts
from intake.facts import ParsedShift, Problem

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
