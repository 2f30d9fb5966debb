"""Gates, stops and groups as published, and the answers that open the safety step."""

import pytest

from tests.wellness.scoring.answered import answers, one, told
from wellness.instruments import codes, instrument
from wellness.scoring import needs_safety_step, score

# --- gates and stops ---------------------------------------------------------------------------------


def trauma(exposure, *values):
    return {"exposure": exposure} | answers(*values)


@pytest.mark.parametrize(
    ("given", "total", "band"),
    [
        (trauma(0), 0, "below"),
        (trauma(0, None, None, None, None, None), 0, "below"),
        (trauma(0, 1, 1, 1, 1, 1), 0, "below"),  # changed to no afterwards
        (trauma(1, 0, 0, 0, 0, 0), 0, "below"),
        (trauma(1, 1, 1, 0, 0, 0), 2, "below"),
        (trauma(1, 1, 1, 1, 0, 0), 3, "raised"),
        (trauma(1, 1, 1, 1, 1, 0), 4, "worth-a-talk"),
        (trauma(1, 1, 1, 1, 1, 1), 5, "worth-a-talk"),
        (trauma(1, 1, 1, 1, 1), None, "incomplete"),
        (trauma(None), None, "incomplete"),
        (trauma(None, 1, 1, 1, 1, 1), None, "incomplete"),
        ({}, None, "incomplete"),
    ],
)
def test_pc_ptsd_5_stops_at_no(given, total, band):
    assert told("pc-ptsd-5", given) == (total, band)


def test_audit_c_stops_at_never():
    assert told("audit-c", {"q1": 0}) == (0, "below")
    assert told("audit-c", {"q1": 1}) == (None, "incomplete")
    assert told("audit-c", {"q2": 0, "q3": 0}) == (None, "incomplete")


def asked(*yes: str, over: tuple[str, ...] = ()) -> dict[str, int]:
    """A whole screener: yes to these, no to the rest, as its branches ask."""
    given = {"q1": 0, "q2": 0, "q6": 0}
    if "q2" in yes:
        given |= {"q3": 0, "q4": 0, "q5": 0}
    if "q6" in yes:
        given["q6-recent"] = 0
    return {
        item: value for item, value in (given | dict.fromkeys(yes, 1)).items() if item not in over
    }


@pytest.mark.parametrize(
    ("given", "total", "band", "safety"),
    [
        (asked(), 0, "none", False),
        (asked("q1"), 1, "low", True),
        (asked("q2"), 1, "low", True),
        (asked("q1", "q2"), 1, "low", True),
        (asked("q2", "q3"), 2, "moderate", True),
        (asked("q6"), 2, "moderate", True),
        (asked("q2", "q4"), 3, "high", True),
        (asked("q1", "q2", "q3", "q5"), 3, "high", True),
        (asked("q6", "q6-recent"), 3, "high", True),
        (asked("q2", over=("q4",)), None, "incomplete", True),
        (asked("q6", over=("q6-recent",)), None, "incomplete", True),
        (asked(over=("q6",)), None, "incomplete", False),
        # q2 was changed to no: 3 to 5 were closed by it and do not decide; the step stays open
        (asked() | {"q3": 1, "q4": 1, "q5": 0}, 0, "none", True),
    ],
)
def test_c_ssrs_triage_as_published(given, total, band, safety):
    found = one("c-ssrs", given, "triage")
    assert (found.total, found.band, found.safety) == (total, band, safety)


@pytest.mark.parametrize(
    ("high", "groups", "band"),
    [
        ((), 0, "some-groups"),
        ((1, 6, 8, 15), 2, "some-groups"),
        ((1, 6, 8, 9, 15), 3, "some-groups"),
        ((1, 6, 8, 9, 15, 16), 4, "all-groups"),
        ((5, 7, 13, 14, 19, 20), 4, "all-groups"),
        ((6, 8, 9, 15, 16), 3, "some-groups"),
    ],
)
def test_pcl_5_groups_are_information(high, groups, band):
    given = {f"q{n}": 2 if n in high else 1 for n in range(1, 21)}
    assert told("pcl-5", given, "groups") == (groups, band)


# --- the safety step ---------------------------------------------------------------------------------


@pytest.mark.parametrize("last", [1, 2, 3])
def test_item_9_opens_the_safety_step_whatever_the_total(last):
    found = score("phq-9", answers(0, 0, 0, 0, 0, 0, 0, 0, last))
    assert (found[0].total, found[0].band) == (last, "minimal")
    assert needs_safety_step(found)


def test_item_9_opens_the_safety_step_when_nothing_else_was_answered():
    found = score("phq-9", {"q9": 1})
    assert (found[0].total, found[0].band, found[0].complete) == (None, "incomplete", False)
    assert needs_safety_step(found)


def test_no_other_answer_opens_it():
    assert not needs_safety_step(score("phq-9", answers(3, 3, 3, 3, 3, 3, 3, 3, 0)))
    for code in set(codes()) - {"phq-9", "c-ssrs"}:
        of = instrument(code)
        most = {item.code: item.most for item in of.items}
        assert not needs_safety_step(score(of, most)), code
