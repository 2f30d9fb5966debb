"""The pages about coming back: calm, complete without a script, and the same button for every pace."""

import re

import pytest
from django.urls import reverse

from agency.models import Role
from peersupport import actions
from peersupport.models import ReturnPlan, ReturnSeat
from tests.factories import make_post, make_user, sign_in
from tests.peersupport.returning import (
    course_of,
    grant_of,
    plan_of,
    supporter,
    with_facilitators,
)


@pytest.fixture
def gus(cast, units):
    return supporter("gus", units.agency)


@pytest.fixture
def mia(cast, units):
    return supporter("mia", units.other)


@pytest.fixture
def plan(cast):
    return actions.start_return_plan(by=cast.alice, reason="incident", stream="short")


@pytest.fixture
def walked(cast, plan, gus, mia):
    with_facilitators(cast.alice, gus, mia)
    return actions.move_return_plan(by=cast.alice, stage="kit")


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def get(client, name, *args):
    return client.get(reverse(name, args=args))


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


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


# --- people -------------------------------------------------------------------------------------------


def test_nobody_of_command_is_on_the_list_to_choose_from(client, cast, plan, units, gus):
    boss = supporter("boss", units.agency)
    make_post(boss.user, Role.COMMANDER, units.division)
    page = text(get(sign_in(client, cast.alice), "return_people"))
    assert "Gus" in page
    assert "Boss" not in page


def test_naming_taking_off_and_who_looked(client, cast, plan, gus):
    sign_in(client, cast.alice)
    assert "Nobody has opened your plan." in text(get(client, "return_people"))
    assert post(client, "return_people", supporter=gus.pk).status_code == 302
    assert post(client, "return_people", person="frank").status_code == 302
    assert get(sign_in(client, cast.frank), "return_plan", plan.pk).status_code == 200
    page = text(get(sign_in(client, cast.alice), "return_people"))
    assert "Frank opened your plan." in page
    post(client, "return_keep", grant_of(cast.frank).pk)
    post(client, "return_take_off", grant_of(cast.frank).pk)
    assert get(sign_in(client, cast.frank), "return_plan", plan.pk).status_code == 404
    assert "Frank wanted to open your plan." in text(
        get(sign_in(client, cast.alice), "return_people")
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"person": "dan"}, "Choose somebody outside your command"),
        ({"person": "nemo"}, "Nobody has that user name"),
        ({"person": ""}, "Still to do"),
        ({"supporter": ""}, "Still to do"),
        ({"supporter": "made-up"}, "made-up"),
    ],
)
def test_who_can_not_be_named_is_said_beside_the_field(client, cast, plan, data, said):
    answer = post(sign_in(client, cast.alice), "return_people", **data)
    assert answer.status_code == 422
    assert said in text(answer)


def test_a_proposal_is_answered_on_the_page(client, cast, plan, gus, mia):
    sign_in(client, cast.alice)
    post(client, "return_ask")
    first, second = ReturnSeat.objects.order_by("number")
    assert "A coordinator is looking" in text(get(client, "return_people"))
    actions.propose_facilitator(by=cast.carol, seat=first.pk, supporter=gus.pk)
    actions.propose_facilitator(by=cast.carol, seat=second.pk, supporter=mia.pk)
    assert "Somebody is proposed" in text(get(client, "return_to_duty"))
    assert "Yes, as my facilitator" in text(get(client, "return_people"))
    post(client, "return_answer", first.pk, accept="1")
    post(client, "return_answer", second.pk, accept="0")
    assert set(ReturnSeat.objects.values_list("state", flat=True)) == {"taken", "wanted"}
    page = text(
        client.post(reverse("return_answer", args=[second.pk]), {"accept": "1"}, follow=True)
    )
    assert "This was taken back in the meantime." in page


# --- facilitators and named people ----------------------------------------------------------------------


def test_a_facilitator_finds_the_plan_ticks_and_suggests(client, cast, walked, gus):
    sign_in(client, gus.user, Role.PEER_SUPPORT)
    assert "Alice" in text(get(client, "return_plans"))
    page = text(get(client, "return_plan", walked.pk))
    assert "you don't evaluate" in page.replace("&#x27;", "'")
    assert "<textarea" not in page
    post(client, "return_plan_tick", walked.pk, item="weapon_replaced", done="1")
    post(client, "return_suggest", walked.pk, ready="1")
    assert course_of(cast.alice).done.keys() == {"weapon_replaced"}
    page = text(get(sign_in(client, cast.alice), "return_to_duty"))
    assert "could come next. It is your step." in page


def test_what_is_the_officers_to_tick_has_no_button_for_others(client, cast, walked, gus):
    actions.move_return_plan(by=cast.alice, stage="vehicle")
    page = text(get(sign_in(client, gus.user, Role.PEER_SUPPORT), "return_plan", walked.pk))
    assert 'value="vehicle_booked"' in page
    assert 'value="drive_done"' not in page
    page = client.post(
        reverse("return_plan_tick", args=[walked.pk]),
        {"item": "drive_done", "done": "1"},
        follow=True,
    )
    assert "This one is for the officer to tick." in text(page)


