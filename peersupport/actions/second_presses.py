"""A second press, or one from an old page: whoever had a part in it is told that it has moved on.

``access.fetch`` would write them down as stopped, in the officer's own log, for a try that was none.
Strangers learn nothing: what is not there is answered the same, and every other try is still fetched.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model, QuerySet

from agency.models import User
from trust import roles
from trust.written import as_id

M = TypeVar("M", bound=Model)


def nothing_left(by: User, wanted: Collection[str], past: QuerySet[M], pk: uuid.UUID | str) -> bool:
    """Whether somebody who works in one of these roles has nothing left to do with this row.

    ``past``: the rows with which they are done. A row that was never there looks the same.
    """
    if not roles.active(by) & {*wanted}:
        return False
    known = as_id(pk)
    if past.filter(pk=known).exists():
        return True
    return not past.model._default_manager.filter(pk=known).exists()
