from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agency.models import Incident
from argus.demo import files
from intake.models import Quarantine, Record

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def run(*arguments: object, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.xml"
    path.write_bytes(files.nemsis(files.Care("D-1", NOW)))
    return path


def test_dry_run_stores_nothing_and_says_why(report: Path) -> None:
    shown = json.loads(run("ingest", "epcr", report, dry_run=True, json=True))
    encounter = shown["encounters"][0]
    assert encounter["incident"] == "D-1"
    assert encounter["crew"] == ["54266", "67981"]
    assert encounter["avpu"] == "V"
    assert encounter["news2"] == {"ours": 8, "sender": None, "complete": True}
    assert encounter["urgent"] is True
    assert encounter["check_in"] is True
    assert encounter["because"] == ["news2_7", "avpu_v"]
    assert not Incident.objects.exists()
    assert not Record.objects.exists()


def test_summary_adds_up(report: Path) -> None:
    assert "read 1 · kept 1 · repeated 0 · quarantined 0" in run("ingest", "epcr", report)
    assert "read 1 · kept 0 · repeated 1 · quarantined 0" in run("ingest", "epcr", report)


def test_code_is_non_zero_only_when_nothing_could_be_read(tmp_path: Path) -> None:
    path = tmp_path / "bad.xml"
    path.write_text("<EMSDataSet><open></EMSDataSet>")
    with pytest.raises(CommandError):
        run("ingest", "epcr", path)
    assert Quarantine.objects.get().code == "other_root"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be opened"):
        run("ingest", "cad", tmp_path / "none.csv")


def test_quarantine_lists_line_and_reason(report: Path) -> None:
    run("ingest", "epcr", report)
    listed = json.loads(run("quarantine", "list", json=True))
    assert {row["crew"] for row in listed} == {"54266", "67981"}
    assert listed[0]["incident"] == "D-1"
    assert "not on the roster" in run("quarantine", "list")


def test_quarantine_retry_reads_the_kept_file_again(report: Path, settings: object) -> None:
    settings.NEMSIS_XSD_DIR = "/nowhere"  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        run("ingest", "epcr", report)
    assert Quarantine.objects.get().code == "schema_missing"
    settings.NEMSIS_XSD_DIR = ""  # type: ignore[attr-defined]
    assert json.loads(run("quarantine", "retry", json=True)) == {
        "attendances": 0, "kept": 1, "waiting": 2,
    }  # fmt: skip
    assert Incident.objects.filter(number="D-1").exists()


def test_real_fhir_dry_run(field_data: Path) -> None:
    path = field_data / "epcr/fhir/bobtest_news2_bundle.json"
    shown = json.loads(run("ingest", "epcr", path, dry_run=True, json=True))
    assert shown["encounters"][0]["news2"] == {"ours": 5, "sender": 6, "complete": True}
    assert shown["encounters"][0]["urgent"] is False


def test_real_overdose_dry_run(overdose: Path) -> None:
    shown = json.loads(run("ingest", "epcr", overdose, dry_run=True, json=True))["encounters"][0]
    assert shown["news2"]["ours"] == 9
    assert shown["urgent_for"] == ["54266", "67981"]
    text = json.dumps(shown)
    assert not any(word in text for word in ("Howell", "Maria", "1979", "Danbury"))
