"""The mapping file of a CSV feed: which column means what. Plain TOML, so that an agency writes its own.

Columns are named by heading, or by position (0 is the first) in a file without headings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from intake.facts import CATEGORIES

SHIPPED = Path(__file__).parent / "mappings"
Column = int | str


class MappingBroken(Exception):
    """The mapping can't be used; the message names the key or column."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An event type that follows from a word in a column."""

    column: Column
    contains: str
    code: str

    def holds(self, text: str) -> bool:
        return self.contains in text.casefold()


@dataclass(frozen=True, slots=True)
class Mapping:
    source: str
    header: bool
    delimiter: str
    id: tuple[Column, ...]
    number: Column | None
    prefix: str
    time: tuple[Column, ...]
    time_format: str
    zone: ZoneInfo
    area: Column | None
    kind: Column | None
    kind_split: str
    types: Dict[str, str]
    rules: tuple[Rule, ...]
    crew: tuple[Column, ...]
    crew_split: str
    call_sign: Column | None
    harmed: Column | None
    harmed_values: frozenset[str]
    told_apart_by: tuple[Column, ...]

    @property
    def columns(self) -> list[Column]:
        single = (self.number, self.area, self.kind, self.call_sign, self.harmed)
        several = (*self.id, *self.time, *self.crew, *self.told_apart_by)
        named = [*several, *single, *(rule.column for rule in self.rules)]
        return [column for column in named if column is not None]

    @property
    def last_column(self) -> int:
        return max((c for c in self.columns if isinstance(c, int)), default=0)

    @property
    def time_name(self) -> str:
        return ", ".join(str(column) for column in self.time)

    def placed(self, header: Sequence[str]) -> Mapping:
        """The same mapping with headings turned into positions."""
        places = {name.strip(): place for place, name in enumerate(header)}
        missing = [c for c in self.columns if isinstance(c, str) and c not in places]
        if missing:
            raise MappingBroken(", ".join(str(column) for column in missing))

        def put(column: Column | None) -> Column | None:
            return places[column] if isinstance(column, str) else column

        def all_of(columns: tuple[Column, ...]) -> tuple[Column, ...]:
            return tuple(places[c] if isinstance(c, str) else c for c in columns)

        return replace(
            self,
            id=all_of(self.id),
            time=all_of(self.time),
            crew=all_of(self.crew),
            told_apart_by=all_of(self.told_apart_by),
            number=put(self.number),
            area=put(self.area),
            kind=put(self.kind),
            call_sign=put(self.call_sign),
            harmed=put(self.harmed),
            rules=tuple(replace(rule, column=put(rule.column) or 0) for rule in self.rules),
        )


def load(name: str) -> Mapping:
    """A shipped mapping by name ("montgomery"), or a TOML file by path."""
    path = Path(name)
    if not path.is_file():
        path = SHIPPED / f"{path.name.removesuffix('.toml')}.toml"
    try:
        return parse(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        raise MappingBroken(path.name) from broken


def shipped() -> frozenset[str]:
    """The names of the mappings that come with the product."""
    return frozenset(path.stem for path in SHIPPED.glob("*.toml"))


def guess(first_line: str) -> str:
    """The shipped mapping whose columns all stand in the file's first line, '' when none does."""
    names = {name.strip().strip('"') for name in first_line.lstrip("\ufeff").split(",")}
    for path in sorted(SHIPPED.glob("*.toml")):
        mapping = load(str(path))
        if mapping.header and names.issuperset(str(c) for c in mapping.columns):
            return path.stem
    return ""


def parse(raw: Dict[str, object]) -> Mapping:
    columns, kinds, harm = _table(raw, "columns"), _table(raw, "types"), _table(raw, "harmed")
    try:
        zone = ZoneInfo(str(raw["time_zone"]))
        mapping = Mapping(
            source=str(raw["source"]),
            header=bool(raw.get("header", True)),
            delimiter=str(raw.get("delimiter", ",")),
            id=_several(columns.get("id")),
            number=_one(columns.get("number")),
            prefix=str(raw.get("prefix", "")),
            time=_several(columns["time"]),
            time_format=str(raw["time_format"]),
            zone=zone,
            area=_one(columns.get("area")),
            kind=_one(columns.get("kind")),
            kind_split=str(raw.get("kind_split", "")),
            types={key.casefold(): str(code) for key, code in kinds.items()},
            rules=tuple(_rule(one) for one in _tables(raw.get("rules"))),
            crew=_several(columns.get("crew")),
            crew_split=str(raw.get("crew_split", "")),
            call_sign=_one(columns.get("call_sign")),
            harmed=_one(columns.get("harmed")),
            harmed_values=frozenset(str(v).casefold() for v in _list(harm.get("values"))),
            told_apart_by=_several(columns.get("told_apart_by")),
        )
    except (KeyError, ZoneInfoNotFoundError, ValueError) as broken:
        raise MappingBroken(str(broken.args[0] if broken.args else "")) from broken
    return _checked(mapping)


def _checked(mapping: Mapping) -> Mapping:
    unknown = {*mapping.types.values(), *(r.code for r in mapping.rules)} - set(CATEGORIES)
    if unknown:
        raise MappingBroken(", ".join(sorted(unknown)))
    if not (mapping.id or mapping.number is not None or mapping.told_apart_by):
        raise MappingBroken("columns.id, columns.number, columns.told_apart_by")
    if not mapping.header and any(isinstance(column, str) for column in mapping.columns):
        raise MappingBroken("header")
    return mapping


def _rule(raw: Dict[str, object]) -> Rule:
    column = _one(raw["column"])
    return Rule(0 if column is None else column, str(raw["contains"]).casefold(), str(raw["code"]))


def _table(raw: Dict[str, object], key: str) -> Dict[str, object]:
    value = raw.get(key, {})
    return value if isinstance(value, dict) else {}


def _tables(value: object) -> list[Dict[str, object]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _one(value: object) -> Column | None:
    return value if isinstance(value, int | str) else None


def _several(value: object) -> tuple[Column, ...]:
    values = _list(value) or ([] if value is None else [value])
    return tuple(one for one in values if isinstance(one, int | str))
