"""Deliveries into the tables: what is kept, what repeats, what waits."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest

from agency.models import Attendance, Encounter, Incident, User
from argus.demo import files
from intake.actions import Summary, retry_all, take_in
from intake.models import Quarantine, Record

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
ROSTER = (
    "personnel_number,name,email,username,unit,role,from,until\n"
    "54266,Ana Ruiz,ana@example.org,ana,Demo/Patrol,officer,2024-01-01,\n"
    "67981,Ben Cole,ben@example.org,ben,Demo/Patrol,officer,2024-01-01,\n"
)


def take(kind: str, data: bytes | str | Path, **options: object) -> Summary:
    if isinstance(data, Path):
        data = data.read_bytes()
    if isinstance(data, str):
        data = data.encode()
    return take_in(kind=kind, file=io.BytesIO(data), **options)  # type: ignore[arg-type]


@pytest.fixture
def roster() -> None:
    take("roster", ROSTER)


def sums_up(result: Summary) -> bool:
    return result.read == result.kept + result.repeated + result.quarantined


def test_roster_makes_people_units_and_posts() -> None:
    result = take("roster", ROSTER)
    assert (result.read, result.kept) == (2, 2)
    ana = User.objects.get(personnel_number="54266")
    assert ana.posts.get().unit.path == "demo/patrol/"
    assert not ana.has_usable_password()


def test_roster_again_changes_nothing(roster: None) -> None:
    result = take("roster", ROSTER)
    assert (result.repeated, result.kept) == (2, 0)
    assert User.objects.count() == 2


def test_transfer_ends_the_earlier_post(roster: None) -> None:
    moved = ROSTER.replace("Demo/Patrol,officer,2024-01-01", "Demo/Traffic,officer,2025-01-01")
    assert take("roster", moved).kept == 2
    posts = User.objects.get(username="ana").posts.order_by("since")
    assert [post.until for post in posts] == [dt.date(2025, 1, 1), None]


def test_duties_that_exclude_each_other_wait(roster: None) -> None:
    more = (
        "personnel_number,name,username,unit,role,from\n"
        "1,Cy,cy,Demo,wellness_admin,2024-01-01\n1,Cy,cy,Demo,chief,2024-01-01\n"
    )
    result = take("roster", more)
    assert (result.kept, result.quarantined) == (1, 1)
    assert Quarantine.objects.get().code == "separation"


def test_care_report_keeps_the_trigger_and_nothing_of_the_patient(roster: None) -> None:
    result = take("epcr", files.nemsis(files.Care("D-1", NOW)))
    assert (result.kept, result.waiting) == (1, 0)
    encounter = Encounter.objects.get()
    assert encounter.urgent
    assert encounter.check_in
    assert encounter.triggers == ["news2", "avpu"]
    assert Attendance.objects.filter(incident__number="D-1").count() == 2


def test_the_same_file_again_changes_nothing(roster: None) -> None:
    report = files.nemsis(files.Care("D-1", NOW))
    take("epcr", report)
    result = take("epcr", report)
    assert (result.repeated, result.kept, result.quarantined) == (1, 0, 0)
    assert (Incident.objects.count(), Encounter.objects.count(), Record.objects.count()) == (
        1,
        1,
        1,
    )


def test_a_contradiction_waits(roster: None) -> None:
    take("epcr", files.nemsis(files.Care("D-1", NOW)))
    result = take("epcr", files.nemsis(files.Care("D-1", NOW, avpu="3326001")))
    assert result.quarantined == 1
    assert Quarantine.objects.get().code == "conflict"
    assert Encounter.objects.get().check_in


def test_a_higher_version_supersedes(roster: None) -> None:
    first = files.fhir("D-2", NOW, ["54266"], sender_total=8)
    take("epcr", first)
    assert Encounter.objects.get().urgent
    second = files.fhir("D-2", NOW, ["54266"], sender_total=5).replace(
        b'"status": "finished"', b'"meta": {"versionId": "2"}, "status": "finished"'
    )
    assert take("epcr", second).kept == 1
    assert not Encounter.objects.get().urgent
    assert take("epcr", first).repeated == 1


def test_an_unknown_crew_number_waits_for_the_roster() -> None:
    result = take("epcr", files.nemsis(files.Care("D-1", NOW)))
    assert (result.kept, result.waiting, result.quarantined) == (1, 2, 0)
    assert Incident.objects.get().attendances.count() == 0
    take("roster", ROSTER)
    assert Incident.objects.get().attendances.count() == 2
    assert not Quarantine.objects.waiting().exists()


def test_crew_harm_marks_that_member_only(roster: None) -> None:
    take("epcr", files.nemsis(files.Care("D-1", NOW, harmed=("54266",))))
    harmed = Attendance.objects.filter(harmed=True)
    assert [one.user.username for one in harmed] == ["ana"]


def test_two_patients_of_one_response_share_the_encounter(roster: None) -> None:
    well = files.Care("D-1", NOW, call_sign="M 13", avpu="3326001", systolic="120", pulse="70")
    take("epcr", files.nemsis(files.Care("D-1", NOW), well))
    encounter = Encounter.objects.get()
    assert encounter.urgent
    assert Record.objects.filter(encounter=encounter).count() == 2


def test_cad_and_care_report_meet_in_one_incident(roster: None) -> None:
    take("epcr", files.nemsis(files.Care("D-1", NOW)))
    rows = [("D-1", NOW, "North", "OVERDOSE", "2A11", ["54266"], False)]
    assert take("cad", files.cad(rows)).kept == 1
    incident = Incident.objects.get()
    assert (incident.area, incident.kind, incident.occurred_at) == ("North", "OVERDOSE", NOW)
    assert incident.attendances.count() == 2


def test_eido_brings_the_dispatcher_as_secondary(roster: None) -> None:
    take("cad", files.eido("D-3", NOW, "Mass Casualty", ["67981"]))
    attendance = Attendance.objects.get()
    assert attendance.secondary
    assert attendance.incident.category == "mass_casualty"


def test_a_file_that_was_refused_can_be_read_later(roster: None) -> None:
    rows = [("D-1", NOW, "North", "SUICIDE", "2A11", ["54266"], False)]
    strange = files.cad(rows).replace(b"officer_injured", b"hurt")
    assert take("cad", strange, mapping_name="demo").quarantined == 1
    assert Quarantine.objects.get().code == "no_column"
    crew, again = retry_all()
    assert (crew, again.quarantined) == (0, 1)
    assert Quarantine.objects.waiting().count() == 1


def test_real_overdose(roster: None, overdose: Path) -> None:
    assert take("epcr", overdose).kept == 1
    encounter = Encounter.objects.get()
    assert (encounter.urgent, encounter.check_in) == (True, True)
    assert Attendance.objects.count() == 2


def test_real_broken_file_is_quarantined_with_its_line(breaks_schema: Path) -> None:
    assert take("epcr", breaks_schema).quarantined == 1
    row = Quarantine.objects.get()
    assert (row.line, row.code) == (121, "missing")


def test_real_broken_file_against_the_official_schema(
    breaks_schema: Path, xsd_dir: str, settings: object
) -> None:
    settings.NEMSIS_XSD_DIR = xsd_dir  # type: ignore[attr-defined]
    assert take("epcr", breaks_schema).quarantined == 1
    row = Quarantine.objects.get()
    assert (row.line, row.code) == (121, "schema")
    assert "eSituation.20" in row.reason


def test_real_fhir_bundles_differ_and_are_not_urgent(field_data: Path) -> None:
    for name in ("adamtest", "bobtest"):
        take("epcr", field_data / f"epcr/fhir/{name}_news2_bundle.json")
    encounters = Encounter.objects.all()
    assert [(e.urgent, e.scores_differ) for e in encounters] == [(False, True)] * 2
    assert "Test" not in "".join(Incident.objects.values_list("number", flat=True))


def test_real_montgomery_counts(montgomery: Path) -> None:
    result = take("cad", montgomery, mapping_name="montgomery")
    assert (result.read, result.kept, result.repeated, result.quarantined) == (3051, 3040, 11, 0)
    assert Incident.objects.count() == 3040


def test_a_file_without_headings_is_recognised_by_its_first_row() -> None:
    row = "40.1,-75.3,EMS: FALL VICTIM,2016-07-01 12:01,ABINGTON,1 ELM ST"
    assert take("cad", row).kept == 1
    assert take("cad", "1,2,3,4,5,6").quarantined == 1


def test_real_dallas_counts(dallas: Path) -> None:
    result = take("cad", dallas)
    assert result.read == 2712
    assert sums_up(result)
    assert Incident.objects.count() == 1651
    again = take("cad", dallas)
    assert again.kept == 0
    assert sums_up(again)
