"""`manage.py quarantine list|retry`: what waits, why, and trying again."""

from __future__ import annotations

import json
import sys

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from intake.actions import retry_all
from intake.models import Quarantine


class Command(BaseCommand):
    help = "Lists what waits in quarantine with line and reason, or tries to take it in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("list", "retry"))
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: object, **options: object) -> None:
        if options["what"] == "retry":
            self._retry(as_json=bool(options["json"]))
        else:
            self._list(as_json=bool(options["json"]))

    def _list(self, *, as_json: bool) -> None:
        rows = Quarantine.objects.waiting().select_related("incident")
        if as_json:
            self.stdout.write(json.dumps([_row(row) for row in rows.iterator()], indent=1))
            return
        for row in rows.iterator():
            about = f" {row.incident.number}, {row.crew}" if row.incident else ""
            self.stdout.write(
                f"{row.received_at:%Y-%m-%d %H:%M} {row.source}:{row.line}{about} {row.reason}"
            )
        self.stdout.write(_("%(n)d items wait.") % {"n": rows.count()})

    def _retry(self, *, as_json: bool) -> None:
        bar = (lambda _n: self.stderr.write(".", ending="")) if sys.stderr.isatty() else None
        crew, files = retry_all(progress=bar)
        left = Quarantine.objects.waiting().count()
        if as_json:
            done = {"attendances": crew, "kept": files.kept, "waiting": left}
            self.stdout.write(json.dumps(done))
            return
        self.stdout.write(
            _(
                "%(crew)d attendances found their person, %(kept)d records were taken in, %(left)d items wait."
            )
            % {"crew": crew, "kept": files.kept, "left": left}
        )


def _row(row: Quarantine) -> dict[str, object]:
    return {
        "received": row.received_at.isoformat(),
        "kind": row.kind,
        "source": row.source,
        "line": row.line,
        "code": row.code,
        "reason": row.reason,
        "incident": row.incident.number if row.incident else None,
        "crew": row.crew or None,
        "file": row.file_digest[:12],
    }
