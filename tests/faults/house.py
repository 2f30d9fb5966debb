"""A house of its own for every test of a fault: a fresh data folder, real processes, real commits."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

PRELUDE = """
import datetime as dt, os, signal, sys, uuid
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.db import transaction
from trust import notify, outbox, vault
from trust.models import Notice, OutboxJob, Participant
from agency.models import User
SEEN = Path(settings.ARGUS_DATA_DIR) / "seen.txt"
def seen(text):
    with SEEN.open("a") as out:
        out.write(text + "\\n")
@outbox.job("test.note")
def note(*, row):
    seen(row)
@outbox.every(dt.timedelta(days=1))
@outbox.job("test.daily")
def daily(*, slot):
    seen("daily " + slot)
@outbox.job("test.kill")
def kill(*, row):
    seen(row)
    if SEEN.read_text().count(row) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
def queue(name, count):
    with transaction.atomic():
        for n in range(count):
            outbox.enqueue(name, key=str(n), row=f"row-{n}")
"""


class House:
    """One throwaway installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {k: v for k, v in os.environ.items() if "DATABASE_URL" not in k and k != "REDIS_URL"}
        self.environment = kept | {
            "ARGUS_DATA_DIR": str(folder),
            "ARGUS_MODE": "test",
            "ARGUS_LEASE_SECONDS": "0.4",
            "ARGUS_BACKOFF_SECONDS": "0",
            "DJANGO_SETTINGS_MODULE": "argus.settings",
            "EMAIL_URL": f"filemail:///{folder}/mail",
        }

    def start(self, code: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", PRELUDE + code],
            cwd=settings.BASE_DIR,
            env=self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str, **more: str) -> str:
        process = self.start(code, **more)
        out, problem = process.communicate(timeout=60)
        assert process.returncode in (0, -signal.SIGKILL), problem
        return out

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        return done.stdout

    def seen(self) -> list[str]:
        where = self.folder / "seen.txt"
        return where.read_text().splitlines() if where.exists() else []

    def jobs(self, where: str = "1") -> int:
        with contextlib.closing(sqlite3.connect(self.folder / "argus.sqlite3")) as database:
            found = database.execute(
                f"SELECT count(*) FROM trust_outboxjob WHERE {where}"
            ).fetchone()
        return int(found[0])


def wait_for_lease() -> None:
    time.sleep(0.5)
