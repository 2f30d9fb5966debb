"""Celery as the doorbell: it wakes workers, the rows of ``trust.outbox`` say what to do.

Nothing is lost when the broker is: ``manage.py sweep --loop`` does the same without it. A task
takes no arguments and may run twice, at once, or not at all.
"""

import os

from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "argus.settings")

app = Celery("argus")
app.conf.update(
    broker_url=settings.BROKER_URL or "memory://",
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 120,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "max_retries": 0,
    },
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=110,
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=30,
    worker_hijack_root_logger=False,
    timezone="UTC",
    beat_schedule={"argus": {"task": "argus.celery.ring", "schedule": 60.0}},
)


@app.task(name="argus.celery.ring")
def ring() -> None:
    """One round: what the clock says, then what is due."""
    from trust import outbox  # noqa: PLC0415 - a worker imports this module before the apps are ready

    outbox.sweep(limit=500)


def knock() -> None:
    """Wake a worker. A broker that doesn't answer costs a delay until the next sweep, no more."""
    try:
        ring.apply_async(retry=False, expires=60)
    except (OperationalError, OSError):
        return
