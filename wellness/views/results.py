"""What a finished assessment says: a word for each instrument and a next step. Never a diagnosis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trust.doors.forms import RATHER_NOT_SAY_LABEL, Text
from wellness import scoring
from wellness.actions.wordings import brought
from wellness.instruments import Answer, Instrument, UnknownInstrument, instrument, say
from wellness.scoring import Score

FINE, WATCH, TALK, SOON, OPEN, KEPT = "fine", "watch", "talk", "soon", "open", "kept"
TODAY = "today"
URGENCY = (OPEN, KEPT, FINE, WATCH, TALK, SOON, TODAY)
HEAVY = (TALK, SOON, TODAY)
STEPS: dict[str, Text] = {
    FINE: _("Nothing here asks for a next step. Keep what helps you."),
    WATCH: _("Worth keeping an eye on. Look again in two weeks, or sooner if it gets heavier."),
    TALK: _("Worth a talk: with a peer supporter, a counsellor, or your doctor."),
    SOON: _(
        "Please let a professional look at this with you soon. A counsellor or your doctor can."
    ),
    TODAY: _(
        "Whatever the rest says: one of these answers is worth a talk today. The numbers at the top answer now."
    ),
    OPEN: _("Some answers were left out, so there is no result here. That is fine."),
    KEPT: _("These answers are kept for you. They are not scored."),
}
TAGS = {FINE: "settled", WATCH: "", TALK: "care", SOON: "attention", TODAY: "", OPEN: "", KEPT: ""}
#: What a band calls for, whatever the scale. Where high is good, ``TURNED`` says so.
BY_BAND = {
    "minimal": FINE, "none": FINE, "low": FINE, "normal": FINE, "average": FINE, "below": FINE,
    "fine": FINE, "good": FINE, "fewer-days": FINE, "some-groups": FINE,
    "mild": WATCH, "near": WATCH, "raised": WATCH, "reduced": WATCH,
    "moderate": TALK, "worth-a-talk": TALK, "frequent-days": TALK, "low-wellbeing": TALK,
    "all-groups": TALK,
    "moderately-severe": SOON, "severe": SOON, "high": SOON,
    "counted": KEPT, "answered": KEPT, "incomplete": OPEN,
}  # fmt: skip
TURNED = {
    ("brs", "total"): {"low": WATCH, "normal": FINE, "high": FINE},
    ("proqol", "satisfaction"): {"low": WATCH, "average": FINE, "high": FINE},
    ("own-week", ""): {"high": WATCH},
    ("c-ssrs", "triage"): {"low": SOON, "moderate": SOON, "high": SOON},
}
NEVER_NAMED = {"c-ssrs"}  # its word would be read as a verdict; the next step is what counts


@dataclass(frozen=True)
class Told:
    """One line of a result. ``tag``: the word for the band, when there is one to say."""

    title: str
    tag: str
    tag_kind: str
    text: str
    level: str


def level(score: Score) -> str:
    """How pressing the next step is. An answer that opens the safety step outweighs every total."""
    if score.safety:
        return TODAY
    turned = TURNED.get((score.instrument, score.scale)) or TURNED.get((score.instrument, ""), {})
    return turned.get(score.band) or BY_BAND.get(score.band, KEPT)


def most(scores: Iterable[Score]) -> str:
    """The most pressing of all next steps."""
    return max((level(each) for each in scores), key=URGENCY.index, default=KEPT)


def told(scores: Iterable[Score], versions: Mapping[str, str]) -> list[Told]:
    """A line for each scale, under the name of its questions."""
    return [_line(each, versions.get(each.instrument, "")) for each in scores]


def _line(score: Score, version: str) -> Told:
    of, what = shown(score.instrument, version), level(score)
    title = say(of.title, get_language() or "en") if of else score.instrument
    if of and len(of.scales) > 1:
        title = f"{title} – {of.scale(score.scale).label}"
    named = score.total is not None and score.instrument not in NEVER_NAMED
    named = named and BY_BAND.get(score.band) != KEPT
    tag = str(scoring.band_label(score.instrument, score.scale, score.band)) if named else ""
    return Told(title, tag, TAGS[what], str(STEPS[what]), what)


def shown(code: str, version: str) -> Instrument | None:
    """The instrument as it was asked; the newest when that version is gone."""
    for each in (version, ""):
        try:
            return instrument(code, each)
        except UnknownInstrument:
            continue
    return None


@dataclass(frozen=True)
class Block:
    """The answers of one instrument, for ``components/rows.html``."""

    title: str
    stem: str
    language: str
    rows: list[dict[str, str]]


def answer_blocks(
    sets: Iterable[str],
    answers: Mapping[str, Mapping[str, Answer]],
    versions: Mapping[str, str],
) -> list[Block]:
    """Every question that was answered, in the order of asking, with the words of the answer."""
    speech = get_language() or "en"
    asked = [of for code in sets if (of := shown(code, versions.get(code, "")))]
    words = brought(asked)
    found = [(words.asked(of, versions.get(of.code, "")), answers.get(of.code, {})) for of in asked]
    return [
        Block(
            say(of.title, speech),
            say(of.stem, speech),
            "" if of.spoken(speech) else of.speech(speech),
            [
                {"term": say(item.text, speech), "text": _words(of, item.code, said[item.code])}
                for item in of.items
                if item.code in said
            ],
        )
        for of, said in found
        if said
    ]


def _words(of: Instrument, item: str, answer: Answer) -> str:
    if answer is None:
        return str(RATHER_NOT_SAY_LABEL)
    labels = {each.value: each.label for each in of.item(item).options}
    found = labels.get(answer)
    return say(found, get_language() or "en") if found else number_format(answer)
