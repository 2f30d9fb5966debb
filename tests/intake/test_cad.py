from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argus.demo import files
from intake import cad, eido, mapping, roster
from intake.facts import ParsedIncident, ParsedPerson, Problem

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
MONTGOMERY = "40.1,-75.3,EMS: FALL VICTIM,2016-07-01 12:01,ABINGTON,1 SECRET ST & ELM AVE\n"


def read(text: str | bytes, name: str, pepper: bytes = b"k") -> list[ParsedIncident | Problem]:
    data = text.encode() if isinstance(text, str) else text
    return list(cad.read(io.BytesIO(data), mapping.load(name), pepper=pepper))


def one(text: str, name: str) -> ParsedIncident:
    (found,) = read(text, name)
    assert isinstance(found, ParsedIncident), found
    return found


def test_a_file_without_headings_by_position() -> None:
    found = one(MONTGOMERY, "montgomery")
    assert (found.kind, found.area) == ("FALL VICTIM", "ABINGTON")
    assert found.occurred_at == dt.datetime(2016, 7, 1, 16, 1, tzinfo=dt.UTC)


def test_street_and_place_are_never_kept() -> None:
    found = repr(one(MONTGOMERY, "montgomery"))
    assert not any(word in found for word in ("SECRET", "40.1", "75.3"))


def test_the_fingerprint_is_keyed_and_tells_rows_apart() -> None:
    other = MONTGOMERY.replace("1 SECRET", "2 SECRET")
    first, second = read(MONTGOMERY + other, "montgomery")
    assert first.external_id != second.external_id
    assert first.external_id != read(MONTGOMERY, "montgomery", b"other")[0].external_id


def test_the_demo_export_by_heading() -> None:
    rows = [("D-4", NOW, "North", "SUICIDE", "1A12", ["54266", "67981"], True)]
    found = one(files.cad(rows).decode(), "demo")
    assert (found.number, found.category) == ("D-4", "suicide_scene")
    assert [(a.crew, a.call_sign, a.harmed) for a in found.attendances] == [
        ("54266", "1A12", True),
        ("67981", "1A12", True),
    ]


def test_a_quoted_field_over_two_lines_keeps_the_line_count() -> None:
    head = "incident,received,district,type,unit,crew,officer_injured\n"
    rows = head + 'D-1,2026-03-01T12:00:00+0000,"No\nrth",X,1A,1,no\nD-2,nonsense,N,X,1A,1,no\n'
    first, second = read(rows, "demo")
    assert (first.line, second.line) == (2, 4)
    assert isinstance(second, Problem)
    assert second.code == "no_time"


@pytest.mark.parametrize(
    ("local", "expected"),
    [("2016-03-13 02:30", "time_zone"), ("2016-13-01 02:30", "no_time"), ("", "no_time")],
)
def test_a_time_that_is_none(local: str, expected: str) -> None:
    (found,) = read(MONTGOMERY.replace("2016-07-01 12:01", local), "montgomery")
    assert isinstance(found, Problem)
    assert found.code == expected


def test_a_missing_column_refuses_the_file_by_name() -> None:
    (found,) = read("incident,received\n", "demo")
    assert isinstance(found, Problem)
    assert found.code == "no_column"
    assert "officer_injured" in found.detail


def test_a_short_row_waits_alone() -> None:
    found = read("1,2,EMS: X\n" + MONTGOMERY, "montgomery")
    assert [type(item) for item in found] == [Problem, ParsedIncident]


def test_text_that_is_not_utf8_is_refused_at_its_line() -> None:
    found = read(MONTGOMERY.encode() + b"\xff\xfe\n", "montgomery")
    assert isinstance(found[-1], Problem)
    assert found[-1].code == "not_text"


@pytest.mark.parametrize(
    "text",
    [
        "nonsense = [",
        'source = "x"',
        'source="x"\ntime_format="%Y"\ntime_zone="Mars/Base"\n[columns]\ntime="a"\nid="b"',
        'source="x"\ntime_format="%Y"\ntime_zone="UTC"\n[columns]\ntime="a"',
        'source="x"\ntime_format="%Y"\ntime_zone="UTC"\n[columns]\ntime="a"\nid="b"\n[types]\nX="nope"',
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(text: str, tmp_path: object) -> None:
    path = tmp_path / "m.toml"  # type: ignore[operator]
    path.write_text(text)
    with pytest.raises(mapping.MappingBroken):
        mapping.load(str(path))


def test_a_shipped_mapping_is_found_by_its_headings() -> None:
    head = files.cad([]).decode().splitlines()[0]
    assert mapping.guess(head) == "demo"
    assert mapping.guess("a,b,c") == ""
    assert mapping.shipped() == {"demo", "dallas", "montgomery"}


@given(st.text(max_size=200))
def test_any_text_gives_items_never_an_exception(text: str) -> None:
    for name in ("montgomery", "demo"):
        assert all(
            isinstance(item, ParsedIncident | Problem)
            for item in read(text.encode(errors="replace"), name)
        )


def test_eido_follows_references() -> None:
    (found,) = eido.read(io.BytesIO(files.eido("D-5", NOW, "Mass Casualty", ["54266"])))
    assert isinstance(found, ParsedIncident)
    assert (found.number, found.category, found.attendances[0].secondary) == (
        "D-5",
        "mass_casualty",
        True,
    )


def test_eido_with_a_dangling_reference_waits() -> None:
    data = files.eido("D-5", NOW, "Fire", ["54266"]).replace(b'"agent-54266"', b'"agent-0"', 1)
    (found,) = eido.read(io.BytesIO(data))
    assert found == Problem(0, "unresolved", "agentReference")


@given(st.binary(max_size=200))
def test_roster_and_eido_take_any_bytes(data: bytes) -> None:
    items = [*roster.read(io.BytesIO(data)), *eido.read(io.BytesIO(data))]
    assert all(isinstance(item, Problem | ParsedPerson | ParsedIncident) for item in items)


ROSTER = "personnel_number,name,role,from,until,agency,bureau,squad\n"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",Ana,officer,2024-01-01,,A,B,", "no_person"),
        ("1,Ana,king,2024-01-01,,A,B,", "role"),
        ("1,Ana,officer,01/02/2024,,A,B,", "date"),
        ("1,Ana,officer,2024-01-02,2024-01-01,A,B,", "date"),
        ("1,Ana,officer,2024-01-01,,,,", "unit"),
    ],
)
def test_roster_rows_that_wait(row: str, code: str) -> None:
    (found,) = roster.read(io.BytesIO((ROSTER + row + "\n").encode()))
    assert found == Problem(2, code)


def test_roster_unit_columns_may_skip_a_level() -> None:
    (found,) = roster.read(io.BytesIO((ROSTER + "1,Ana,Peer Support,2024-01-01,,A,B,S\n").encode()))
    assert isinstance(found, ParsedPerson)
    assert found.role == "peer_support"
    assert [(unit.name, unit.kind) for unit in found.unit] == [
        ("A", "agency"), ("B", "bureau"), ("S", "squad"),
    ]  # fmt: skip
