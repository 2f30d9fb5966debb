"""Wrap every data key with the newest key-encryption key. Run it again whenever it was stopped."""

from __future__ import annotations

import argparse
import sys

from django.core.management.base import BaseCommand

from trust import keyfile, vault
from trust.models import SubjectKey


class Command(BaseCommand):
    help = "Wrap all data keys with the newest key-encryption key; safe to stop and run again."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--new", action="store_true", help="first make a new key")

    def handle(self, *args: object, **options: object) -> None:
        if options["new"]:
            self.stdout.write(f"Key {keyfile.add_kek()} is made. Back the key file up now.")
        number, _kek = keyfile.key_file().current_kek()
        waiting = SubjectKey.objects.using("keys").filter(wrapped__isnull=False, kek__lt=number)
        done, broken = 0, 0
        for row in waiting.order_by("pk").iterator(chunk_size=500):
            try:
                done += vault.rewrap(row)
            except vault.SealBroken:
                broken += 1
        self.stdout.write(f"{done} keys wrapped with key {number}; {waiting.count()} are left.")
        if broken:
            self.stdout.write(f"{broken} keys could not be opened with the key file of today.")
            sys.exit(1)
