"""The whole product once: a file from the field comes in, and support is offered. Nothing of a patient stays."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from agency import clock
from agency.models import Role, User
from argus.demo import files
from intake.models import Quarantine
from peersupport.models import Case, Offer
from tests.adversary.test_dump import encodings
from tests.factories import act, sign_in
from trust import outbox, vault
from trust.models import Level, Notice
from wellness import actions as wellness
from wellness.consent_texts import CURRENT
from wellness.models import Exposure, Invitation

ROSTER = """personnel_number,name,email,username,unit,role,from,until
54266,Ana Ruiz,ana@example.org,ana,Demo/Patrol,officer,2024-01-01,
67981,Ben Cole,ben@example.org,ben,Demo/Patrol,officer,2024-01-01,
70001,Cleo Diaz,cleo@example.org,cleo,Demo,wellness_coordinator,2024-01-01,
70002,Dora Ek,dora@example.org,dora,Demo,wellness_coordinator,2024-01-01,
70003,Eve Fox,eve@example.org,eve,Demo/Patrol,supervisor,2024-01-01,
"""
GROUP = {"defusing", "cisd"}
ANY_TIME = {"one_to_one", "referral"}


def run(*arguments: object, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def summary(kind: str, path: Path, **options: object) -> dict[str, int]:
    return json.loads(run("ingest", kind, path, json=True, **options))


@pytest.fixture
def agency(tmp_path: Path) -> dict[str, User]:
    """Two medics of whom Ana joined, two coordinators, a supervisor; all from one roster file."""
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER)
    assert summary("roster", path)["kept"] == 5
    people = {user.username: act(user, Role.OFFICER) for user in User.objects.all()}
    wellness.set_opt_in(by=people["ana"], text_version=CURRENT, level=Level.SELF_ONLY)
    outbox.drain()
    return people


@pytest.fixture
def overdose(field_data: Path) -> Path:
    return field_data / "epcr/nemsis/cases/2025-EMS-1-Overdose_v351.xml"


@pytest.fixture
def own_report(tmp_path: Path) -> Path:
    path = tmp_path / "report.xml"
    path.write_bytes(files.nemsis(files.Care("D-1", clock.now())))
    return path


def take_in(path: Path) -> None:
    assert summary("epcr", path)["kept"] == 1
    outbox.drain()


def handle(person: User, domain: str) -> object:
    return vault.handle(person.pk, domain)


def offers(person: User) -> dict[str, Offer]:
    rows = Offer.objects.filter(participant=handle(person, "support"))
    return {row.service: row for row in rows}


def every_value() -> list[tuple[str, bytes]]:
    """(table, value) of everything in the three databases."""
    found = []
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    for value in row:
                        raw = isinstance(value, bytes | memoryview)
                        found.append(
                            (f"{alias}.{table}", bytes(value) if raw else str(value).encode())
                        )
    return found


def row_counts() -> Counter[str]:
    counts: Counter[str] = Counter()
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                counts[f"{alias}.{table}"] = cursor.fetchone()[0]
    return counts


# --- one file, one urgent case --------------------------------------------------------------------


def test_the_field_file_makes_one_urgent_case(agency, overdose):
    take_in(overdose)
    case = Case.objects.get()
    assert (case.severity, set(case.sources)) == ("urgent", {"news2", "avpu"})
    assert case.places.count() == 2
    assert {each.severity for each in case.places.all()} == {"urgent"}


@pytest.mark.parametrize("person", ["ana", "ben"])
def test_both_crew_members_are_offered_the_same_though_the_incident_is_old(
    agency, overdose, person
):
    take_in(overdose)
    mine, now = offers(agency[person]), clock.now()
    assert mine.keys() >= GROUP | ANY_TIME
    for service in ANY_TIME:  # counted from when it became known
        assert mine[service].opens_at <= now < mine[service].closes_at
        assert mine[service].state_now == "offered"
    for service in GROUP:  # its window has passed, and stands there as such
        assert mine[service].closes_at < now
        assert mine[service].state_now == "lapsed"


def test_our_own_file_opens_every_window(agency, own_report):
    take_in(own_report)
    for person in ("ana", "ben"):
        mine = offers(agency[person])
        assert {each.state_now for each in mine.values()} == {"offered"}
        hours = (mine["defusing"].closes_at - mine["defusing"].opens_at).total_seconds() / 3600
        assert hours == 12
    assert Case.objects.get().severity == "urgent"


@pytest.mark.parametrize(("name", "windows"), [("overdose", 1), ("own_report", 3)])
def test_an_assessment_is_suggested_to_the_one_who_joined(agency, request, name, windows):
    take_in(request.getfixturevalue(name))
    rows = Invitation.objects.all()
    assert len(rows) == windows
    assert {row.participant_id for row in rows} == {handle(agency["ana"], "wellness")}
    assert {row.state for row in rows} == {"open"}
    assert min(row.due for row in rows) > clock.today()
    row = rows[0]
    assert Exposure.objects.get().participant_id == row.participant_id


@pytest.mark.parametrize("name", ["overdose", "own_report"])
def test_each_coordinator_is_told_once_without_a_name(agency, request, name):
    take_in(request.getfixturevalue(name))
    told = Notice.objects.filter(target="incidents")
    team = {handle(agency[each], "portal") for each in ("cleo", "dora")}
    assert {each.recipient_id for each in told} == team
    assert told.count() == 2
    page = sign_in(Client(), agency["cleo"], "wellness_coordinator").get(reverse("incidents"))
    assert page.status_code == 200
    assert not any(word in page.content.decode() for word in ("Ana", "Ben", "54266", "67981"))


def test_command_is_not_told(agency, own_report):
    take_in(own_report)
    handles = [handle(agency["eve"], domain) for domain in ("wellness", "support", "portal")]
    assert not Notice.objects.filter(recipient__in=handles).exists()


@pytest.mark.parametrize("name", ["overdose", "own_report"])
def test_the_same_file_again_changes_nothing(agency, request, name):
    path = request.getfixturevalue(name)
    take_in(path)
    before = row_counts()
    again = summary("epcr", path)
    outbox.drain()
    assert (again["kept"], again["repeated"], again["quarantined"]) == (0, 1, 0)
    assert row_counts() == before


# --- nothing of the patient -------------------------------------------------------------------------

PATIENT = ("Howell", "Maria", "1979-04-08", "19790408", "Danbury", "08/04/1979", "04/08/1979")
VITALS = ("eVitals", "systolic", "SpO2", "heart_rate", "36.1", "36.3", '"98"', "98/", "bpm")
CLOCK = re.compile(rb"\d\d:\d\d:\d\d(\.\d+)?")  # a row written at 36.3 seconds says no temperature


def test_no_name_no_birth_date_no_vital_sign_in_any_table(agency, overdose):
    take_in(overdose)
    stored = every_value()
    words = {word: list(encodings(word)) for word in PATIENT}
    found = [
        (t, w) for t, raw in stored for w, codes in words.items() if any(c in raw for c in codes)
    ]
    assert found == []
    assert any(b"54266" in raw for _table, raw in stored)  # the search itself works
    rooms = ("default.agency_", "default.intake_", "default.peersupport_", "default.auditlog_")
    facts = [(t, CLOCK.sub(b"", raw)) for t, raw in stored if t.startswith(rooms)]
    assert [(t, w) for t, raw in facts for w in VITALS if w.encode() in raw] == []


def test_no_invented_patient_of_our_own_file_either(agency, own_report):
    take_in(own_report)
    codes = [code for word in ("Sample", "Robin") for code in encodings(word)]
    assert [table for table, raw in every_value() if any(code in raw for code in codes)] == []


# --- scores that differ, archives, a file that breaks its schema -----------------------------------


@pytest.mark.parametrize("name", ["adamtest", "bobtest"])
def test_nhs_wales_bundles_give_five_beside_the_senders_six(agency, field_data, name):
    path = field_data / f"epcr/fhir/{name}_news2_bundle.json"
    shown = json.loads(run("ingest", "epcr", path, dry_run=True, json=True))["encounters"]
    assert [each["news2"] for each in shown] == [{"ours": 5, "sender": 6, "complete": True}]
    assert summary("epcr", path)["kept"] == 1
    outbox.drain()
    assert not Case.objects.filter(severity="urgent").exists()


@pytest.mark.parametrize(
    "name", ["montgomery_pa_911.csv", "dallas_response_to_resistance_2018.csv"]
)
def test_counts_of_an_archive_equal_the_files(agency, field_data, name):
    path = field_data / "cad" / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = sum(1 for _row in csv.reader(file))
    told = summary("cad", path)
    heading = 0 if name.startswith("montgomery") else 1
    assert told["read"] == rows - heading
    assert told["kept"] + told["repeated"] + told["quarantined"] == told["read"]
    waits = Quarantine.objects.exclude(code="unknown_crew")
    assert waits.count() == told["quarantined"]
    # Rows of one incident that disagree about where or when it was: nothing of them is lost.
    assert set(waits.values_list("code", "detail")) <= {("conflict", "incident")}


def test_the_file_that_breaks_the_schema_waits_with_its_line(agency, field_data, settings):
    settings.NEMSIS_XSD_DIR = str(field_data / "epcr/nemsis/xsd")
    with pytest.raises(CommandError):
        run("ingest", "epcr", field_data / "epcr/nemsis/cases/2025-EMS-FailXsd_v351.xml")
    row = Quarantine.objects.get()
    assert (row.code, row.line > 1) == ("schema", True)
    listed = json.loads(run("quarantine", "list", json=True))
    assert [each["line"] for each in listed] == [row.line]
    assert not Case.objects.exists()
