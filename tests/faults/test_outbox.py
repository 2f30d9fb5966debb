"""Workers are killed in the middle, two at once, twice over; nothing is lost, nothing shows twice.

Every test has a house of its own: a fresh data folder, real processes, real commits.
"""

import datetime as dt
import json
import subprocess
import sys
import time

import pytest
from django.conf import settings

from tests.faults.house import wait_for_lease

pytestmark = pytest.mark.faults


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