def test_somebody_named_reads_and_has_no_button(client, cast, plan):
    actions.name_on_return_plan(by=cast.alice, person="frank")
    sign_in(client, cast.frank)
    page = text(get(client, "return_plan", plan.pk))
    assert "Mark as done" not in page
    assert "Suggest it" not in page
    for name in ("return_plan_tick", "return_suggest", "return_step_down"):
        assert post(client, name, plan.pk, item="kit_complete", ready="1").status_code == 404


def test_a_facilitator_gives_the_seat_back(client, cast, walked, gus):
    sign_in(client, gus.user, Role.PEER_SUPPORT)
    assert post(client, "return_step_down", walked.pk).url == reverse("return_plans")
    assert "Nothing is waiting for you." in text(get(client, "return_plans"))


def test_others_plans_ask_for_a_fresh_sign_in(client, cast, walked, gus):
    sign_in(client, gus.user, Role.PEER_SUPPORT, step_up=False)
    for answer in (get(client, "return_plans"), get(client, "return_plan", walked.pk)):
        assert answer.status_code == 302
        assert "reauthenticate" in answer.url


def test_the_officers_own_plan_leads_to_the_officers_page(client, cast, walked):
    sign_in(client, cast.alice)
    assert get(client, "return_plan", walked.pk).url == reverse("return_to_duty")
    assert "Nobody has named you" in text(get(client, "return_plans"))


def test_nobody_else_opens_or_changes_anything(client, cast, walked, gus):
    seat, grant = ReturnSeat.objects.first(), grant_of(gus.user)
    for who, role in (
        (cast.bob, Role.PEER_SUPPORT),
        (cast.carol, Role.WELLNESS_COORDINATOR),
        (cast.dan, Role.SUPERVISOR),
        (cast.erin, Role.COMMANDER),
        (cast.frank, Role.OFFICER),
    ):
        sign_in(client, who, role)
        assert get(client, "return_plan", walked.pk).status_code == 404
        for name, pk in (
            ("return_delete", walked.pk),
            ("return_plan_tick", walked.pk),
            ("return_suggest", walked.pk),
            ("return_step_down", walked.pk),
            ("return_answer", seat.pk),
            ("return_take_off", grant.pk),
            ("return_keep", grant.pk),
            ("return_propose", seat.pk),
        ):
            if (who, name) == (cast.carol, "return_propose"):
                continue  # she is told that it is wanted no longer: below
            assert post(client, name, pk, item="kit_complete").status_code == 404, name


# --- the coordinator --------------------------------------------------------------------------------------


def test_the_coordinator_sees_a_code_and_the_stream_and_proposes(client, cast, plan, gus):
    actions.ask_for_facilitators(by=cast.alice)
    seat = ReturnSeat.objects.order_by("number").first()
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    page = text(get(client, "return_requests"))
    assert f"Plan {seat.pseudonym}" in page
    assert "2 facilitators wanted." in page
    assert not any(word in page for word in ("Alice", "incident on duty", "Getting in touch"))
    post(client, "return_propose", seat.pk, supporter=gus.pk)
    page = text(get(client, "return_requests"))
    assert "A proposal waits" in page
    assert "1 facilitator wanted." in page
    again = client.post(
        reverse("return_propose", args=[seat.pk]), {"supporter": gus.pk}, follow=True
    )
    assert "wanted no longer" in text(again)


def test_a_proposal_for_a_seat_that_is_taken_changes_nothing(client, cast, walked, gus, units):
    seat = ReturnSeat.objects.get(plan=walked, supporter=gus)
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    noa = supporter("noa", units.other)
    answer = client.post(
        reverse("return_propose", args=[seat.pk]), {"supporter": noa.pk}, follow=True
    )
    assert "wanted no longer" in text(answer)
    seat.refresh_from_db()
    assert (seat.state, seat.supporter_id) == ("taken", gus.pk)


def test_the_coordinator_invites_and_learns_nothing(client, cast):
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    assert "Nobody is waiting for a facilitator." in text(get(client, "return_requests"))
    assert post(client, "return_requests", person="alice").status_code == 302
    assert post(client, "return_requests", person="nemo").status_code == 422
    before = text(get(client, "return_requests"))
    actions.start_return_plan(by=cast.alice, reason="leave", stream="long")
    assert token_free(text(get(client, "return_requests"))) == token_free(before)


def token_free(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_the_list_of_seats_is_for_coordinators(client, cast):
    for who, role in ((cast.alice, Role.OFFICER), (cast.dan, Role.SUPERVISOR)):
        assert get(sign_in(client, who, role), "return_requests").status_code == 403


def test_the_list_of_seats_takes_the_same_queries_for_many(
    client, cast, units, gus, django_assert_max_num_queries
):
    def wanted_for(*names):
        for each in names:
            officer = make_user(each)
            make_post(officer, Role.OFFICER, units.squad)
            actions.start_return_plan(by=officer, reason="leave", stream="long")
            actions.ask_for_facilitators(by=officer)
        return text(get(client, "return_requests")).count("2 facilitators wanted.")

    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    assert wanted_for("ann") == 1
    with django_assert_max_num_queries(16) as few:
        get(client, "return_requests")
    most = len(few)
    supporter("noa", units.other)
    assert wanted_for("ben", "cy", "di", "edd") == 5
    with django_assert_max_num_queries(most):
        get(client, "return_requests")
