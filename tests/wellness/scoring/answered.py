"""Answers written down by hand, and the score of one scale."""

from wellness.scoring import Score, score


def answers(*values: float, first: int = 1) -> dict[str, float]:
    return {f"q{n}": value for n, value in enumerate(values, first)}


def one(code: str, given: dict, scale: str = "total") -> Score:
    return next(each for each in score(code, given) if each.scale == scale)


def told(code: str, given: dict, scale: str = "total") -> tuple[float | None, str]:
    found = one(code, given, scale)
    return found.total, found.band
