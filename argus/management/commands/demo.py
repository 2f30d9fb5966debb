"""``manage.py demo``: a realistic agency, made through the real actions, and everything started."""

from __future__ import annotations

import json
import secrets
import signal
import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from agency import clock
from agency.models import User
from argus.demo import history, people, serve


class Command(BaseCommand):
    help = "Fill an empty installation with a demonstration agency, then start portal and worker."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="first port to try")
        parser.add_argument("--load-only", action="store_true", help="fill, but start nothing")
        parser.add_argument("--weeks", type=int, default=12, help="weeks of history")

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("This is a production installation: the demonstration stays out.")
        started = time.monotonic()
        note = self._load(int(str(options["weeks"])))
        self.stdout.write(f"Ready after {time.monotonic() - started:.0f} seconds.")
        if options["load_only"]:
            self._print_accounts(note)
            return
        self._serve(int(str(options["port"])), note)

    @property
    def _marker(self) -> Path:
        return settings.ARGUS_DATA_DIR / "demo.json"

    def _load(self, weeks: int) -> dict[str, str]:
        call_command("migrate", verbosity=0, interactive=False)
        for alias in settings.DATABASES.keys() - {"default"}:
            call_command("migrate", "trust", database=alias, verbosity=0, interactive=False)
        if self._marker.exists():
            note: dict[str, str] = json.loads(self._marker.read_text())
            self.stdout.write(f"Demonstration data of {note['made']} is there and is used again.")
            return note
        if User.objects.exists():
            raise CommandError(
                f"There is data in {settings.ARGUS_DATA_DIR} already, so nothing was loaded. "
                "Set ARGUS_DATA_DIR to an empty folder to see the demonstration."
            )
        note = {"password": _password(), "made": str(clock.today())}
        history.load(password=note["password"], weeks=weeks, say=self.stdout.write)
        self._marker.touch(mode=0o600)
        self._marker.write_text(json.dumps(note))
        return note

    def _serve(self, port: int, note: dict[str, str]) -> None:
        together = serve.Together(serve.services(port))
        signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        together.start()
        try:
            if not together.ready():
                raise CommandError("One of the processes ended early; its last words are above.")
            self._print_accounts(note)
            for each in together.wanted:
                if each.port:
                    self.stdout.write(f"  {each.name:<12}{each.url}")
            self.stdout.write("\nCtrl-C ends everything.")
            together.wait()
        finally:
            together.stop()

    def _print_accounts(self, note: dict[str, str]) -> None:
        self.stdout.write(f"\nSign in with any of these names. Password: {note['password']}\n")
        for name, what in people.ACCOUNTS.items():
            self.stdout.write(f"  {name:<12}{what}")
        self.stdout.write("")


def _password() -> str:
    """Short enough to type from a terminal, new for every installation."""
    return "-".join(secrets.token_hex(2) for _ in range(4))
