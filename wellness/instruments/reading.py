"""From a file to an ``Instrument``, or a clear word about what is wrong with the file.

A file that leaves a question open is refused: a wrong count of items, an item twice, a gate, scale
or reversal that names no item, bands with a hole between them. Numbers are read as decimals, so
that 4.30 and 4.31 are neighbours and not almost.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from wellness.instruments.shape import (
    Band,
    Cluster,
    Instrument,
    Item,
    Option,
    Review,
    Scale,
    Texts,
)
from wellness.instruments.words import BANDS, SCALES

RULES = ("sum", "mean", "count", "days", "clusters", "cssrs", "none")
KEYS = set(
    "code version title purpose stem items scales owner licence source scoring review languages "
    "wording item_count options reverse".split()
)
ITEM_KEYS = set("code text options gate unscored kind low high safety lead loinc".split())
SCALE_KEYS = set("code rule items bands step factor at clusters".split())
Table = dict[str, Any]  # what TOML gives; every value is looked at before it is used


class BadInstrument(ValueError):
    """The file does not describe an instrument; the message says where."""


def read(path: Path) -> Instrument:
    """Read and check one file."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        found = parse(table)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as reason:
        raise BadInstrument(f"{path.name}: {type(reason).__name__}: {reason}") from reason
    except BadInstrument as reason:
        raise BadInstrument(f"{path.name}: {reason}") from reason
    if path.stem not in (found.code, f"{found.code}.v{found.version}"):
        raise BadInstrument(f"{path.name}: the code inside is {found.code}")
    return found


def parse(table: Table) -> Instrument:
    """The instrument that a table describes."""
    _known(table, KEYS, "file")
    items = _items(table)
    return Instrument(
        code=table["code"],
        version=_version(table["version"]),
        title=_texts(table["title"], "title"),
        purpose=_texts(table["purpose"], "purpose"),
        stem=_texts(table.get("stem", {"en": ""}), "stem"),
        items=items,
        scales=_scales(table, items),
        owner=table["owner"],
        licence=table["licence"],
        source=table["source"],
        scoring=table["scoring"],
        review=Review(**table["review"]),
        languages=_languages(table, items),
        wording=_one_of(table["wording"], ("shipped", "agency"), "wording"),
    )


def _known(table: Table, keys: set[str], where: str) -> None:
    if strange := set(table) - keys:
        raise BadInstrument(f"{where}: unknown key {min(strange)}")


def _one_of(value: str, allowed: tuple[str, ...], where: str) -> str:
    if value not in allowed:
        raise BadInstrument(f"{where}: {value!r} is none of {', '.join(allowed)}")
    return value


def _version(value: str) -> str:
    if not str(value).isdigit():
        raise BadInstrument(f"version: {value!r} is not a whole number")
    return str(value)


def _texts(table: Table, where: str) -> Texts:
    if "en" not in table or not all(isinstance(each, str) for each in table.values()):
        raise BadInstrument(f"{where}: a text for each language, English among them")
    return dict(table)


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadInstrument(f"{value!r} is not a number")
    return value if isinstance(value, int) else float(value)


def _maybe(value: object) -> int | float | None:
    return None if value is None else _number(value)


# --- items --------------------------------------------------------------------------------------


def _items(table: Table) -> tuple[Item, ...]:
    count, rows = table["item_count"], table.get("items", [])
    if table["wording"] == "agency":
        rows = rows or [{"code": f"q{n}", "text": {"en": ""}} for n in range(1, count + 1)]
    if len(rows) != count:
        raise BadInstrument(f"items: {count} expected, {len(rows)} found")
    names = [row["code"] for row in rows]
    _once(names, "items")
    backwards = table.get("reverse", [])
    _all_in(backwards, names, "reverse")
    shared = _options(table.get("options", []), "options")
    items = tuple(_item(row, shared, row["code"] in backwards) for row in rows)
    for place, item in enumerate(items):
        _check_gate(item, items[:place])
    return items


