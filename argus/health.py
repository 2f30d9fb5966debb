"""Two questions a load balancer asks: is the process alive, and can it work. Numbers only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min, QuerySet
from django.http import HttpRequest, JsonResponse

from agency import clock
from trust import tombstones
from trust.models import OutboxJob

SERVICE_UNAVAILABLE = 503


@login_not_required  # a load balancer has no account, and the answer holds nothing about anyone
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers. Touches nothing else."""
    return JsonResponse({"alive": True})


@login_not_required  # a load balancer has no account, and the answer holds nothing about anyone
def ready(request: HttpRequest) -> JsonResponse:
    """503 while a database is away, a migration is missing, or tombstones wait to be replayed."""
    try:
        found = {
            "databases": len([answers(alias) for alias in settings.DATABASES]),
            "migrations_missing": sum(missing(alias) for alias in settings.DATABASES),
            "queue_age_seconds": queue_age(),
            "tombstones_to_replay": len(tombstones.pending()),
        }
    except DatabaseError:
        return JsonResponse({"ready": False}, status=SERVICE_UNAVAILABLE)
    # A restore brought destroyed records back: nobody is let in before they are gone again.
    fine = found["migrations_missing"] == found["tombstones_to_replay"] == 0
    return JsonResponse({"ready": fine, **found}, status=200 if fine else SERVICE_UNAVAILABLE)


def answers(alias: str) -> bool:
    """True, or ``DatabaseError``."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def missing(alias: str) -> int:
    """How many migrations this database still needs."""
    executor = MigrationExecutor(connections[alias])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def queue_age() -> int:
    """Seconds since the oldest waiting job was due; 0 when nothing waits."""
    due = _open().filter(due_at__lte=clock.now())
    oldest = due.aggregate(oldest=Min("due_at"))["oldest"]
    return int((clock.now() - oldest).total_seconds()) if oldest else 0


def waiting() -> int:
    """Jobs that are due and not done."""
    return _open().filter(due_at__lte=clock.now()).count()


def parked() -> int:
    """Jobs that were tried often enough and wait for a person."""
    return OutboxJob.objects.filter(parked_at__isnull=False).count()


def _open() -> QuerySet[OutboxJob]:
    return OutboxJob.objects.filter(done_at=None, parked_at=None)
