"""What a load balancer is told: numbers, and nothing about anyone."""

import datetime as dt

import pytest
from django.db import OperationalError

from agency import clock
from argus import health
from trust.models import OutboxJob


def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"alive": True}


def test_ready_counts(client, monkeypatch):
    monkeypatch.setattr(health, "missing", lambda alias: 0)
    OutboxJob.objects.create(name="a", key="a", due_at=clock.now() - dt.timedelta(minutes=3))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["databases"] == 3
    assert 180 <= answer.json()["queue_age_seconds"] < 200


def test_not_ready_while_a_migration_is_missing(client, monkeypatch):
    monkeypatch.setattr(health, "missing", lambda alias: 2)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations_missing"] == 6


def test_not_ready_without_a_database(client, monkeypatch):
    def away(alias):
        raise OperationalError("password=canary")

    monkeypatch.setattr(health, "answers", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False}


@pytest.mark.parametrize("where", ["/healthz", "/readyz"])
def test_leaves_no_cookie(client, where):
    assert not client.get(where).cookies


def test_nothing_waits_on_an_empty_queue():
    assert health.queue_age() == health.waiting() == health.parked() == 0
