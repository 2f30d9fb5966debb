"""What an instrument is, once its file has been read: plain frozen values, no rule and no table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

Texts = Mapping[str, str]  # language -> text; English is always there
Answer = int | float | None  # None: "rather not say"
Answers = Mapping[str, Answer]


def say(texts: Texts, language: str) -> str:
    """The text in this language, else in English, else in whatever language there is."""
    return (
        texts.get(language.partition("-")[0])
        or texts.get("en")
        or next((each for each in texts.values() if each), "")
    )


@dataclass(frozen=True)
class Option:
    value: int | float
    label: Texts


@dataclass(frozen=True)
class Item:
    """One question.

    ``kind``: *choice* is drawn from ``options``; *number* takes whole numbers from ``low`` to
    ``high``. A choice with ``low`` and ``high`` takes any number between them, its options are the
    ones that the page offers. ``gate``: ``item=value`` or ``item=value,value``; asked only when
    that item was answered so. ``safety``: an answer at or above it opens the safety step.
    ``lead``: the line printed above this item and those after it, where the owner prints one.
    """

    code: str
    text: Texts
    options: tuple[Option, ...] = ()
    reverse: bool = False
    gate: str = ""
    unscored: bool = False
    kind: str = "choice"
    low: float | None = None
    high: float | None = None
    safety: float | None = None
    lead: Texts = field(default_factory=dict)
    loinc: str = ""

    @property
    def gate_item(self) -> str:
        return self.gate.partition("=")[0]

    @property
    def gate_values(self) -> tuple[float, ...]:
        return tuple(float(each) for each in self.gate.partition("=")[2].split(",") if each)

    @property
    def least(self) -> float:
        return self.low if self.low is not None else min(each.value for each in self.options)

    @property
    def most(self) -> float:
        return self.high if self.high is not None else max(each.value for each in self.options)


@dataclass(frozen=True)
class Band:
    """From ``low`` to ``high``, both included; neutral words, never a diagnosis."""

    code: str
    low: float
    high: float
    label: str | Promise


@dataclass(frozen=True)
class Cluster:
    """Items of one group, and how many of them must reach the scale's ``at``."""

    items: tuple[str, ...]
    need: int


@dataclass(frozen=True)
class Scale:
    """How some items become one number.

    ``rule``: *sum*, *mean* (two decimals), *count* (answers at or above ``at``), *days* (sum, at
    most 30), *clusters* (groups that are met), *cssrs* (the published triage, 0 to 3), *none* (no
    number: only whether it was answered). ``factor`` multiplies a sum.
    """

    code: str
    label: str | Promise
    rule: str
    items: tuple[str, ...]
    low: float
    high: float
    bands: tuple[Band, ...]
    factor: int = 1
    at: float = 1
    clusters: tuple[Cluster, ...] = ()


@dataclass(frozen=True)
class Review:
    """Who of the profession read it, and when; empty until somebody did."""

    by: str = ""
    on: str = ""


@dataclass(frozen=True, eq=False)
class Instrument:
    """One instrument in one version. ``wording``: *shipped*, or *agency* (texts by upload)."""

    code: str
    version: str
    title: Texts
    purpose: Texts
    stem: Texts
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    owner: str
    licence: str
    source: str
    scoring: str
    review: Review
    languages: tuple[str, ...]
    wording: str

    def item(self, code: str) -> Item:
        return next(each for each in self.items if each.code == code)

    def scale(self, code: str) -> Scale:
        return next(each for each in self.scales if each.code == code)

    def spoken(self, language: str) -> bool:
        """Whether the questions are there in this language."""
        return language.partition("-")[0] in self.languages

    def speech(self, language: str) -> str:
        """In which language this reader is asked: their own, else English, else the one there is."""
        if self.spoken(language):
            return language
        return "en" if "en" in self.languages else next(iter(self.languages), "en")


def is_asked(item: Item, answers: Answers) -> bool:
    """False while its gate has not been answered so."""
    return not item.gate or answers.get(item.gate_item) in item.gate_values
