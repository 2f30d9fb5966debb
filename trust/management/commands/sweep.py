"""Do the work that is due, without any broker: what the clock says, and what is queued."""

from __future__ import annotations

import argparse
import signal
import threading
from types import FrameType

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from trust import outbox


class Command(BaseCommand):
    help = "Do the work that is due: once, or until stopped (--loop)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="one round, then end (default)")
        how.add_argument("--loop", action="store_true", help="keep going until stopped")
        parser.add_argument("--every", type=float, default=10, help="seconds between rounds")
        parser.add_argument(
            "--retry-parked", action="store_true", help="first put parked jobs back"
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["retry_parked"]:
            self.stdout.write(f"{outbox.retry_parked()} parked jobs put back.")
        if options["loop"]:
            self._loop(float(str(options["every"])))
            return
        self.stdout.write(f"{outbox.sweep()} jobs done. {outbox.parked().count()} are parked.")

    def _loop(self, pause: float) -> None:
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()

        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, end)
        while not stop.is_set():
            try:
                busy = outbox.sweep(limit=100) == 100
            except DatabaseError as away:
                # The database restarts, or is busy: the rows wait for us.
                self.stderr.write(f"Waiting for the database ({type(away).__name__}).")
                busy = False
            close_old_connections()
            if not busy:
                stop.wait(pause)
