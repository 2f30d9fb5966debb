"""A process is killed while it clears a night, or while it destroys a record. The next one finishes."""

import contextlib
import sqlite3

import pytest

from tests.faults.house import House

pytestmark = pytest.mark.faults

NIGHT = """
from agency import clock
from trust import purge, retention
from trust.models import PurgeRun
purge.SLICE = 3
TONIGHT = clock.now().date()
"""
KILLED = """
erase, slices = purge.erase, []
def erase_and_die(rows):
    gone = erase(rows)
    slices.append(gone)
    if len(slices) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return gone
purge.erase = erase_and_die
retention.clear("queue", TONIGHT)
"""
OLD_JOBS = """
old = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
OutboxJob.objects.bulk_create(OutboxJob(name="x", key=str(n), done_at=old) for n in range(10))
"""
RECORD = """
from trust import tombstones
from trust.models import SubjectKey
from wellness import actions
from wellness.models import CheckIn
alice = User.objects.filter(username="alice").first() or User.objects.create_user("alice")
"""
DESTROYED_HALFWAY = """
actions.set_opt_in(by=alice, text_version="2026-11", level=10)
actions.submit_check_in(by=alice, key="k", answers={"stress": 3}, note="canary")
tombstones.vault.destroy = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
actions.destroy_my_record(by=alice)
"""


def one(house: House, database: str, query: str) -> object:
    with contextlib.closing(sqlite3.connect(house.folder / f"{database}.sqlite3")) as opened:
        return opened.execute(query).fetchone()[0]


def test_killed_inside_a_slice_nothing_is_counted_twice_or_lost(house):
    house.run(OLD_JOBS)
    house.run(NIGHT + KILLED)
    assert house.jobs() == 7
    assert one(house, "argus", "SELECT removed FROM trust_purgerun") == 3
    house.run(NIGHT + "retention.clear('queue', TONIGHT)")
    assert house.jobs() == 0
    assert one(house, "argus", "SELECT removed FROM trust_purgerun") == 10
    assert one(house, "argus", "SELECT finished_at FROM trust_purgerun")


def test_killed_before_the_key_went_the_replay_finishes(house):
    house.run(RECORD + DESTROYED_HALFWAY)
    alive = "SELECT count(*) FROM trust_subjectkey WHERE wrapped IS NOT NULL"
    assert one(house, "keys", alive) == 1
    assert one(house, "argus", "SELECT count(*) FROM wellness_checkin") == 1
    assert "1 records destroyed again" in house.manage("replay_tombstones")
    assert one(house, "keys", alive) == 0
    assert one(house, "argus", "SELECT count(*) FROM wellness_checkin") == 0
    assert one(house, "argus", "SELECT count(*) FROM trust_deletionreceipt") == 1
    assert "0 records destroyed again" in house.manage("replay_tombstones")
