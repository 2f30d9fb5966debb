"""The part of docs/performance.md that a run writes: tables, machine, day and commit."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from bench.lines import Line, markdown

PAPER = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- begin: written by `python -m bench --write` -->", "<!-- end -->"
PACKAGES = ("Django", "graphene-django", "graphql-core", "psycopg", "cryptography")


def write(tables: Mapping[str, Sequence[Line]], size: str) -> None:
    """Replace everything between the two marks."""
    before, _begin, rest = PAPER.read_text().partition(BEGIN)
    _old, _end, after = rest.partition(END)
    parts = [BEGIN, "", *_circumstances(size)]
    for title, lines in tables.items():
        parts += ["", f"### {title}", "", markdown(lines)]
    PAPER.write_text(before + "\n".join([*parts, "", END]) + after)


def _circumstances(size: str) -> list[str]:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"- Day: {dt.datetime.now(dt.UTC):%Y-%m-%d}, commit {_commit()}, sizes: {size}",
        f"- Machine: {os.cpu_count()} cores ({platform.machine()}), {_memory()} GB of memory, {platform.system()}",
        f"- Load: {os.getloadavg()[2]:.1f} processes waiting or running over the last 15 minutes",
        f"- Versions: Python {platform.python_version()}, {packages}",
    ]


def _commit() -> str:
    found = _git("rev-parse", "--short=12", "HEAD") or "not known"
    return found + (" with later changes" if _git("status", "--porcelain") else "")


def _git(*words: str) -> str:
    command = ["git", "-C", str(PAPER.parent), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def sqlite_version() -> str:
    return sqlite3.sqlite_version
