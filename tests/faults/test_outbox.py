"""Workers are killed in the middle, two at once, twice over; nothing is lost, nothing shows twice.

Every test has a house of its own: a fresh data folder, real processes, real commits.
"""

import contextlib
import datetime as dt
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.faults

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


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    house = House(folder)
    for alias in ("default", "keys", "ledger"):
        house.manage("migrate", "--database", alias, "-v", "0", "--skip-checks")
    return folder


@pytest.fixture
def house(built: Path, tmp_path: Path) -> Iterator[House]:
    """A copy of the empty installation."""
    for name in ("argus", "keys", "ledger"):
        with (
            contextlib.closing(sqlite3.connect(built / f"{name}.sqlite3")) as source,
            contextlib.closing(sqlite3.connect(tmp_path / f"{name}.sqlite3")) as target,
        ):
            source.backup(target)
    return House(tmp_path)


def wait_for_lease() -> None:
    time.sleep(0.5)


def test_killed_between_claim_and_work(house):
    house.run("queue('test.note', 1); outbox.claim(); os.kill(os.getpid(), signal.SIGKILL)")
    assert house.run("print(outbox.run_due())").strip() in {"0", "1"}
    wait_for_lease()
    house.run("outbox.run_due()")
    assert house.seen() == ["row-0"]
    assert house.jobs("done_at IS NOT NULL") == 1


def test_killed_between_work_and_mark(house):
    house.run("queue('test.kill', 3); outbox.run_due()")
    assert house.jobs("done_at IS NOT NULL") == 0
    for _ in range(4):
        wait_for_lease()
        house.run("outbox.run_due()")
    assert house.jobs("done_at IS NOT NULL") == 3
    assert set(house.seen()) == {"row-0", "row-1", "row-2"}


def test_two_workers_share_the_work(house):
    house.run("queue('test.note', 60)")
    work = "\nwhile outbox.run_due(5): pass"
    slow = {"ARGUS_LEASE_SECONDS": "60"}
    workers = [house.start(work, **slow) for _ in range(2)]
    for each in workers:
        _out, problem = each.communicate(timeout=60)
        assert each.returncode == 0, problem
    assert sorted(house.seen()) == sorted(f"row-{n}" for n in range(60))


def test_workers_killed_again_and_again_lose_nothing(house):
    house.run("queue('test.note', 150)")
    for _ in range(5):
        worker = house.start("\nimport time\nwhile True:\n    outbox.run_due(1); time.sleep(0.005)")
        limit = time.monotonic() + 20
        before = len(house.seen())
        while len(house.seen()) < before + 15 and time.monotonic() < limit:
            time.sleep(0.02)
        worker.kill()
        worker.communicate()
    wait_for_lease()
    house.run("\nwhile outbox.run_due(): pass")
    assert house.jobs("done_at IS NOT NULL") == 150
    assert set(house.seen()) == {f"row-{n}" for n in range(150)}
    assert len(house.seen()) <= 150 + 5


def test_rolled_back_work_never_runs(house):
    house.run("""
try:
    with transaction.atomic():
        outbox.enqueue('test.note', key='a', row='row-0')
        raise ZeroDivisionError
except ZeroDivisionError:
    pass
outbox.sweep()
""")
    assert "row-0" not in house.seen()


def test_killed_before_the_commit_queues_nothing(house):
    house.run("""
with transaction.atomic():
    outbox.enqueue('test.note', key='a', row='row-0')
    os.kill(os.getpid(), signal.SIGKILL)
""")
    assert house.jobs() == 0


def test_killed_after_the_commit_still_runs(house):
    house.run("queue('test.note', 1); os.kill(os.getpid(), signal.SIGKILL)")
    house.run("outbox.run_due()")
    assert house.seen() == ["row-0"]


def test_two_clocks_are_one(house):
    clocks = [house.start("\nfor _ in range(20): outbox.tick()\n") for _ in range(2)]
    for each in clocks:
        _out, problem = each.communicate(timeout=60)
        assert each.returncode == 0, problem
    house.run("outbox.run_due()")
    today = dt.datetime.now(dt.UTC).date().isoformat()
    assert house.seen() == [f"daily {today}T00:00Z"]


def test_sweep_works_without_any_broker(house):
    house.run("queue('test.note', 2)")
    said = house.manage("sweep", "--skip-checks")
    assert "jobs done" in said
    assert house.jobs("name = 'trust.witness' AND done_at IS NOT NULL") == 1


def test_loop_ends_when_told(house):
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "sweep", "--loop", "--every", "0.1", "--skip-checks"],
        cwd=settings.BASE_DIR, env=house.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    limit = time.monotonic() + 30
    while not house.jobs("done_at IS NOT NULL") and time.monotonic() < limit:
        time.sleep(0.05)
    worker.terminate()
    _out, problem = worker.communicate(timeout=20)
    assert (worker.returncode, problem) == (0, "")


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:1/0", "redis://nowhere.invalid:6379/0"])
def test_broker_away_costs_no_commit(house, broker):
    started = time.monotonic()
    house.run("queue('test.note', 3)", ARGUS_BROKER_URL=broker)
    assert time.monotonic() - started < 15
    house.run("outbox.run_due()")
    assert house.jobs("done_at IS NOT NULL") == 3


def test_one_notice_and_one_message_id_however_often_the_worker_dies(house):
    house.run("""
user = User.objects.create(username='alice', email='alice@example.org')
with transaction.atomic():
    notify.tell(participant=vault.participant(user, 'support'), event=uuid.uuid4())
""")
    killed = """
from django.core.mail.backends.filebased import EmailBackend
plain = EmailBackend.send_messages
def dies(self, messages):
    plain(self, messages)
    os.kill(os.getpid(), signal.SIGKILL)
EmailBackend.send_messages = dies
outbox.run_due()
"""
    for code in (killed, killed, "outbox.run_due()"):
        house.run(code)
        wait_for_lease()
    mails = [path.read_text() for path in (house.folder / "mail").iterdir()]
    ids = {line for mail in mails for line in mail.splitlines() if line.startswith("Message-ID")}
    assert len(ids) == 1
    assert house.run("print(Notice.objects.count())").strip() == "1"
    assert house.jobs("done_at IS NOT NULL AND name = 'trust.deliver'") == 1


def test_rewrap_killed_at_every_step_leaves_every_key_whole(house):
    house.run("""
who = [uuid.uuid4() for _ in range(12)]
import json
sealed = {str(w): vault.seal(b'text', w, 'wellness', b'x').hex() for w in who}
(Path(settings.ARGUS_DATA_DIR) / 'sealed.json').write_text(json.dumps(sealed))
from trust import keyfile
keyfile.add_kek()
""")
    killed = """
from django.core.management import call_command
plain, count = vault.aes_key_wrap, 0
def dies(*args):
    global count
    count += 1
    if count > 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(*args)
vault.aes_key_wrap = dies
call_command('rewrap_keys')
"""
    for _ in range(2):
        house.run(killed)
    assert "are left" in house.manage("rewrap_keys", "--skip-checks")
    sealed = json.loads((house.folder / "sealed.json").read_text())
    opened = house.run(f"""
sealed = {sealed!r}
print(sum(vault.open_(bytes.fromhex(s), uuid.UUID(w), 'wellness', b'x') == b'text' for w, s in sealed.items()))
from trust.models import SubjectKey
print(SubjectKey.objects.exclude(kek=2).count())
""")
    assert opened.split() == ["12", "0"]
