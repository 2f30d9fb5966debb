"""Work that must survive a crash. The row is the queue; brokers are only a doorbell.

    @outbox.job("wellness.remind")          in tasks.py; arguments are opaque ids, as text
    @outbox.on("incident.arrived")          the job also runs when this is announced
    @outbox.every(dt.timedelta(days=7))     the job runs once per slot, and is given ``slot``

``enqueue`` writes the row in the caller's transaction. A worker leases a row, does the work, and
marks it done *afterwards*: a job may run twice and must not mind. A job that keeps stopping is
parked with the class name of what stopped it, never with a text.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from types import TracebackType
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from agency import clock, local_time
from trust import audit, vault
from trust.models import OutboxJob, ScheduleSlot

log = structlog.get_logger("argus.outbox")

Work = Callable[..., None]
W = TypeVar("W", bound=Work)

JOBS: dict[str, Work] = {}
SUBSCRIBERS: dict[str, list[Work]] = {}
CLOCK: dict[Work, dt.timedelta] = {}

OPAQUE = re.compile(r"[\w.:|/+-]{1,80}", re.ASCII)
# A Monday, so that weekly slots begin on Mondays (UTC).
FIRST_SLOT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

_bells: list[Callable[[], None]] = []


# --- declaring ----------------------------------------------------------------------------------


def job(name: str) -> Callable[[W], W]:
    """Name a piece of work."""

    def register(work: W) -> W:
        known = JOBS.setdefault(name, work)
        if (known.__module__, known.__qualname__) != (work.__module__, work.__qualname__):
            raise ValueError(f"Two jobs are called {name}.")
        return work

    return register


def on(event: str) -> Callable[[W], W]:
    """Subscribe a job to an event."""

    def register(work: W) -> W:
        SUBSCRIBERS.setdefault(event, []).append(work)
        return work

    return register


def every(period: dt.timedelta) -> Callable[[W], W]:
    """Run a job once in each period (UTC); it is given the slot's beginning as ``slot``."""

    def register(work: W) -> W:
        CLOCK[work] = period
        return work

    return register


def connect_bell(bell: Callable[[], None]) -> None:
    """Ring this after a commit that queued work. The roof connects Celery here, if there is any."""
    if bell not in _bells:
        _bells.append(bell)


def _name_of(work: Work) -> str:
    return next(name for name, each in JOBS.items() if each is work)


# --- queueing -----------------------------------------------------------------------------------


def enqueue(name: str, *, key: str, due_at: dt.datetime | None = None, **ids: str) -> None:
    """Queue a job in the current transaction. The same ``key`` again changes nothing.

    Raises ``LookupError`` for a job nobody declared and ``ValueError`` for anything but ids.
    """
    row = _row(name, key, ids)
    row.due_at = due_at or row.due_at
    OutboxJob.objects.bulk_create([row], ignore_conflicts=True)
    if due_at is None:
        _ring_after_commit()


def enqueue_many(
    name: str,
    jobs: Iterable[tuple[str, dict[str, str]]],
    *,
    due: Mapping[str, dt.datetime] | None = None,
) -> None:
    """``enqueue`` for a long list of (key, ids), in a few statements. ``due``: key -> not before."""
    rows = []
    for key, ids in jobs:
        rows.append(_row(name, key, ids))
        rows[-1].due_at = (due or {}).get(key, rows[-1].due_at)
    OutboxJob.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    _ring_after_commit()


def _row(name: str, key: str, ids: dict[str, str]) -> OutboxJob:
    if name not in JOBS:
        raise LookupError(f"No job is called {name}.")
    for each, value in ids.items():
        if not isinstance(value, str) or not OPAQUE.fullmatch(value):
            raise ValueError(f"{each} must be an opaque id as text.")
    return OutboxJob(name=name, key=_full_key(name, key), args=ids)


def announce(event: str, *, key: str, **ids: str) -> None:
    """Queue one job per subscriber of the event."""
    for work in SUBSCRIBERS.get(event, []):
        enqueue(_name_of(work), key=key, due_at=None, **ids)


def _full_key(name: str, key: str) -> str:
    full = f"{name}:{key}"
    return full if len(full) <= 160 else f"{name}:{sha256(key.encode()).hexdigest()}"


def _ring_after_commit() -> None:
    waiting = {entry[1] for entry in connection.run_on_commit}
    for bell in _bells:
        if bell not in waiting:
            transaction.on_commit(bell, robust=True)


# --- the clock ----------------------------------------------------------------------------------


