"""How rows past their term go: in small slices, each in its own transaction, counted and nothing more.

A slice names its rows by key, so no lock lasts and a night that was cut short goes on where it
stands. Rows go straight from the tables: the change log gets no line per row. Records under a
legal hold are passed over. Knows no class of data; ``trust.retention`` has the list.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from django.db import models, transaction
from django.db.models import F, Model, Q, QuerySet

from agency import clock
from trust import holds, vault
from trust.models import PurgeRun

SLICE = 2_000
BOOKS = 200  # sealed books are opened one by one

Until = dt.datetime
Step = Callable[[], int]


class Purge(Protocol):
    """What a class of data brings along: how to find and remove what is past its term."""

    def steps(self, until: Until) -> Iterator[Step]:
        """Pieces of work, each run in a transaction of its own; each gives what it removed."""
        ...

    def kept(self, until: Until) -> int:
        """How many would have gone, were it not for a legal hold."""
        ...


def erase(rows: QuerySet[Any]) -> int:
    """Remove rows and what hangs on them, without a signal per row; how many of them went."""
    model = rows.model
    pks = list(rows.order_by().values_list("pk", flat=True))
    if not pks:
        return 0
    for relation in model._meta.related_objects:
        theirs = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": pks})
        if relation.on_delete is models.CASCADE:
            erase(theirs)
        elif relation.on_delete is models.SET_NULL:
            theirs.update(**{relation.field.name: None})
    gone: int = model._base_manager.filter(pk__in=pks)._raw_delete(using=rows.db)
    return gone


def in_slices(rows: QuerySet[Any], size: int, by: str = "pk") -> Iterator[list[object]]:
    """The keys of rows in their order: one walk through the table, whatever is left standing.

    With ``by`` the rows of one person come together, so that what follows is worked out once.
    """
    rows, last = rows.order_by(by, "pk"), None
    while True:
        after = rows if last is None else rows.filter(_behind(by, *last))
        page = list(after.values_list(by, "id")[:size])
        if not page:
            return
        yield [pk for _by, pk in page]
        last = page[-1]


def _behind(by: str, at: object, pk: object) -> Q:
    if by == "pk":
        return Q(pk__gt=pk)
    return Q(**{f"{by}__gte": at}) & (Q(**{f"{by}__gt": at}) | Q(pk__gt=pk))


@dataclass(frozen=True)
class Rows:
    """Rows that go as a whole. ``old`` finds them; ``owner`` leads to the handle, if there is one.

    ``follow`` is told whose rows went, in the same transaction. Without an owner nobody can say
    whose a row is; with ``any_hold`` such rows then wait for every hold.
    """

    old: Callable[[Until], QuerySet[Any]]
    owner: str = ""
    any_hold: bool = False
    follow: Callable[[Collection[uuid.UUID], Until], None] | None = None

    def steps(self, until: Until) -> Iterator[Step]:
        for pks in in_slices(self.old(until), SLICE, self.owner if self.follow else "pk"):
            yield partial(self._take, until, pks)

    def _take(self, until: Until, pks: list[object]) -> int:
        rows = self._free(self.old(until).filter(pk__in=pks))
        whose = set(rows.order_by().values_list(self.owner, flat=True)) if self.follow else set()
        gone = erase(rows)
        if self.follow and whose:
            self.follow(whose, until)
        return gone

    def _free(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        held = holds.held_handles()
        if self.any_hold and held:
            return rows.none()
        return rows.exclude(**{f"{self.owner}__in": held}) if self.owner and held else rows

    def kept(self, until: Until) -> int:
        rows = self.old(until)
        return rows.count() - self._free(rows).count() if holds.held_handles() else 0


@dataclass(frozen=True)
class Books:
    """Sealed books, one per person, that lose their old entries.

    ``clear`` takes one book and a day, saves what is left, and gives how many entries went.
    """

    model: type[Model]
    clear: Callable[[Any, dt.date], int]

    def steps(self, until: Until) -> Iterator[Step]:
        for pks in in_slices(self.model._default_manager.all(), BOOKS):
            yield partial(self._take, until.date(), pks)

    def _take(self, until: dt.date, pks: list[object]) -> int:
        rows = self.model._default_manager.select_for_update().filter(pk__in=pks)
        books = list(rows.exclude(participant__in=holds.held_handles()))
        with vault.keyring():
            vault.load_keys([vault.owner_of(book) for book in books], "wellness")
            return sum(self._cleared(book, until) for book in books)

    def _cleared(self, book: Model, until: dt.date) -> int:
        try:
            return self.clear(book, until)
        except vault.SealBroken:  # nobody can open it: one such book must not keep the others
            return 0

    def kept(self, until: Until) -> int:
        held = holds.held_handles()
        return self.model._default_manager.filter(participant__in=held).count() if held else 0


def clear(code: str, night: dt.date, purge: Purge, days: int, *, steps: int) -> bool:
    """Up to ``steps`` slices of one class for one night; True when nothing is left to do.

    The count is written with each slice, so it is right wherever the work was stopped.
    """
    run = PurgeRun.objects.get_or_create(data_class=code, night=night)[0]
    if run.finished_at:
        return True
    until = dt.datetime.combine(night, dt.time(), dt.UTC) - dt.timedelta(days=days)
    mine = PurgeRun.objects.filter(pk=run.pk)
    for done, step in enumerate(purge.steps(until)):
        if done == steps:
            return False
        with transaction.atomic():
            mine.update(removed=F("removed") + step())
    mine.update(held=purge.kept(until), finished_at=clock.now())
    return True
