"""Real files from the field are read where they lie; they are never copied into this repository."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def overdose(field_data: Path) -> Path:
    return field_data / "epcr/nemsis/cases/2025-EMS-1-Overdose_v351.xml"


@pytest.fixture
def breaks_schema(field_data: Path) -> Path:
    return field_data / "epcr/nemsis/cases/2025-EMS-FailXsd_v351.xml"


@pytest.fixture
def xsd_dir(field_data: Path) -> str:
    return str(field_data / "epcr/nemsis/xsd")


@pytest.fixture
def montgomery(field_data: Path) -> Path:
    return field_data / "cad/montgomery_pa_911.csv"


@pytest.fixture
def dallas(field_data: Path) -> Path:
    return field_data / "cad/dallas_response_to_resistance_2018.csv"
