"""Who changed a row and what, in the words of its columns. For rows about nobody's record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    JSONField,
    Model,
)
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trust import audit

SHOWN = 50
NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """What changed. Values stand where they say something to a person: no ids, no lists of codes."""

    name: str
    before: str = NOTHING
    after: str = NOTHING

    @property
    def says(self) -> bool:
        """Whether there is a value to show."""
        return (self.before, self.after) != (NOTHING, NOTHING)


@dataclass(frozen=True)
class Change:
    """One press of *Save*. ``made``: the row was new."""

    at: dt.datetime
    who: str
    made: bool
    columns: list[Column]


def of(row: Model, most: int = SHOWN) -> list[Change]:
    """The newest ``most`` changes of a row, newest first."""
    return [
        Change(at, who, "id" in changed, _columns(type(row), changed))
        for at, who, changed in audit.changes(row, most)
    ]


def _columns(model: type[Model], changed: Mapping[str, Sequence[str]]) -> list[Column]:
    found = []
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name not in changed:
            continue
        name = str(field.verbose_name)
        if isinstance(field, ForeignKey | JSONField):
            found.append(Column(name))
        else:
            before, after = (_said(field, each) for each in changed[field.name])
            found.append(Column(name, before, after))
    return found


def _said(field: Field[object, object], kept: str) -> str:
    """A value as the change log keeps it, the way a form would show it."""
    if kept in {"None", ""}:
        return NOTHING
    if isinstance(field, BooleanField):
        return _("yes") if kept == "True" else _("no")
    if isinstance(field, DateTimeField):  # kept in UTC, without saying so
        moment = parse_datetime(kept)
        return (
            date_format(timezone.localtime(_in_utc(moment)), "DATETIME_FORMAT") if moment else kept
        )
    if isinstance(field, DateField):
        day = parse_date(kept)
        return date_format(day, "DATE_FORMAT") if day else kept
    return str(dict(field.flatchoices).get(kept, kept))


def _in_utc(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
