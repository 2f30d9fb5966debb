"""An empty installation, built once for a module and copied for every test."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    house = House(folder)
    for alias in ("default", "keys", "ledger"):
        house.manage("migrate", "--database", alias, "-v", "0", "--skip-checks")
    return folder


@pytest.fixture
def house(built: Path, tmp_path: Path) -> Iterator[House]:
    """A copy of the empty installation."""
    for name in ("argus", "keys", "ledger"):
        with (
            contextlib.closing(sqlite3.connect(built / f"{name}.sqlite3")) as source,
            contextlib.closing(sqlite3.connect(tmp_path / f"{name}.sqlite3")) as target,
        ):
            source.backup(target)
    return House(tmp_path)
