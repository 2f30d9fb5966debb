import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from agency import clock
from trust import outbox
from trust.models import OutboxJob, ScheduleSlot

DONE: list[str] = []
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def jobs():
    """Three jobs of our own, and no clock but ours."""
    before = dict(outbox.JOBS), dict(outbox.CLOCK), dict(outbox.SUBSCRIBERS), list(outbox._bells)
    DONE.clear()
    outbox.CLOCK.clear()

    @outbox.on("test.happened")
    @outbox.job("test.note")
    def note(*, row: str) -> None:
        DONE.append(row)

    @outbox.job("test.also")
    @outbox.on("test.happened")
    def also(*, row: str) -> None:
        DONE.append(f"also {row}")

    @outbox.job("test.stops")
    def stops() -> None:
        raise KeyError("canary-of-an-exception")

    yield
    places = outbox.JOBS, outbox.CLOCK, outbox.SUBSCRIBERS
    for place, old in zip(places, before, strict=False):
        place.clear()
        place.update(old)
    outbox._bells[:] = before[3]


@transaction.atomic
def broken_off() -> None:
    outbox.enqueue("test.note", key="a", row="1")
    raise ZeroDivisionError


def test_job_runs_once_and_is_marked():
    outbox.enqueue("test.note", key="a", row="1")
    assert outbox.run_due() == 1
    assert outbox.run_due() == 0
    assert DONE == ["1"]
    assert OutboxJob.objects.get().done_at


def test_same_key_is_queued_once_per_job():
    for name in ("test.note", "test.note", "test.also"):
        outbox.enqueue(name, key="a", row="1")
    assert outbox.drain() == 2
    assert sorted(DONE) == ["1", "also 1"]


def test_long_keys_are_kept_apart():
    for end in "ab":
        outbox.enqueue("test.note", key="k" * 300 + end, row=end)
    assert outbox.drain() == 2


def test_announcement_reaches_every_subscriber():
    outbox.announce("test.happened", key="a", row="1")
    outbox.announce("nobody.listens", key="a", row="1")
    outbox.drain()
    assert sorted(DONE) == ["1", "also 1"]


def test_rolled_back_transaction_queues_nothing():
    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert outbox.run_due() == 0


def test_nothing_runs_before_it_is_due():
    outbox.enqueue("test.note", key="a", due_at=timezone.now() + HOUR, row="1")
    assert outbox.run_due() == 0
    with clock.at(timezone.now() + 2 * HOUR):
        assert outbox.run_due() == 1


def test_unknown_job_is_a_mistake_of_the_caller():
    with pytest.raises(LookupError):
        outbox.enqueue("test.nothere", key="a")


@pytest.mark.parametrize("value", ["Alice Adams", "", "é", "x" * 81, 7, None])
def test_only_opaque_ids_are_stored(value):
    with pytest.raises(ValueError, match="opaque"):
        outbox.enqueue("test.note", key="a", row=value)


def test_two_jobs_never_share_a_name():
    with pytest.raises(ValueError, match="Two jobs"):
        outbox.job("test.note")(test_job_runs_once_and_is_marked)


def test_job_that_stops_waits_longer_each_time_and_keeps_no_text():
    outbox.enqueue("test.stops", key="a")
    waits = []
    for _ in range(3):
        OutboxJob.objects.update(due_at=timezone.now())
        outbox.run_due()
        waits.append(OutboxJob.objects.get().due_at - timezone.now())
    assert waits == sorted(waits)
    assert waits[2] > 3 * waits[0]
    row = OutboxJob.objects.get()
    assert (row.reason, row.tries, row.leased_until) == ("KeyError", 3, None)


def test_job_that_keeps_stopping_is_parked_and_can_be_put_back(settings):
    settings.OUTBOX_TRIES = settings.OUTBOX_BACKOFF_SECONDS = 2
    settings.OUTBOX_BACKOFF_SECONDS = 0
    outbox.enqueue("test.stops", key="a")
    assert outbox.run_due() == 2
    assert outbox.parked().get().reason == "KeyError"
    assert outbox.run_due() == 0
    assert outbox.retry_parked() == 1
    assert outbox.run_due() == 2


def test_one_stopping_job_does_not_hold_up_the_others():
    outbox.enqueue("test.stops", key="a")
    outbox.enqueue("test.note", key="b", row="1")
    outbox.run_due()
    assert DONE == ["1"]


def test_drain_is_loud():
    outbox.enqueue("test.stops", key="a")
    with pytest.raises(KeyError):
        outbox.drain()


def test_leased_job_is_taken_by_nobody_else_until_the_lease_ends():
    outbox.enqueue("test.note", key="a", row="1")
    held = outbox.claim()
    assert outbox.claim() is None
    with clock.at(timezone.now() + HOUR):
        again = outbox.claim()
    assert again.pk == held.pk
    assert again.lease != held.lease


def test_worker_that_lost_its_lease_marks_nothing():
    outbox.enqueue("test.note", key="a", row="1")
    slow = outbox.claim()
    with clock.at(timezone.now() + HOUR):
        outbox.claim()
    with outbox.Turn(slow):
        pass
    assert OutboxJob.objects.get().done_at is None


def test_job_that_kills_its_workers_is_parked(settings):
    settings.OUTBOX_TRIES, settings.OUTBOX_LEASE_SECONDS = 2, 0
    outbox.enqueue("test.note", key="a", row="1")
    assert [outbox.claim() is not None for _ in range(3)] == [True, True, False]
    assert outbox.parked().get().reason == "WorkerLost"


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_bell_rings_once_after_the_commit():
    rung = []
    outbox.connect_bell(lambda: rung.append(OutboxJob.objects.count()))
    with transaction.atomic():
        outbox.enqueue("test.note", key="a", row="1")
        outbox.enqueue("test.note", key="b", row="2")
        assert rung == []
    assert rung == [2]


# --- the clock


def test_slot_is_taken_once():
    moment = timezone.now()
    assert [outbox.once_per_slot("x", moment) for _ in range(3)] == [True, False, False]
    assert outbox.once_per_slot("x", moment.date())
    assert ScheduleSlot.objects.count() == 2


def test_two_clocks_queue_once_per_slot():
    outbox.every(dt.timedelta(days=7))(outbox.JOBS["test.also"])
    outbox.JOBS["test.also"].__kwdefaults__ = {"row": "x", "slot": ""}
    monday = dt.datetime(2026, 1, 5, 3, tzinfo=dt.UTC)
    begun = [outbox.tick(monday + dt.timedelta(days=n, minutes=n)) for n in (0, 0, 1, 6, 7)]
    assert begun == [1, 0, 0, 0, 1]
    slots = set(OutboxJob.objects.values_list("args__slot", flat=True))
    assert slots == {"2026-01-05T00:00Z", "2026-01-12T00:00Z"}


@pytest.mark.parametrize("change", ["2026-03-08T06:59Z", "2026-11-01T05:59Z"])
def test_slots_do_not_know_summer_time(change):
    before = dt.datetime.strptime(change, "%Y-%m-%dT%H:%MZ").replace(tzinfo=dt.UTC)
    slots = {outbox.slot_of(before + dt.timedelta(minutes=n), HOUR) for n in range(0, 181, 1)}
    assert len(slots) == 4
