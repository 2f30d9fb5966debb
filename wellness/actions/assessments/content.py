"""What one run holds, checked on its way in and scored on its way out. Touches no table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TypedDict, cast

from django.utils.translation import gettext_lazy as _

from trust import vault
from trust.refusal import Refusal
from wellness import assessment_types, scoring
from wellness.assessment_types import AssessmentType
from wellness.instruments import Instrument, UnknownInstrument, instrument, latest
from wellness.models import Assessment
from wellness.scoring import Score
from wellness.standing import Answer

Given = Mapping[str, Mapping[str, Answer]]

CHANGED = _("The questions have changed since you began. Open them again; your answers are kept.")
NO_SUCH_SET = _("These questions are not part of this assessment.")
NO_SUCH_QUESTION = _("There is no such question.")
NOT_OFFERED = _("Choose one of the answers on the page, or “Rather not say”.")


class Content(TypedDict):
    """The sealed column of an ``Assessment``; ``sets`` keeps the order of the questions."""

    type: str
    sets: list[str]
    versions: dict[str, str]
    answers: dict[str, dict[str, Answer]]
    scores: list[dict[str, object]]
    note: str
    contact: bool


def fresh(kind: str, days_since_incident: int | None = None) -> Content:
    """A run with no answer yet, of the versions that are asked now."""
    try:
        asked = assessment_types.sets(kind, days_since_incident)
    except KeyError:
        raise Refusal("kind", "unknown_assessment", _("There is no such assessment.")) from None
    return {
        "type": kind,
        "sets": list(asked),
        "versions": {code: latest(code) for code in asked},
        "answers": {},
        "scores": [],
        "note": "",
        "contact": False,
    }


def opened(row: Assessment) -> Content:
    """The content of a run, for the system acting for its owner."""
    return cast("Content", vault.open_row(row)["content"])


def shown(content: Content, code: str) -> Instrument:
    """The instrument as this run shows it; refuses what is not in the run, or not kept any more."""
    if code not in content["sets"]:
        raise Refusal("instrument", "unknown_instrument", NO_SUCH_SET)
    try:
        return instrument(code, content["versions"][code])
    except UnknownInstrument:
        raise Refusal("version", "unknown_version", CHANGED) from None


def merged(content: Content, given: Given, versions: Mapping[str, str] | None = None) -> Content:
    """The run with these answers on top of the others; nothing is taken when one does not fit."""
    for code, version in (versions or {}).items():
        shown(content, code)
        if version != content["versions"][code]:
            raise Refusal("version", "unknown_version", CHANGED)
    answers = {code: dict(said) for code, said in content["answers"].items()}
    for code, said in given.items():
        for item, answer in said.items():
            check(shown(content, code), item, answer)
            answers.setdefault(code, {})[item] = _plain(answer)
    return {**content, "answers": answers}


def _plain(answer: Answer) -> Answer:
    """4 for 4.0, so that the same answer through another door is the same body."""
    return int(answer) if isinstance(answer, float) and answer.is_integer() else answer


def check(of: Instrument, item: str, answer: Answer) -> None:
    """Refuses ``unknown_item`` and ``out_of_options``."""
    if item not in {each.code for each in of.items}:
        raise Refusal(item, "unknown_item", NO_SUCH_QUESTION)
    if not scoring.takes(of, item, answer):
        raise Refusal(item, "out_of_options", NOT_OFFERED)


def refitted(content: Content, new: Content) -> Content:
    """The same run where a version it began with is gone: on that of ``new``, with what still fits."""
    gone = [code for code in content["sets"] if not _kept(code, content["versions"][code])]
    if not gone:
        return content
    versions = content["versions"] | {
        code: new["versions"].get(code) or latest(code) for code in gone
    }
    fitting = {
        code: {
            item: answer for item, answer in said.items() if scoring.takes(code, item, answer)
        } if code in gone else said
        for code, said in content["answers"].items()
    }  # fmt: skip
    return {**content, "versions": versions, "answers": fitting}


def _kept(code: str, version: str) -> bool:
    try:
        instrument(code, version)
    except UnknownInstrument:
        return False
    return True


def scored(content: Content) -> tuple[Score, ...]:
    """A score for every scale of the run, by the versions that were shown."""
    return tuple(
        score
        for code in content["sets"]
        for score in scoring.score(shown(content, code), content["answers"].get(code, {}))
    )


def stored(scores: Iterable[Score]) -> list[dict[str, object]]:
    """Scores as the sealed column keeps them."""
    return [{name: getattr(each, name) for name in Score.__slots__} for each in scores]


def restored(kept: Iterable[Mapping[str, object]]) -> tuple[Score, ...]:
    """The same, back again: never worked out anew."""
    return tuple(Score(**each) for each in kept)  # type: ignore[arg-type]


def canonical(content: Content) -> str:
    """The body of a send, for telling a repeated one from another one."""
    said = {code: each for code, each in content["answers"].items() if each}
    return json.dumps([content["type"], said, content["note"], content["contact"]], sort_keys=True)


def is_weekly(content: Content) -> bool:
    return content["type"] == AssessmentType.WEEKLY_CHECK
