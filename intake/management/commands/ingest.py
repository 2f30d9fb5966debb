"""`manage.py ingest roster|cad|epcr|shifts|training|clearances FILE`: take a delivery in, or show what it would give.

Ends with a non-zero code only when nothing of the file could be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from intake.actions import Summary, open_items, take_in
from intake.facts import (
    ParsedClearance,
    ParsedEncounter,
    ParsedIncident,
    ParsedPerson,
    ParsedShift,
    ParsedTraining,
    Problem,
)
from trust import outbox

KINDS = ("roster", "cad", "epcr", "shifts", "training", "clearances")
SHOWN = ParsedEncounter | ParsedIncident | ParsedShift | ParsedTraining | ParsedClearance
LISTS = {
    ParsedEncounter: "encounters",
    ParsedIncident: "incidents",
    ParsedShift: "shifts",
    ParsedTraining: "training",
    ParsedClearance: "clearances",
}


class Command(BaseCommand):
    help = (
        "Takes in a roster of people (CSV), a dispatch export (CSV, EIDO), care records (NEMSIS, FHIR),"
        " hours on duty, training records or clearances for duty (CSV, JSON)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", default="", help="mapping of a CSV file: a name or a path")
        parser.add_argument(
            "--history", action="store_true", help="an archive: keep the facts, open no case"
        )
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: object, **options: object) -> None:
        given = argparse.Namespace(**options)
        try:
            file: BinaryIO = given.file.open("rb")
        except OSError as missing:
            raise CommandError(
                _("%(file)s can't be opened: %(why)s")
                % {"file": given.file, "why": missing.strerror}
            ) from missing
        with file:
            result = self._dry_run(given, file) if given.dry_run else self._take_in(given, file)
        if not (result.kept or result.repeated or result.waiting):
            raise CommandError(_("Nothing in this file could be read."))

    def _take_in(self, given: argparse.Namespace, file: BinaryIO) -> Summary:
        bar = Progress(self.stderr if sys.stderr.isatty() else None)
        result = take_in(
            kind=given.kind,
            file=file,
            mapping_name=given.mapping,
            progress=bar.advance,
            history=given.history,
        )
        bar.close()
        # Without a broker nobody rings a worker, so what this delivery calls for is done at once.
        if not settings.BROKER_URL:
            while outbox.run_due():
                pass
        if given.json:
            self.stdout.write(json.dumps(summary_json(result)))
        else:
            self._say(result)
        return result

    def _dry_run(self, given: argparse.Namespace, file: BinaryIO) -> Summary:
        _source, items = open_items(kind=given.kind, file=file, mapping_name=given.mapping)
        result = Summary()
        if given.json:
            self._print_json(self._counted(items, result), result)
        else:
            for item in self._counted(items, result):
                self.stdout.write(line_of(item))
            self._say(result)
        return result

    def _counted(self, items: Iterator[object], result: Summary) -> Iterator[object]:
        for item in items:
            result.read += 1
            if isinstance(item, Problem):
                result.quarantined += 1
            else:
                result.kept += 1
            yield item

    def _print_json(self, items: Iterator[object], result: Summary) -> None:
        document: dict[str, list[object]] = {name: [] for name in (*LISTS.values(), "problems")}
        for item in items:
            if isinstance(item, Problem):
                document["problems"].append(problem_json(item))
            elif isinstance(item, SHOWN):
                document[LISTS[type(item)]].append(item.shown())
        self.stdout.write(json.dumps({**document, "summary": summary_json(result)}, indent=1))

    def _say(self, result: Summary) -> None:
        self.stdout.write(
            _("read %(read)d · kept %(kept)d · repeated %(repeated)d · quarantined %(quarantined)d")
            % summary_json(result)
        )
        if result.waiting:
            self.stdout.write(
                _("%(n)d items wait for their personnel number to come on the roster.")
                % {"n": result.waiting}
            )
        if result.overlapping:
            self.stdout.write(
                _("%(n)d shifts stand beside another one of the same person. All are kept.")
                % {"n": result.overlapping}
            )
        if result.quarantined:
            self.stdout.write(_("See what waits and why: manage.py quarantine list"))


class Progress:
    """A line that counts, on terminals only. A stream has no known length, so there is no percentage."""

    def __init__(self, out: object) -> None:
        self.out, self.done = out, 0

    def advance(self, number: int) -> None:
        self.done += number
        if self.out is not None:
            self.out.write(f"\r{self.done:>9,}", ending="")  # type: ignore[attr-defined]
            self.out.flush()  # type: ignore[attr-defined]

    def close(self) -> None:
        if self.out is not None and self.done:
            self.out.write("")  # type: ignore[attr-defined]


def summary_json(result: Summary) -> dict[str, int]:
    return {
        "read": result.read,
        "kept": result.kept,
        "repeated": result.repeated,
        "quarantined": result.quarantined,
        "waiting": result.waiting,
        "overlapping": result.overlapping,
    }


def problem_json(problem: Problem) -> dict[str, object]:
    return {"line": problem.line, "code": problem.code, "message": problem.message}


def line_of(item: object) -> str:
    if isinstance(item, Problem):
        return f"{item.line}: {item.message}"
    if isinstance(item, SHOWN):
        return json.dumps(item.shown())
    return (
        f"{item.line}: {item.personnel_number} {item.role}"
        if isinstance(item, ParsedPerson)
        else ""
    )
