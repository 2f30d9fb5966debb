"""The wording that an agency is licensed for: read from lines or JSON, checked, put into place. Pure.

Lines look like this; headings may be Spanish too, and numbers or dashes in front are taken off::

    Title: ...
    Introduction: ...
    Answers:
    - Never
    - Almost never
    Questions:
    1. ...
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote, unquote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellness.instruments.shape import Instrument, Item, Texts

Words = dict[str, object]  # title, stem, items, options: as ``Wording.texts`` holds them
LONGEST = 1_000
HEADINGS = {
    "title": "title", "título": "title", "titulo": "title",
    "introduction": "stem", "stem": "stem", "introducción": "stem", "introduccion": "stem",
    "answers": "options", "options": "options", "respuestas": "options", "opciones": "options",
    "questions": "items", "items": "items", "preguntas": "items",
}  # fmt: skip
HEADING = re.compile(rf"^\s*({'|'.join(HEADINGS)})\s*:\s*(.*)$", re.IGNORECASE)
BULLET = re.compile(r"^\s*(?:\d{1,2}\s*[.)]|[-*•–])\s*")


class Unfit(ValueError):
    """The wording does not fit; ``message`` says kindly what is missing."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def read_words(text: str) -> Words:
    """What was typed or pasted, as JSON or as lines."""
    return _from_json(text) if text.lstrip().startswith("{") else _from_lines(text)


def _from_json(text: str) -> Words:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as reason:
        raise Unfit("not_json", _("This begins like JSON but does not end like it.")) from reason
    return {name: found.get(name, "") for name in ("title", "stem", "items", "options")}


def _from_lines(text: str) -> Words:
    parts: dict[str, list[str]] = {"title": [], "stem": [], "items": [], "options": []}
    current = ""
    for line in text.splitlines():
        if heading := HEADING.match(line):
            current, line = HEADINGS[heading[1].lower()], heading[2]  # noqa: PLW2901 - the rest
        if line.strip():
            if not current:
                raise Unfit("no_heading", _("Begin with a line such as “Title:”."))
            parts[current].append(line.strip())
    return {
        "title": " ".join(parts["title"]),
        "stem": " ".join(parts["stem"]),
        "items": [BULLET.sub("", each) for each in parts["items"]],
        "options": [BULLET.sub("", each) for each in parts["options"]],
    }


def check(of: Instrument, words: Mapping[str, object]) -> Words:
    """The words, tidied, or ``Unfit``: as many questions and answers as the instrument has."""
    if of.wording != "agency":
        raise Unfit("not_needed", _("The wording of this one is already here."))
    title, stem = _line(words.get("title")), _line(words.get("stem"), needed=False)
    items = _lines(words.get("items"))
    options = _lines(words.get("options"))
    if len(items) != len(of.items):
        raise Unfit(
            "item_count",
            _("%(wanted)s questions are needed, and there are %(found)s.")
            % {"wanted": len(of.items), "found": len(items)},
        )
    values = [each.value for each in of.items[0].options]
    if len(options) != len(values):
        raise Unfit(
            "option_count",
            _("%(wanted)s answers are needed, for %(low)s to %(high)s, and there are %(found)s.")
            % {"wanted": len(values), "low": values[0], "high": values[-1], "found": len(options)},
        )
    _all_different(items, _("A question is there twice. Please look once more."))
    _all_different(options, _("An answer is there twice. Please look once more."))
    return {"title": title, "stem": stem, "items": items, "options": options}


def _line(value: object, *, needed: bool = True) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if needed and not text:
        raise Unfit("text_missing", _("The title, each question and each answer need words."))
    if len(text) > LONGEST:
        raise Unfit("text_long", _("One of the texts is longer than 1,000 letters."))
    return text


def _lines(value: object) -> list[str]:
    return [_line(each) for each in value] if isinstance(value, list | tuple) else []


def _all_different(texts: Sequence[str], message: str | Promise) -> None:
    if len({each.casefold() for each in texts}) != len(texts):
        raise Unfit("text_twice", message)


def fits(of: Instrument, words: Mapping[str, object]) -> bool:
    """Whether the words, brought for an earlier scoring perhaps, still fit the instrument."""
    try:
        check(of, words)
    except Unfit:
        return False
    return True


def named(scoring: str, wordings: Mapping[str, str]) -> str:
    """One version for a scoring and the wordings it is asked in: ``1+en:2026-1,es:2026-3``."""
    each = (f"{language}:{quote(wordings[language], safe='')}" for language in sorted(wordings))
    return f"{scoring}+{','.join(each)}"


def wordings_in(version: str) -> dict[str, str]:
    """The wordings that such a version names: language -> version; none in another version."""
    parts = (each.partition(":") for each in version.partition("+")[2].split(","))
    return {language: unquote(wording) for language, _colon, wording in parts if wording}


def worded(of: Instrument, words: Mapping[str, object], language: str) -> Instrument:
    """The instrument with these words in this language beside those that it has."""
    title, stem = str(words["title"]), str(words["stem"])
    texts, labels = _lines(words["items"]), _lines(words["options"])
    return replace(
        of,
        title=_with(of.title, language, title),
        stem=_with(of.stem, language, stem),
        items=tuple(
            _item(item, text, labels, language) for item, text in zip(of.items, texts, strict=True)
        ),
        languages=tuple(sorted({*of.languages, language})),
    )


def _item(item: Item, text: str, labels: Sequence[str], language: str) -> Item:
    options = tuple(
        replace(option, label=_with(option.label, language, label))
        for option, label in zip(item.options, labels, strict=True)
    )
    return replace(item, text=_with(item.text, language, text), options=options)


def _with(texts: Texts, language: str, text: str) -> Texts:
    return {**texts, language: text}
