"""Quarantine tried again: first the crew numbers, then every kept file, read as if it came today."""

from __future__ import annotations

from collections.abc import Callable

from intake import keep
from intake.actions.deliveries import retry_file
from intake.actions.delivery import Summary
from intake.actions.retry import retry_crew
from intake.models import Quarantine


def retry_all(*, progress: Callable[[int], None] | None = None) -> tuple[int, Summary]:
    """(attendances that found their person, what the kept files gave). Safe to run at any time."""
    files = Summary()
    for row in _one_row_per_file():
        files.add(retry_file(row=row))
        if progress:
            progress(1)
    return retry_crew(), files


def _one_row_per_file() -> list[Quarantine]:
    rows = Quarantine.objects.for_file().order_by("received_at")
    kept = {row.file_digest: row for row in rows if keep.path(row.file_digest).exists()}
    return list(kept.values())