def _once(names: list[str], where: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise BadInstrument(f"{where}: {name} is there twice")


def _all_in(names: list[str], known: list[str], where: str) -> None:
    for name in names:
        if name not in known:
            raise BadInstrument(f"{where}: there is no item {name}")


def _options(rows: list[Table], where: str) -> tuple[Option, ...]:
    found = tuple(
        Option(_number(row["value"]), _texts(row.get("label", {"en": ""}), where)) for row in rows
    )
    _once([str(each.value) for each in found], where)
    return found


def _item(row: Table, shared: tuple[Option, ...], backwards: bool) -> Item:
    where = f"item {row['code']}"
    _known(row, ITEM_KEYS, where)
    kind = _one_of(row.get("kind", "choice"), ("choice", "number"), where)
    options = _options(row["options"], where) if "options" in row else shared
    low, high = _maybe(row.get("low")), _maybe(row.get("high"))
    if (low is None) != (high is None) or (low is not None and high is not None and low >= high):
        raise BadInstrument(f"{where}: low and high go together, low first")
    if (kind == "number" and low is None) or (kind == "choice" and len(options) < 2):
        raise BadInstrument(f"{where}: a choice needs options, a number needs low and high")
    return Item(
        code=row["code"],
        text=_texts(row["text"], where),
        options=options if kind == "choice" else (),
        reverse=backwards,
        gate=row.get("gate", ""),
        unscored=row.get("unscored", False),
        kind=kind,
        low=low,
        high=high,
        safety=_maybe(row.get("safety")),
        lead=_texts(row["lead"], where) if "lead" in row else {},
        loinc=row.get("loinc", ""),
    )


def _check_gate(item: Item, before: tuple[Item, ...]) -> None:
    if not item.gate:
        return
    gate = next((each for each in before if each.code == item.gate_item), None)
    if gate is None:
        raise BadInstrument(f"item {item.code}: no item {item.gate_item} before it to be its gate")
    if gate.gate:
        raise BadInstrument(f"item {item.code}: its gate {gate.code} has a gate itself")
    values = {float(each.value) for each in gate.options}
    if not item.gate_values or not values.issuperset(item.gate_values):
        raise BadInstrument(f"item {item.code}: the gate {item.gate} is no answer of its item")


def _languages(table: Table, items: tuple[Item, ...]) -> tuple[str, ...]:
    """The languages that the file claims; each must then be there in every question and option."""
    claimed = tuple(table["languages"])
    if table["wording"] == "agency":
        if claimed:
            raise BadInstrument("languages: none, the agency brings the wording")
        return ()
    for item in items:
        for texts in (item.text, *(each.label for each in item.options)):
            if missing := [each for each in claimed if not texts.get(each)]:
                raise BadInstrument(f"item {item.code}: no text in {missing[0]}")
    return claimed


# --- scales -------------------------------------------------------------------------------------


def _scales(table: Table, items: tuple[Item, ...]) -> tuple[Scale, ...]:
    rows = table["scales"]
    _once([row["code"] for row in rows], "scales")
    if not rows:
        raise BadInstrument("scales: at least one")
    return tuple(_scale(row, items) for row in rows)


def _scale(row: Table, items: tuple[Item, ...]) -> Scale:
    where = f"scale {row['code']}"
    _known(row, SCALE_KEYS, where)
    rule = _one_of(row["rule"], RULES, where)
    scored = [each.code for each in items if not each.unscored]
    names = list(row.get("items", scored))
    _once(names, where)
    _all_in(names, scored, where)
    clusters = tuple(
        Cluster(tuple(each["items"]), each["need"]) for each in row.get("clusters", [])
    )
    for cluster in clusters:
        _all_in(list(cluster.items), names, where)
    mine = [each for each in items if each.code in names]
    factor = row.get("factor", 1)
    low, high = REACH[rule](mine, clusters)
    low, high = low * factor, high * factor
    bands = _bands(row.get("bands", []), where)
    if rule != "none":
        _no_hole(bands, (low, high), Decimal(str(row.get("step", 1))), where)
    if row["code"] not in SCALES:
        raise BadInstrument(f"{where}: has no name in words.py")
    return Scale(
        code=row["code"],
        label=SCALES[row["code"]],
        rule=rule,
        items=tuple(names),
        low=low,
        high=high,
        bands=bands,
        factor=factor,
        at=_number(row.get("at", 1)),
        clusters=clusters,
    )


Reach = Callable[[list[Item], tuple[Cluster, ...]], tuple[float, float]]
REACH: dict[str, Reach] = {
    "sum": lambda items, _: (sum(each.least for each in items), sum(each.most for each in items)),
    "mean": lambda items, _: (min(each.least for each in items), max(each.most for each in items)),
    "count": lambda items, _: (0, len(items)),
    "days": lambda _, __: (0, 30),
    "clusters": lambda _, clusters: (0, len(clusters)),
    "cssrs": lambda _, __: (0, 3),
    "none": lambda _, __: (0, 0),
}


def _bands(rows: list[Table], where: str) -> tuple[Band, ...]:
    for row in rows:
        _known(row, {"code", "low", "high"}, where)
        if row["code"] not in BANDS:
            raise BadInstrument(f"{where}: band {row['code']} has no name in words.py")
    _once([row["code"] for row in rows], f"{where}, bands")
    return tuple(
        Band(row["code"], _number(row["low"]), _number(row["high"]), BANDS[row["code"]])
        for row in rows
    )


def _no_hole(
    bands: tuple[Band, ...], reach: tuple[float, float], step: Decimal, where: str
) -> None:
    if not bands:
        raise BadInstrument(f"{where}: no bands")
    if any(each.low > each.high for each in bands):
        raise BadInstrument(f"{where}: a band ends before it begins")
    if (bands[0].low, bands[-1].high) != reach:
        raise BadInstrument(f"{where}: the bands reach from {bands[0].low} to {bands[-1].high}, "
                            f"the scale from {reach[0]} to {reach[1]}")  # fmt: skip
    for before, after in pairwise(bands):
        if gap := Decimal(str(after.low)) - Decimal(str(before.high)) - step:
            word = "a hole" if gap > 0 else "an overlap"
            raise BadInstrument(f"{where}: {word} between {before.code} and {after.code}")
