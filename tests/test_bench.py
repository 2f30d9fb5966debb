"""The measuring tool runs whole at its smallest size. How long anything takes is not asserted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.lines import Line, markdown, ratio

ROOT = Path(__file__).resolve().parent.parent
MEASURES = (
    "list", "page", "open", "submit", "ingest", "freeze", "record", "score", "schedule", "purge",
    "escalate", "match",
)  # fmt: skip


def test_runs_every_measure_on_a_database_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--size", "tiny", "--database", "sqlite"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"DATABASE_URL": "", "REDIS_URL": ""},
    )
    assert done.returncode == 0, done.stderr
    assert all(f"| {name} " in done.stdout for name in MEASURES)


def test_a_name_that_is_no_measure_is_told():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "lists"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "no measure is called lists" in done.stderr


@pytest.mark.parametrize(("took", "met"), [(0.03, "yes"), (0.031, "no")])
def test_an_aim_is_met_up_to_its_edge(took, met):
    assert ratio("page", "a page", "bare", took=took, base=0.01, aim=3).met == met


def test_a_lower_bound_is_met_from_above():
    assert Line("ingest", "writing", 2.4, "×", aim=2, least=True).met == "yes"


def test_the_table_has_a_row_per_line():
    table = markdown([Line("open", "reveal", 1.6, "ms", aim=2), Line("open", "vault", 0.9, "ms")])
    assert len(table.splitlines()) == 4
    assert "| 1.60 ms |" in table