def once_per_slot(name: str, slot: dt.datetime | dt.date) -> bool:
    """True for the first caller only. Call it in the transaction that does the work."""
    if not isinstance(slot, dt.datetime):
        slot = dt.datetime.combine(slot, dt.time(), dt.UTC)
    return ScheduleSlot.objects.get_or_create(name=name, slot=slot)[1]


def slot_of(moment: dt.datetime, period: dt.timedelta) -> dt.datetime:
    """The beginning of the period that ``moment`` falls in."""
    return FIRST_SLOT + (moment - FIRST_SLOT) // period * period


def tick(now: dt.datetime | None = None) -> int:
    """Queue what the clock says is due. Any number of clocks may call this at any time."""
    now = now or clock.now()
    begun = 0
    for work, period in CLOCK.items():
        name, slot = _name_of(work), slot_of(now, period)
        with transaction.atomic():
            if once_per_slot(name, slot):
                text = slot.strftime("%Y-%m-%dT%H:%MZ")
                enqueue(name, key=text, slot=text)
                begun += 1
    return begun


# --- working ------------------------------------------------------------------------------------


def run_due(limit: int = 100) -> int:
    """Do up to ``limit`` jobs that are due; the number of jobs taken on."""
    return _work(limit, loud=False)


def drain() -> int:
    """Work until nothing is due. For tests: what stops a job is raised here."""
    taken = 0
    while more := _work(100, loud=True):
        taken += more
    return taken


def _work(limit: int, *, loud: bool) -> int:
    taken = 0
    while taken < limit and (row := claim()) is not None:
        taken += 1
        with vault.keyring(), audit.acting(None), Turn(row, loud=loud):
            JOBS[row.name](**row.args)
    return taken


def claim() -> OutboxJob | None:
    """Lease the next job that is due. Two workers never hold the same lease."""
    while True:
        with transaction.atomic():
            row = _waiting(clock.now()).first()
            if row is None or _lease(row):
                return row


def _waiting(now: dt.datetime) -> QuerySet[OutboxJob]:
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    rows = OutboxJob.objects.filter(free, done_at=None, parked_at=None, due_at__lte=now)
    rows = rows.order_by("due_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows


def _lease(row: OutboxJob) -> bool:
    """Compare and set. A job whose workers die again and again is parked, not handed out."""
    mine = OutboxJob.objects.filter(pk=row.pk, lease=row.lease, done_at=None, parked_at=None)
    now = clock.now()
    if row.tries >= settings.OUTBOX_TRIES:
        mine.update(parked_at=now, reason="WorkerLost")
        return False
    row.lease, row.tries = uuid.uuid4(), row.tries + 1
    row.leased_until = now + dt.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    changed = mine.update(lease=row.lease, leased_until=row.leased_until, tries=F("tries") + 1)
    return changed == 1


class Turn:
    """One worker's turn at one job: done when it ends well, else back in the queue or parked."""

    def __init__(self, row: OutboxJob, *, loud: bool = False) -> None:
        self.row, self.loud = row, loud
        # The lease may have passed to another worker by now; then the row is no longer ours.
        self.mine = OutboxJob.objects.filter(pk=row.pk, lease=row.lease)

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if kind is None:
            # The day is enough: moments of what one person's jobs did would join their handles.
            day = local_time.midnight()
            self.mine.update(done_at=day, due_at=day, leased_until=None, reason="")
        elif issubclass(kind, Exception):
            self._put_back(kind.__name__[:80])
            return not self.loud
        return False

    def _put_back(self, reason: str) -> None:
        now = clock.now()
        parked = self.row.tries >= settings.OUTBOX_TRIES
        wait = min(settings.OUTBOX_BACKOFF_SECONDS * 2**self.row.tries, 3600)
        self.mine.update(
            leased_until=None,
            due_at=now + dt.timedelta(seconds=wait),
            parked_at=now if parked else None,
            reason=reason,
        )
        log.warning(
            "job_parked" if parked else "job_put_back",
            job=str(self.row.pk),
            tries=self.row.tries,
            exception=reason,
        )


# --- looking after ------------------------------------------------------------------------------


def parked() -> QuerySet[OutboxJob]:
    return OutboxJob.objects.filter(parked_at__isnull=False)


def retry_parked() -> int:
    """Put every parked job back; the number of jobs."""
    return parked().update(parked_at=None, tries=0, lease=None, leased_until=None)


def sweep(limit: int = 1000) -> int:
    """One round without any broker: what the clock says, then what is due."""
    tick()
    return run_due(limit)
