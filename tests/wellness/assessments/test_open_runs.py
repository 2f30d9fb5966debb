"""A run that is begun: one of a kind, kept answer by answer, begun anew when it has lain too long."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from agency import clock
from tests.wellness.assessments.runs import K6, content, start, submit
from tests.wellness.conftest import CANARY, join
from tests.wellness.refusals import refused
from wellness.actions import assessments
from wellness.models import Assessment

FIVE = ("weekly_check", "quarterly", "post_incident", "return_to_duty", "annual_review")


@pytest.mark.parametrize("kind", FIVE)
def test_one_run_of_a_kind_is_open_at_a_time(alice, kind):
    join(alice)
    row = start(alice, kind)
    assert start(alice, kind) == row
    assert content(alice, row)["type"] == kind
    assert kind not in str(Assessment.objects.values())


def test_runs_of_several_kinds_lie_side_by_side(alice):
    join(alice)
    assert len({start(alice, kind).pk for kind in FIVE}) == 5


def test_nothing_begins_before_joining(alice):
    with refused("not_joined"):
        start(alice)
    assert not Assessment.objects.exists()


def test_an_unknown_kind_is_refused(alice):
    join(alice)
    with refused("unknown_assessment", "kind"):
        start(alice, "dance")


def test_the_database_itself_keeps_one_open_run_of_a_type(alice):
    join(alice)
    row = start(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(participant=row.participant, slot=row.slot, key="other")


def test_answers_are_kept_one_by_one_and_many_at_once(alice):
    join(alice)
    row = start(alice, "quarterly")
    assessments.save_answer(
        by=alice, assessment=row.pk, instrument="phq-9", item="q1", value=2, version="1"
    )
    assessments.save_answers(
        by=alice, assessment=row.pk, answers={"k6": {"q1": 1, "q2": None}}, note=CANARY
    )
    kept = content(alice, start(alice, "quarterly"))
    assert kept["answers"] == {"phq-9": {"q1": 2}, "k6": {"q1": 1, "q2": None}}
    assert kept["note"] == CANARY


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"phq-9": {"q1": 4}}, "out_of_options"),
        ({"phq-9": {"q1": True}}, "out_of_options"),
        ({"phq-9": {"q99": 1}}, "unknown_item"),
        ({"c-ssrs": {"q1": 1}}, "unknown_instrument"),
        ({"dance": {"q1": 1}}, "unknown_instrument"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_lost(alice, given, code):
    join(alice)
    row = start(alice, "quarterly")
    assessments.save_answers(by=alice, assessment=row.pk, answers={"k6": {"q1": 1}})
    with refused(code):
        assessments.save_answers(by=alice, assessment=row.pk, answers={"k6": {"q1": 2}, **given})
    assert content(alice, row)["answers"] == {"k6": {"q1": 1}}
    with refused(code):
        submit(alice, "quarterly", answers=given)
    assert content(alice, row)["answers"] == {"k6": {"q1": 1}}


def test_an_unknown_version_is_refused_and_nothing_is_lost(alice):
    join(alice)
    row = start(alice, "quarterly")
    with refused("unknown_version", "version"):
        assessments.save_answer(
            by=alice, assessment=row.pk, instrument="k6", item="q1", value=1, version="77"
        )
    with refused("unknown_version", "version"):
        submit(alice, "quarterly", versions={"k6": "77"})
    assert content(alice, row)["answers"] == {}


def test_a_version_that_is_gone_is_begun_anew_with_what_still_fits(alice):
    join(alice)
    row = start(alice, "quarterly")
    old = content(alice, row)
    old["versions"]["k6"], old["answers"] = "0", {"k6": {"q1": 1, "gone": 1}, "phq-9": {"q1": 3}}
    row.content = old
    row.save()
    with refused("unknown_version"):
        assessments.save_answers(by=alice, assessment=row.pk, answers={"k6": {"q2": 1}})
    now = content(alice, start(alice, "quarterly"))
    assert now["versions"]["k6"] != "0"
    assert now["answers"] == {"k6": {"q1": 1}, "phq-9": {"q1": 3}}


def test_a_run_begun_early_asks_more_once_a_month_has_passed(alice):
    join(alice)
    assert content(alice, start(alice))["sets"] == ["k6"]
    late = assessments.start(by=alice, kind="post_incident", since_incident=31)
    assert content(alice, late)["sets"] == ["k6", "pc-ptsd-5"]


@pytest.mark.parametrize(("kind", "days"), [("weekly_check", 7), ("quarterly", 30)])
def test_a_run_that_lay_too_long_begins_anew(alice, kind, days):
    join(alice)
    item = {"own-week": {"stress": 4}} if kind == "weekly_check" else {"k6": {"q1": 1}}
    row = start(alice, kind)
    assessments.save_answers(by=alice, assessment=row.pk, answers=item, note=CANARY)
    with clock.at(clock.now() + dt.timedelta(days=days - 1)):
        assert content(alice, start(alice, kind))["answers"] == item
    with clock.at(clock.now() + dt.timedelta(days=days + 1)):
        again = start(alice, kind)
        assert (again.pk, content(alice, again)["note"]) == (row.pk, "")
        assert again.key != row.key


def test_leaving_forgets_the_run(alice):
    join(alice)
    row = start(alice)
    assessments.cancel(by=alice, assessment=row.pk)
    assert not Assessment.objects.exists()
    sent = submit(alice, answers=K6)
    with refused("already_sent"):
        assessments.cancel(by=alice, assessment=sent.row.pk)
