"""Reads a gettext catalogue, as text or compiled, so that its tests need no gettext on the machine."""

import ast
import re
import struct
from dataclasses import dataclass

FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")')


@dataclass(frozen=True)
class Entry:
    """One text: English, its plural where it has one, and the Spanish forms in order."""

    english: str
    plural: str
    spanish: tuple[str, ...]
    context: str
    fuzzy: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return self.context, self.english, self.plural


def entries(source: str) -> list[Entry]:
    """Every entry but the header and what is commented out."""
    blocks = (block.splitlines() for block in re.split(r"\n\s*\n", source))
    found = [entry(lines) for lines in blocks if any(line.startswith("msgid") for line in lines)]
    return [each for each in found if each.english]


def entry(lines: list[str]) -> Entry:
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        if start := FIELD.match(line):
            name = start[1]
            fields[name] = ast.literal_eval(start[2])
        elif line.startswith('"'):
            fields[name] += ast.literal_eval(line)
    forms = tuple(text for key, text in fields.items() if key.startswith("msgstr"))
    fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
    plural, context = fields.get("msgid_plural", ""), fields.get("msgctxt", "")
    return Entry(fields["msgid"], plural, forms, context, fuzzy)


def compiled(data: bytes) -> dict[str, str]:
    """The pairs of a .mo file as they stand in it: gettext joins contexts and forms by signs."""
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, at_english, at_spanish = struct.unpack(f"{order}3I", data[8:20])

    def texts(start: int) -> list[str]:
        places = struct.iter_unpack(f"{order}2I", data[start : start + 8 * count])
        return [data[at : at + length].decode() for length, at in places]

    return dict(zip(texts(at_english), texts(at_spanish), strict=True))


def as_compiled(each: Entry) -> tuple[str, str]:
    """The pair that this entry makes in a .mo file."""
    english = f"{each.context}\x04{each.english}" if each.context else each.english
    return "\0".join([english, each.plural] if each.plural else [english]), "\0".join(each.spanish)
