"""The officer's own pages of a return: calm, complete without a script, and the same button for every pace."""

import re

import pytest
from django.urls import reverse

from peersupport import actions
from peersupport.models import ReturnPlan
from tests.factories import make_user, sign_in
from tests.peersupport.returning import course_of, plan_of
from tests.peersupport.views.returns.pages import get, post, text

# --- beginning ----------------------------------------------------------------------------------------


def test_without_a_plan_the_page_says_what_it_is(client, cast):
    page = text(get(sign_in(client, cast.alice), "return_to_duty"))
    assert "Begin a plan" in page
    assert "Supporting is never evaluating" in page


def test_the_start_asks_one_question_a_page_and_stores_nothing_before_the_end(client, cast):
    sign_in(client, cast.alice)
    first = text(get(client, "return_start"))
    assert 'type="radio" name="reason"' in first
    assert 'type="radio" name="stream"' not in first
    second = text(post(client, "return_start", at="reason", reason="injury"))
    assert 'name="reason" value="injury"' in second
    assert 'type="radio" name="stream"' in second
    last = text(post(client, "return_start", at="stream", reason="injury", stream="long"))
    assert "Who will see it" in last
    assert not ReturnPlan.objects.exists()
    back = text(post(client, "return_start", at="sure", reason="injury", stream="long", back="1"))
    assert re.search(r'value="long"[^>]*checked', back)
    done = post(client, "return_start", at="sure", reason="injury", stream="long")
    assert done.url == reverse("return_people")
    assert (course_of(cast.alice).reason, course_of(cast.alice).stream) == ("injury", "long")


@pytest.mark.parametrize(
    "data",
    [
        {"at": "reason"},
        {"at": "reason", "reason": "boredom"},
        {"at": "stream", "reason": "injury"},
        {"at": "sure", "stream": "long"},
        {"at": "sure", "reason": "boredom", "stream": "long"},
        {"at": "elsewhere"},
    ],
)
def test_an_answer_that_is_needed_is_asked_for(client, cast, data):
    answer = post(sign_in(client, cast.alice), "return_start", **data)
    assert answer.status_code == 422
    assert not ReturnPlan.objects.exists()


def test_beginning_twice_leads_to_the_plan_that_is_open(client, cast, plan):
    sign_in(client, cast.alice)
    answer = post(client, "return_start", at="sure", reason="injury", stream="long")
    assert answer.url == reverse("return_to_duty")
    assert plan_of(cast.alice) == plan


# --- the officer's pace -------------------------------------------------------------------------------


def test_the_overview_says_where_i_am_and_offers_equal_buttons(client, cast, walked):
    page = text(get(sign_in(client, cast.alice), "return_to_duty"))
    assert "Stage 2 of 7" in page
    assert "Replacement weapon issued" in page
    row = re.search(r'<div class="btn-row noprint">(.*?)</div>', page)[1]
    assert re.findall(r'class="(btn[^"]*)"', row) == ["btn quiet"] * 3
    assert all(word in row for word in ("Go on: Vehicle", "Pause", "Step back: Getting in touch"))


def test_every_button_answers_with_the_same_words(client, cast, walked):
    sign_in(client, cast.alice)
    said = set()
    for name, data in (
        ("return_move", {"stage": "vehicle"}),
        ("return_pause", {"paused": "1"}),
        ("return_pause", {"paused": "0"}),
        ("return_move", {"stage": "kit"}),
    ):
        page = client.post(reverse(name), data, follow=True)
        said |= set(re.findall(r'<li class="note settled">(.*?)</li>', page.content.decode()))
    assert said == {"Saved. Nobody is told."}
    assert course_of(cast.alice).stage == "kit"


def test_a_stage_can_not_be_skipped_from_the_page(client, cast, walked):
    sign_in(client, cast.alice)
    page = text(client.post(reverse("return_move"), {"stage": "full"}, follow=True))
    assert "One stage at a time" in page
    assert course_of(cast.alice).stage == "kit"


def test_without_facilitators_going_on_leads_to_the_people(client, cast, plan):
    answer = post(sign_in(client, cast.alice), "return_move", stage="kit")
    assert answer.url == reverse("return_people")


def test_ticking_keeps_a_time_and_can_be_taken_back(client, cast, walked):
    sign_in(client, cast.alice)
    post(client, "return_tick", item="weapon_replaced", done="1")
    assert "Not done after all" in text(get(client, "return_to_duty"))
    post(client, "return_tick", item="weapon_replaced", done="0")
    assert course_of(cast.alice).done == {}
    page = text(client.post(reverse("return_tick"), {"item": "medal", "done": "1"}, follow=True))
    assert "Choose something from the list." in page


def test_closing_is_asked_once_and_the_closed_plan_can_be_deleted(client, cast, walked):
    sign_in(client, cast.alice)
    assert "Keep it open" in text(get(client, "return_close"))
    post(client, "return_close")
    page = text(get(client, "return_to_duty"))
    assert "Plans you closed" in page
    assert "Begin a plan" in page
    post(client, "return_delete", walked.pk)
    assert not ReturnPlan.objects.exists()
    assert get(client, "return_close").url == reverse("return_to_duty")
    assert post(client, "return_close").url == reverse("return_to_duty")


def test_pressing_without_a_plan_says_so(client, cast):
    sign_in(client, cast.alice)
    for name in ("return_move", "return_pause", "return_tick", "return_ask", "return_people"):
        assert post(client, name).url == reverse("return_to_duty")
    assert get(client, "return_people").url == reverse("return_to_duty")


def test_the_overview_takes_the_same_few_queries(
    client, cast, walked, django_assert_max_num_queries
):
    def with_friends(*names):
        for each in names:
            make_user(each)
            actions.name_on_return_plan(by=cast.alice, person=each)
        get(client, "return_to_duty")

    sign_in(client, cast.alice)
    with_friends("ann")
    with django_assert_max_num_queries(14) as few:
        get(client, "return_to_duty")
    most = len(few)
    for item in ("weapon_replaced", "kit_complete", "access_works"):
        actions.tick_return_item(by=cast.alice, plan=walked.pk, item=item)
    with_friends("ben", "cy", "di", "edd")
    with django_assert_max_num_queries(most):
        get(client, "return_to_duty")
