from __future__ import annotations

import pytest

from intake.news2 import Score
from intake.triggers import Observed, derive


@pytest.mark.parametrize(("total", "urgent"), [(6, False), (7, True), (20, True)])
def test_seven_is_urgent_and_six_does_nothing(total: int, urgent: bool) -> None:
    result = derive(Observed(score=Score(total, True)))
    assert result.urgent is urgent
    assert ("news2" in result.triggers) is urgent


@pytest.mark.parametrize(("ours", "sender"), [(5, 7), (7, 5)])
def test_the_higher_of_two_totals_decides_and_the_difference_shows(ours: int, sender: int) -> None:
    result = derive(Observed(score=Score(ours, True), sender=sender))
    assert result.urgent
    assert "news2_differs" in result.because
    assert (result.news2.ours, result.news2.sender) == (ours, sender)


@pytest.mark.parametrize("level", ["V", "P", "U"])
def test_voice_pain_and_unresponsive_ask_for_a_check_in(level: str) -> None:
    result = derive(Observed(avpu=level))
    assert result.check_in
    assert not result.urgent


def test_confusion_asks_only_when_the_pack_says_so() -> None:
    assert not derive(Observed(avpu="C")).check_in
    assert derive(Observed(avpu="C"), confusion_asks=True).check_in
    assert not derive(Observed(avpu="A"), confusion_asks=True).check_in


def test_a_score_that_is_not_valid_never_decides() -> None:
    result = derive(Observed(score=Score(12, True), sender=9, avpu="U", valid=False))
    assert not result.urgent
    assert result.news2.ours is None
    assert result.check_in


def test_an_unknown_total_is_not_zero() -> None:
    result = derive(Observed(score=Score(4, False)))
    assert (result.news2.ours, result.news2.complete) == (None, False)
    assert result.because == ("news2_unknown",)
    assert derive(Observed()).because == ("news2_not_taken",)


def test_a_partial_sum_that_decides_is_named_partial() -> None:
    assert derive(Observed(score=Score(8, False))).because == ("news2_7_partial",)


def test_event_types_and_crew_harm_stand_beside_the_scores() -> None:
    result = derive(Observed(categories=frozenset({"patient_death"}), crew_harmed=True))
    assert result.triggers == ("crew_harm", "patient_death")
    assert not result.urgent
