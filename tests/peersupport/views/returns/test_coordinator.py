"""The coordinator's list of seats to fill: a code and the stream, never who or how far."""

import re

from django.urls import reverse

from agency.models import Role
from peersupport import actions
from peersupport.models import ReturnSeat
from tests.factories import make_post, make_user, sign_in
from tests.peersupport.returning import supporter
from tests.peersupport.views.returns.pages import get, post, text


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
