"""A return as facilitators and named people see it, and as nobody else does."""

from django.urls import reverse

from agency.models import Role
from peersupport import actions
from peersupport.models import ReturnSeat
from tests.factories import sign_in
from tests.peersupport.returning import course_of, grant_of
from tests.peersupport.views.returns.pages import get, post, text


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
