"""JSON from outside, walked without trust: every step answers with an empty value where the shape differs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import BinaryIO, cast

from intake.facts import Problem

Json = Mapping[str, object]


def load(source: BinaryIO, limit: int) -> object:
    """The document, or the Problem that kept it from being read (with its line)."""
    source.seek(0)
    data = source.read(limit + 1)
    if len(data) > limit:
        return Problem(0, "oversize")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except json.JSONDecodeError as broken:
        return Problem(broken.lineno, "not_json")
    except (UnicodeDecodeError, RecursionError):
        return Problem(0, "not_json")


def node(value: object) -> Json:
    return cast(Json, value) if isinstance(value, dict) else {}


def items(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def nodes(value: object) -> Iterator[Json]:
    yield from map(node, items(value))


def text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def moment(value: object) -> datetime | None:
    """A time with its offset, as UTC; without an offset it says no time."""
    try:
        at = datetime.fromisoformat(text(value))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None
