"""What somebody else does between the look at a row and its lock, without a second thread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from django.db import connection
from django.db.models import Model


@contextlib.contextmanager
def meanwhile(model: type[Model], deed: Callable[[], object]) -> Iterator[None]:
    """``deed`` happens once, right after the first time that rows of ``model`` are read inside."""
    waiting, table = [deed], f'FROM "{model._meta.db_table}"'

    def watch(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if sql.startswith("SELECT") and table in sql and waiting:
            waiting.pop()()
        return found

    with connection.execute_wrapper(watch):
        yield
    assert not waiting, "Nobody looked at a row."
