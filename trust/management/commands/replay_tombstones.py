"""After a restore, before opening the doors: destroy again what officers had destroyed."""

from __future__ import annotations

import argparse
import sys

from django.core.management.base import BaseCommand

from trust import tombstones


class Command(BaseCommand):
    help = "Destroy again every record in the tombstone file. Safe to run at any time, any number of times."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what waits")

    def handle(self, *args: object, **options: object) -> None:
        findings = list(tombstones.verify())
        for sentence in findings:
            self.stdout.write(sentence)
        if options["check"]:
            waiting = len(tombstones.pending())
            self.stdout.write(f"{len(tombstones.read())} tombstones, {waiting} to replay.")
            sys.exit(1 if waiting or findings else 0)
        done = tombstones.replay()
        self.stdout.write(f"{done} records destroyed again; {len(tombstones.read())} tombstones.")
        if findings:
            sys.exit(1)
