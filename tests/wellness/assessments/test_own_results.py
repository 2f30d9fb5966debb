"""The officer's own results, the annual review they confirm, and all of it taken along or destroyed."""

import datetime as dt

import pytest
from django.db import connections
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from agency import clock
from tests.wellness.assessments.runs import CALM, K6, start, submit, weekly
from tests.wellness.conftest import CANARY, join
from tests.wellness.refusals import refused
from trust import access
from trust.models import Level
from wellness import actions
from wellness.actions import assessments
from wellness.models import AnnualReview, Assessment, Invitation, ScoreSummary, Standing

# --- the annual review ----------------------------------------------------------------------------


def test_that_the_review_took_place_leaves_only_by_choice(people):
    join(people.alice)
    with refused("not_done_yet"):
        assessments.confirm_annual_review(by=people.alice)
    start(people.alice, "annual_review")
    with refused("not_done_yet"):
        assessments.confirm_annual_review(by=people.alice)
    submit(people.alice, "annual_review", note=CANARY)
    assert not AnnualReview.objects.exists()
    row = assessments.confirm_annual_review(by=people.alice)
    assert assessments.confirm_annual_review(by=people.alice) == row
    assert (row.year, row.confirmed_on) == (clock.today().year, clock.today())
    assert access.visible(people.carol, AnnualReview).exists()
    for user in (people.bob, people.dan, people.erin, people.frank):
        assert not access.visible(user, AnnualReview).exists()
    with pytest.raises(Http404):
        assessments.take_back(by=people.carol, review=row.pk)
    assessments.take_back(by=people.alice, review=row.pk)
    assert not access.visible(people.carol, AnnualReview).exists()


# --- own results and taking it along --------------------------------------------------------------


def test_my_results_are_all_of_mine_oldest_first(people):
    for user in (people.alice, people.frank):
        join(user)
    for n, kind in enumerate(("post_incident", "weekly_check", "post_incident")):
        with clock.at(dt.datetime(2026, 3, 2 + n, 12, tzinfo=dt.UTC)):
            given = K6 if kind == "post_incident" else weekly(4, 0)
            submit(people.alice, kind, key=f"a{n}", answers=given)
    submit(people.frank, answers=K6)
    start(people.alice, "quarterly")
    found = assessments.my_results(by=people.alice)
    assert [(each.type, each.is_check_in) for each in found] == [
        ("post_incident", False), ("weekly_check", True), ("post_incident", False),
    ]  # fmt: skip
    assert [each.total for each in found[1].scores] == [4, 0]
    late = assessments.my_results(by=people.alice, since=dt.date(2026, 3, 4))
    assert [each.on for each in late] == [dt.date(2026, 3, 4)]


def test_my_results_ask_the_same_for_two_and_for_twelve(alice):
    join(alice)

    def asked() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as some,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            assessments.my_results(by=alice)
        return len(some) + len(keys)

    def more(span: range) -> None:
        for n in span:
            submit(alice, key=f"a{n}", answers=K6)
            submit(alice, "weekly_check", key=f"w{n}", answers=weekly(1, 1))

    more(range(1))
    asked()
    few = asked()
    more(range(1, 6))
    assert asked() == few


def test_download_holds_assessments_shares_and_reviews(people):
    join(people.alice, Level.FULL)
    row = submit(people.alice, "annual_review", answers={"phq-9": CALM}, note=CANARY).row
    assessments.confirm_annual_review(by=people.alice)
    actions.set_reminders(by=people.alice, paused=True)
    actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    told = actions.download(by=people.alice)
    assert told["assessments"][0]["content"]["note"] == CANARY
    assert told["shared_assessments"][0]["person"] == "Frank"
    assert told["annual_reviews"][0]["year"] == clock.today().year
    assert set(told["assessments_in_bands"][0]["bands"]) == {"phq-9"}
    assert told["reminders"][0]["choices"]["paused"] is True
    assert {"safety_plan", "sleep_and_hours", "fatigue_band"} <= set(told)


def test_destroying_leaves_nothing(people):
    join(people.alice, Level.FULL)
    submit(people.alice, "annual_review", answers={"phq-9": CALM})
    assessments.confirm_annual_review(by=people.alice)
    actions.set_reminders(by=people.alice, paused=True)
    actions.withdraw(by=people.alice, destroy=True)
    for model in (Assessment, AnnualReview, ScoreSummary, Standing, Invitation):
        assert not model.objects.exists(), model
