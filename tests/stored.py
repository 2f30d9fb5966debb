"""What lies in the databases, as whoever took them would read it: every cell of every table."""

from collections.abc import Iterator

from django.db import connections


def tables() -> Iterator[tuple[str, str]]:
    """Each database with each of its tables."""
    for alias in connections:
        with connections[alias].cursor() as cursor:
            names = connections[alias].introspection.table_names(cursor)
        yield from ((alias, name) for name in names)


def values() -> Iterator[tuple[str, bytes]]:
    """Every stored value, by table."""
    for alias, table in tables():
        with connections[alias].cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    raw = isinstance(cell, bytes | memoryview)
                    yield table, bytes(cell) if raw else str(cell).encode()


def holding(word: str) -> set[str]:
    """The tables in which this word can be read."""
    return {table for table, raw in values() if word.encode() in raw}


def counts() -> dict[tuple[str, str], int]:
    """How many rows each table of each database has: whatever leaves a trace adds one."""
    found = {}
    for alias, table in tables():
        with connections[alias].cursor() as cursor:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[alias, table] = cursor.fetchone()[0]
    return found
