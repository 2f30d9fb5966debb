import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.release import Scale
from trust.release.shape import band_of, mean, participation, share

TEN = Scale(Fraction(0), Fraction(10))
sways = st.fractions(-1, 1)
scores = st.lists(st.integers(0, 10), min_size=11, max_size=120)


@given(scores, sways)
def test_a_mean_stands_on_the_grid(answers: list[int], sway: Fraction) -> None:
    n = len(answers)
    grid = [f"{10 * i / (11 if n < 50 else 22):.1f}" for i in range(23)]
    text = mean(Fraction(sum(answers)), n, TEN, 11, sway)
    assert re.sub("[≤≥ ]", "", text) in grid


@given(scores)
def test_a_steady_mean_is_within_half_a_step(answers: list[int]) -> None:
    n = len(answers)
    text = mean(Fraction(sum(answers)), n, TEN, 11)
    if text[0] not in "≤≥":
        assert abs(float(text) - sum(answers) / n) <= 10 / (11 if n < 50 else 22) / 2 + 0.05


@pytest.mark.parametrize(
    ("total", "n", "text"),
    [(0, 11, "≤ 0.9"), (110, 11, "≥ 9.1"), (55, 11, "5.5"), (0, 60, "≤ 0.9"), (600, 60, "≥ 9.1"), (300, 60, "5.0")],
)  # fmt: skip
def test_means_are_open_at_both_ends(total: int, n: int, text: str) -> None:
    assert mean(Fraction(total), n, TEN, 11) == text


@pytest.mark.parametrize(
    ("part", "n", "text"),
    [(0, 20, "≤ 10 %"), (2, 20, "≤ 10 %"), (20, 20, "≥ 90 %"), (9, 20, "50 %"), (27, 60, "45 %")],
)
def test_shares_go_in_steps_and_are_open_at_both_ends(part: int, n: int, text: str) -> None:
    assert share(Fraction(part), n) == text


@given(st.integers(11, 300), sways)
def test_everyone_and_nobody_are_never_told_apart_from_nearly(n: int, sway: Fraction) -> None:
    assert share(Fraction(n), n, sway)[0] in "≥678"
    assert share(Fraction(0), n, sway)[0] in "≤23"


@pytest.mark.parametrize(
    ("n", "k", "band"),
    [(11, 11, "11–14"), (15, 11, "15–24"), (49, 11, "25–49"), (50, 11, "50+"), (8, 8, "8–14"), (21, 20, "20–24")],
)  # fmt: skip
def test_n_leaves_as_a_band(n: int, k: int, band: str) -> None:
    assert band_of(n, k) == band


@pytest.mark.parametrize(
    ("joined", "band"),
    [(100, "≥ 90 %"), (90, "≥ 90 %"), (89, "75–89 %"), (50, "50–74 %"), (25, "25–49 %"), (0, "< 25 %")],
)  # fmt: skip
def test_participation_is_a_band(joined: int, band: str) -> None:
    assert participation(Fraction(joined), 100) == band
