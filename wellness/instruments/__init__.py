"""The questionnaires, each a file beside this one: ``phq-9.toml``, and ``phq-9.v1.toml`` for an
older version that earlier scores name. Read once, checked strictly (``reading``), then frozen.
``wording`` puts an agency's licensed words into an instrument of which only the scoring is here.

Pure: no table. Must hold no question of its own and no scoring (``wellness.scoring``).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wellness.instruments.reading import BadInstrument, read
from wellness.instruments.shape import (
    Answer,
    Answers,
    Band,
    Instrument,
    Item,
    Option,
    Scale,
    is_asked,
    say,
)

FOLDER = Path(__file__).parent

__all__ = [
    "Answer",
    "Answers",
    "BadInstrument",
    "Band",
    "Instrument",
    "Item",
    "Option",
    "Scale",
    "UnknownInstrument",
    "codes",
    "instrument",
    "is_asked",
    "latest",
    "say",
    "versions",
]


class UnknownInstrument(LookupError):
    """There is no file for this code and version."""

    def __init__(self, code: str, version: str = "") -> None:
        super().__init__(f"no instrument {code!r} {version}".rstrip())
        self.code, self.version = code, version


@cache
def codes() -> tuple[str, ...]:
    """Every instrument, by its code, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if "." not in path.stem))


@cache
def _read(path: Path) -> Instrument:
    return read(path)


@cache
def versions(code: str) -> tuple[str, ...]:
    """The versions there are, the newest first."""
    if code not in codes():
        raise UnknownInstrument(code)
    older = (path.stem.removeprefix(f"{code}.v") for path in FOLDER.glob(f"{code}.v*.toml"))
    return (latest(code), *sorted(older, key=int, reverse=True))


def latest(code: str) -> str:
    """The version that is asked now."""
    return instrument(code).version


def instrument(code: str, version: str = "") -> Instrument:
    """The instrument as it is asked now, or as it was in ``version``.

    A version that names a wording too (``wording.named``) stands for its scoring.
    """
    if code not in codes():
        raise UnknownInstrument(code, version)
    now = _read(FOLDER / f"{code}.toml")
    if now.wording == "agency":
        version = version.partition("+")[0]
    if version in ("", now.version):
        return now
    if version not in versions(code):
        raise UnknownInstrument(code, version)
    return _read(FOLDER / f"{code}.v{version}.toml")
