"""The words for an officer's own answers."""

from wellness.standing import Because
from wellness.views.figures import answer_rows, because_sentences

SCORE = {"instrument": "phq-2", "scale": "total", "total": 4, "band": "worth-a-talk"}
KEPT = {"stress": 8, "sleep": None, "fatigue": 2, "balance": 6, "contact": False}


def test_every_answer_that_counts_has_its_sentence():
    said = because_sentences(
        [Because("stress", 8, "high"), Because("phq-2", 4, "raised"), Because("gad-2", 5, "high")]
    )
    assert said == [
        "Stress: you said 8.",
        "Low mood or little interest: 4 of 6 points from two answers.",
        "Worry or unease: 5 of 6 points from two answers.",
    ]


def test_a_check_in_of_four_answers_has_four_rows_and_the_wish():
    assert [row["text"] for row in answer_rows(KEPT)] == ["8", "Rather not say", "2", "6", "No"]


def test_the_two_scales_are_said_by_their_band_and_by_no_number():
    rows = answer_rows({**KEPT, "scores": [SCORE]})
    assert rows[4]["term"] == "Low mood or little interest"
    assert "4" not in rows[4]["text"]
    assert rows[-1] == {"term": "Would like contact", "text": "No"}
