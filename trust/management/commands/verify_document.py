"""Check a signed document, JSON or PDF, offline and without any database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from trust import documents


class Command(BaseCommand):
    help = "Check that a receipt, a history (JSON) or a PDF is signed by us and was not changed."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--keys",
            type=Path,
            help="keys.json of the installation that signed; without it, our own key file",
        )

    def handle(self, *args: object, **options: object) -> None:
        file, keys = options["file"], options["keys"]
        for each in (file, keys):
            if isinstance(each, Path) and not each.is_file():
                self.stderr.write(f"There is no file at {each}.")
                sys.exit(2)
        assert isinstance(file, Path)  # noqa: S101 - argparse made it
        public = json.loads(keys.read_text()) if isinstance(keys, Path) else {}
        whose = "the installation of that key file" if public else "this installation"
        if not _holds(file.read_bytes(), public):
            self.stdout.write(f"{file.name} does not hold: changed, or not signed by {whose}.")
            sys.exit(1)
        self.stdout.write(f"{file.name} holds: signed by {whose}, and not changed since.")


def _holds(content: bytes, public: dict[str, str]) -> bool:
    if content.startswith(b"%PDF"):
        return documents.verify_pdf(content, public.get("certificate"))
    try:
        document = documents.read_json(content)
    except ValueError:
        return False
    return documents.verify_json(document, public.get("ed25519"))
