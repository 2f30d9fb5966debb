"""Whom the officer names on a return, takes off again and accepts, and who of them has looked."""

import pytest
from django.urls import reverse

from agency.models import Role
from peersupport import actions
from peersupport.models import ReturnSeat
from tests.factories import make_post, sign_in
from tests.peersupport.returning import grant_of, supporter
from tests.peersupport.views.returns.pages import get, post, text


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
