"""The chart, held against a table written a second time, one row per value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.news2 import Score, Vitals, decide, gravest, points, score, valid_for


def expected_respiration(n: int) -> int:
    return 3 if n <= 8 else 1 if n <= 11 else 0 if n <= 20 else 2 if n <= 24 else 3


def expected_saturation(n: int) -> int:
    return {92: 2, 93: 2, 94: 1, 95: 1}.get(n, 3 if n < 92 else 0)


def expected_scale_2(n: int, oxygen: bool) -> int:
    low = {84: 2, 85: 2, 86: 1, 87: 1}
    high = {93: 1, 94: 1, 95: 2, 96: 2}
    if n in range(88, 93):
        return 0
    if n < 88:
        return low.get(n, 3)
    return high.get(n, 3) if oxygen else 0


def expected_systolic(n: int) -> int:
    return 3 if n < 91 or n > 219 else 2 if n < 101 else 1 if n < 111 else 0


def expected_pulse(n: int) -> int:
    if n in range(51, 91):
        return 0
    if n in range(41, 51) or n in range(91, 111):
        return 1
    return 2 if n in range(111, 131) else 3


def expected_temperature(tenths: int) -> int:
    if tenths <= 350:
        return 3
    if tenths <= 360 or 381 <= tenths <= 390:
        return 1
    return 2 if tenths >= 391 else 0


def vitals(**changes: object) -> Vitals:
    well = {
        "respiration": Decimal(16),
        "saturation": Decimal(97),
        "on_oxygen": False,
        "systolic": Decimal(120),
        "pulse": Decimal(70),
        "consciousness": "A",
        "temperature": Decimal("36.8"),
    }
    return Vitals(**{**well, **changes})  # type: ignore[arg-type]


@given(
    st.integers(0, 60),
    st.integers(50, 100),
    st.booleans(),
    st.integers(40, 300),
    st.integers(0, 220),
    st.sampled_from("ACVPU"),
    st.integers(300, 430),
)
def test_total_agrees_with_an_independent_table(
    breaths: int, spo2: int, oxygen: bool, systolic: int, pulse: int, level: str, tenths: int
) -> None:
    seen = Vitals(
        Decimal(breaths), Decimal(spo2), oxygen, Decimal(systolic), Decimal(pulse), level,
        Decimal(tenths) / 10,
    )  # fmt: skip
    assert score(seen).total == (
        expected_respiration(breaths)
        + expected_saturation(spo2)
        + (2 if oxygen else 0)
        + expected_systolic(systolic)
        + expected_pulse(pulse)
        + (0 if level == "A" else 3)
        + expected_temperature(tenths)
    )


@given(st.integers(50, 100), st.booleans())
def test_scale_2_only_when_stated(spo2: int, oxygen: bool) -> None:
    on_2 = vitals(saturation=Decimal(spo2), on_oxygen=oxygen, scale=2)
    assert points(on_2)["saturation"] == expected_scale_2(spo2, oxygen)
    on_1 = vitals(saturation=Decimal(spo2), on_oxygen=oxygen)
    assert points(on_1)["saturation"] == expected_saturation(spo2)


@given(st.dictionaries(st.sampled_from(("temperature", "pulse", "systolic")), st.none()))
def test_a_missing_value_never_counts_as_zero(missing: dict[str, None]) -> None:
    result = score(vitals(**missing))
    assert result.complete is (not missing)
    assert result.total == (None if missing else 0)


def test_a_partial_sum_of_seven_decides() -> None:
    bad = vitals(consciousness="U", respiration=Decimal(30), pulse=Decimal(95), temperature=None)
    assert score(bad) == Score(floor=7, complete=False)
    assert score(bad).total == 7


def test_a_partial_sum_of_six_stays_unknown() -> None:
    bad = vitals(consciousness="U", respiration=Decimal(30), temperature=None)
    assert score(bad).floor == 6
    assert score(bad).total is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("35.04", 3),
        ("35.05", 1),
        ("36.04", 1),
        ("36.05", 0),
        ("38.05", 1),
        ("39.05", 2),
        ("37.5", 0),
    ],
)
def test_temperature_is_rounded_half_up_to_one_decimal(text: str, expected: int) -> None:
    assert points(vitals(temperature=Decimal(text)))["temperature"] == expected


@pytest.mark.parametrize(
    ("age", "pregnant", "expected"),
    [(15, False, False), (16, False, True), (None, False, True), (30, True, False)],
)
def test_not_valid_for_children_and_in_pregnancy(
    age: int | None, pregnant: bool, expected: bool
) -> None:
    assert valid_for(age, pregnant) is expected


def test_the_highest_set_decides() -> None:
    assert decide([Score(5, True), Score(9, True), Score(2, True)]) == Score(9, True)
    assert decide([Score(5, True), Score(8, False)]) == Score(8, False)
    assert decide([]) is None


def test_a_higher_partial_set_leaves_the_encounter_incomplete() -> None:
    decided = decide([Score(4, True), Score(6, False)])
    assert decided is not None
    assert (decided.total, decided.complete) == (None, False)


def test_gravest_level() -> None:
    assert gravest(["A", "V", "C", "x", ""]) == "V"
    assert gravest([]) == ""
