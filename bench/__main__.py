"""``python -m bench``: measure on throwaway databases and print the table.

python -m bench                       everything, on SQLite and on PostgreSQL where one answers
python -m bench list page --quick     two measures, small sizes
python -m bench --write               also put the tables into docs/performance.md
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from bench import houses, paper
from bench.lines import Line, markdown

NAMES = (
    "list", "page", "open", "submit", "ingest", "freeze", "record", "score", "schedule", "purge", "match", "escalate",
)  # fmt: skip
House = Callable[[], AbstractContextManager[dict[str, str]]]


def main() -> int:
    given = _arguments()
    tables: dict[str, list[Line]] = {}
    for title, house in _houses(given.database).items():
        print(f"\n{title}", flush=True)
        with house() as environment:
            tables[title] = _run(environment, given.size, given.measures or NAMES)
        print(markdown(tables[title]), flush=True)
    if given.write:
        paper.write(tables, given.size)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.split("\n")[0])
    parser.add_argument("measures", nargs="*", metavar="measure", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--size", choices=("full", "quick", "tiny"), default="full")
    parser.add_argument("--quick", action="store_const", dest="size", const="quick")
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--write", action="store_true", help="update docs/performance.md")
    given = parser.parse_args()
    if unknown := set(given.measures) - set(NAMES):
        parser.error(f"no measure is called {', '.join(sorted(unknown))}")
    return given


def _houses(only: str | None) -> dict[str, House]:
    found: dict[str, House] = {}
    if only != "postgresql":
        found[f"SQLite {paper.sqlite_version()}"] = houses.sqlite
    if only != "sqlite":
        version = houses.postgresql_version()
        if version:
            found[f"PostgreSQL {version}"] = houses.postgresql
        else:
            print("No PostgreSQL answers; set DATABASE_URL to measure there too.", file=sys.stderr)
    return found


def _run(environment: dict[str, str], size: str, names: tuple[str, ...]) -> list[Line]:
    command = [sys.executable, "-m", "bench.worker", size, *names]
    settings = {"DJANGO_SETTINGS_MODULE": "argus.settings", "PYTHONPATH": os.getcwd()}  # noqa: PTH109
    done = subprocess.run(  # noqa: S603
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment | settings
    )
    return [Line(**json.loads(each)) for each in done.stdout.splitlines() if each.startswith("{")]


if __name__ == "__main__":
    sys.exit(main())
