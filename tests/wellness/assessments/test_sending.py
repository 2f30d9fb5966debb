"""Send: sealed with its scores, stored once; and a weekly check that becomes a check-in."""

import datetime as dt

import pytest

from agency import clock
from tests.wellness.assessments.runs import CALM, K6, content, score, start, submit, weekly
from tests.wellness.conftest import CANARY, join
from tests.wellness.refusals import refused
from trust import access
from wellness import actions
from wellness.actions import assessments
from wellness.models import Assessment, CheckIn

# --- send -----------------------------------------------------------------------------------------


def test_a_finished_run_is_sealed_with_its_scores(alice):
    join(alice)
    sent = submit(alice, answers={"k6": {**K6["k6"], "q1": 4}}, note=CANARY)
    kept = content(alice, sent.row)
    assert sent.row.submitted_at
    assert kept["scores"][0] | {"band": ""} == {
        "instrument": "k6", "scale": "total", "total": 4.0, "band": "", "complete": True,
        "safety": False,
    }  # fmt: skip
    assert CANARY not in str(Assessment.objects.values())


def test_half_an_instrument_is_incomplete_and_never_a_lower_score(alice):
    join(alice)
    sent = submit(alice, "quarterly", answers={"phq-9": {"q1": 3, "q2": None}})
    assert (score(sent, "phq-9").total, score(sent, "phq-9").band) == (None, "incomplete")


@pytest.mark.parametrize("kind", ["post_incident", "weekly_check"])
def test_the_same_again_is_stored_once(alice, kind):
    join(alice)
    given = K6 if kind == "post_incident" else {"own-week": {"stress": 4}, "phq-2": {"q1": 1}}
    first = submit(alice, kind, answers=given, note="x")
    assert submit(alice, kind, answers=given, note="x") == first
    floats = {code: {item: float(x) for item, x in said.items()} for code, said in given.items()}
    assert submit(alice, kind, answers=floats, note="x") == first
    with clock.at(clock.now() + dt.timedelta(days=9)):
        assert submit(alice, kind, answers=given, note="x") == first
    assert Assessment.objects.count() + CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"note": "y"},
        {"contact": True},
        {"answers": {"k6": {"q1": 4}}},
        {"kind": "weekly_check"},
    ],
)
def test_the_same_key_with_another_body_is_refused(alice, other):
    join(alice)
    submit(alice, answers=K6, note="x")
    with refused("key_used", "key"):
        submit(alice, **({"answers": K6, "note": "x"} | other))
    assert Assessment.objects.count() == 1


def test_a_key_of_another_open_run_is_refused(alice):
    join(alice)
    with refused("key_used", "key"):
        submit(alice, key=start(alice, "quarterly").key, answers=K6)


def test_a_run_by_its_id_is_sent_once(alice):
    join(alice)
    row = start(alice)
    assessments.save_answers(by=alice, assessment=row.pk, answers=K6)
    assert assessments.submit(by=alice, assessment=row.pk, key=row.key).row == row
    with refused("already_sent"):
        assessments.submit(by=alice, assessment=row.pk, key="another")
    with refused("already_sent"):
        assessments.save_answers(by=alice, assessment=row.pk, answers=K6)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"key": ""}, "key_missing"), ({"note": "x" * 4_001}, "note_too_long")],
)
def test_what_cannot_be_taken_has_its_clear_answer(alice, more, code):
    join(alice)
    with refused(code):
        submit(alice, **more)
    assert not Assessment.objects.exclude(submitted_at=None).exists()


def test_deleting_is_for_good(alice):
    join(alice)
    row = submit(alice, answers=K6).row
    assessments.delete(by=alice, assessment=row.pk)
    assert not Assessment.objects.exists()


# --- the weekly check -----------------------------------------------------------------------------


def test_a_finished_weekly_check_is_a_check_in(alice):
    join(alice)
    start(alice, "weekly_check")
    sent = submit(alice, "weekly_check", answers=weekly(1, 2), note=CANARY)
    assert isinstance(sent.row, CheckIn)
    assert not Assessment.objects.exists()
    opened = access.reveal(alice, CheckIn.objects.get()).content
    assert opened["note"] == CANARY
    assert opened["answers"]["stress"] == 2
    assert opened["answers"]["scales"] == {"phq-2": {"q1": 1, "q2": 0}, "gad-2": {"q1": 2, "q2": 0}}
    totals = {each["instrument"]: each["total"] for each in opened["answers"]["scores"]}
    assert totals == {"phq-2": 1, "gad-2": 2}
    assert opened["answers"]["versions"] == {"phq-2": "1", "gad-2": "1"}
    assert sent.safety is False


@pytest.mark.parametrize(
    ("phq", "gad", "offered", "colour"),
    [
        (2, 2, (), "GREEN"),
        (3, 2, ("phq-9",), "GREEN"),
        (2, 5, ("gad-7",), "YELLOW"),
        (3, 3, ("phq-9", "gad-7"), "YELLOW"),
        (5, 6, ("phq-9", "gad-7"), "ORANGE"),
    ],
)
def test_more_is_offered_and_the_colour_counts_it(alice, phq, gad, offered, colour):
    join(alice)
    sent = submit(alice, "weekly_check", answers=weekly(phq, gad))
    mine = actions.my_standing(alice)
    assert (sent.offered, mine.colour) == (offered, colour)
    assert {each.item for each in mine.because} == {
        name for name, total in (("phq-2", phq), ("gad-2", gad)) if total >= 3
    }
    assert mine.rule_version == "standing-2"
    assert not Assessment.objects.exists()


def test_four_answers_alone_still_make_a_check_in(alice):
    join(alice)
    actions.submit_check_in(by=alice, key="k", answers={"stress": 8})
    assert actions.my_standing(alice).colour == "YELLOW"
    with refused("unknown_instrument"):
        actions.submit_check_in(by=alice, key="k2", answers={}, scales={"phq-9": CALM})
    with refused("out_of_options", "q1"):
        actions.submit_check_in(by=alice, key="k2", answers={}, scales={"phq-2": {"q1": 9}})
    with refused("unknown_version"):
        actions.submit_check_in(
            by=alice, key="k2", answers={}, scales={"phq-2": {}}, versions={"phq-2": "77"}
        )


def test_a_draft_is_an_open_weekly_check(alice):
    join(alice)
    row = actions.save_draft(by=alice, key="k", answers={"stress": "4", "sleep": "who knows"})
    assert start(alice, "weekly_check") == row
    assert content(alice, row)["answers"] == {"own-week": {"stress": 4, "sleep": None}}
