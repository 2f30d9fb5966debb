"""Throwaway databases: made for one run, gone after it, never near anybody's data."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

STANDARD = "postgres://postgres@127.0.0.1:5432/postgres"
PARTS = ("", "_keys", "_ledger")
OURS = ("DATABASE_URL", "KEYS_DATABASE_URL", "LEDGER_DATABASE_URL", "ARGUS_KEY_FILE", "REDIS_URL")


def _environment(folder: str) -> dict[str, str]:
    """The caller's environment without any address of a real installation."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"ARGUS_DATA_DIR": folder, "ARGUS_MODE": "demo", "ARGUS_QUIET_LOGS": "1"}


@contextlib.contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    """The environment of an empty embedded installation."""
    with tempfile.TemporaryDirectory(prefix="argus-bench-") as folder:
        yield _environment(folder)


@contextlib.contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """The same on three new databases of the PostgreSQL server, dropped at the end."""
    server = os.environ.get("DATABASE_URL") or STANDARD
    name = f"argus_bench_{os.getpid()}_{secrets.token_hex(3)}"
    with sqlite() as environment:
        try:
            for part in PARTS:
                _say(server, "CREATE DATABASE {}", name + part)
            yield environment | {"DATABASE_URL": _named(server, name)}
        finally:
            for part in PARTS:
                _say(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name + part)


def postgresql_version() -> str:
    """ "15.18", or nothing where no server answers."""
    server = os.environ.get("DATABASE_URL") or STANDARD
    try:
        with psycopg.connect(_named(server, "postgres"), connect_timeout=2) as connection:
            number = connection.info.server_version
    except psycopg.OperationalError:
        return ""
    return f"{number // 10_000}.{number % 10_000}"


def _named(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _say(server: str, statement: str, name: str) -> None:
    with psycopg.connect(_named(server, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))  # type: ignore[arg-type]
