"""Emptying the databases between tests, although the databases refuse to lose a row."""

import contextlib
from collections.abc import Iterator

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextlib.contextmanager
def triggers_lifted(alias: str) -> Iterator[None]:
    """As the owner of the database may: our triggers are away inside, and back afterwards."""
    connection = connections[alias]
    lifted = _postgresql if connection.vendor == "postgresql" else _sqlite
    with lifted(connection):
        yield


@contextlib.contextmanager
def _postgresql(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


@contextlib.contextmanager
def _sqlite(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        found = cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for _name, sql in found:
                cursor.execute(sql)
