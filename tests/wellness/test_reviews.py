"""That somebody did the annual review: a day, for the wellness team, written in the officer's log."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agency import clock
from tests.factories import make_user
from tests.wellness.conftest import browser, join
from trust import ledger
from wellness import actions
from wellness.actions import assessments


@pytest.fixture
def reviewed(cast):
    join(cast.alice)
    assessments.submit(by=cast.alice, assessment="annual_review", key="a", answers={})
    return cast


def lines(cast, **asked: object) -> str:
    page = browser(cast.carol, "wellness_coordinator").get(reverse("annual_reviews"), asked)
    return page.content.decode()


def test_nothing_leaves_by_itself(reviewed):
    assert "Alice" not in lines(reviewed)


def test_the_day_leaves_when_the_officer_confirms_and_stands_in_their_log(reviewed):
    actions.confirm_annual_review(by=reviewed.alice)
    page = lines(reviewed)
    assert "Alice" in page
    look = ledger.mine(reviewed.alice).get()
    assert (look.kind, look.outcome) == ("wellness.annualreview", "shown")
    assert "Alice" not in lines(reviewed, year=clock.today().year - 1)


def test_taken_back_it_is_gone(reviewed):
    row = actions.confirm_annual_review(by=reviewed.alice)
    actions.take_back_annual_review(by=reviewed.alice, review=row.pk)
    assert "Alice" not in lines(reviewed)


@pytest.mark.parametrize(
    ("name", "role"), [("dan", "supervisor"), ("erin", "commander"), ("frank", "officer")]
)
def test_nobody_else_has_the_page(reviewed, name, role):
    actions.confirm_annual_review(by=reviewed.alice)
    answer = browser(getattr(reviewed, name), role).get(reverse("annual_reviews"))
    assert answer.status_code == 403


def confirm(*users) -> None:
    for user in users:
        join(user)
        assessments.submit(by=user, assessment="annual_review", key="a", answers={})
        actions.confirm_annual_review(by=user)


def test_it_asks_as_often_for_one_as_for_many(cast, django_assert_num_queries):
    confirm(cast.alice)
    client = browser(cast.carol, "wellness_coordinator")
    client.get(reverse("annual_reviews"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("annual_reviews"))
    confirm(*(make_user(f"one{n}") for n in range(5)))
    with django_assert_num_queries(len(one)):
        assert len(client.get(reverse("annual_reviews")).context["lines"]) == 6
