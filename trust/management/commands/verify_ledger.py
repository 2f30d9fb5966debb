"""Walk the whole ledger and compare it with what the witnesses hold."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from trust import ledger
from trust.models import Disclosure


class Command(BaseCommand):
    help = "Check every link of the ledger against its hash and the witness heads."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--witness",
            type=Path,
            action="append",
            default=[],
            help="a witness's own file (JSON lines); may be given more than once",
        )

    def handle(self, *args: object, **options: object) -> None:
        heads = ledger.witnessed()
        outside = options["witness"]
        for each in outside if isinstance(outside, list) else []:
            if not each.is_file():
                self.stderr.write(f"There is no witness file at {each}.")
                sys.exit(2)
            heads += ledger.witnessed(each)
        sentences = 0
        for sentences, sentence in enumerate(ledger.verify(heads), start=1):  # noqa: B007
            self.stdout.write(sentence)
        links = Disclosure.objects.using("ledger").count()
        if sentences:
            self.stdout.write(f"The ledger does not hold: {sentences} findings, {links} links.")
            sys.exit(1)
        self.stdout.write(f"The ledger holds: {links} links, {len(heads)} witness heads.")
