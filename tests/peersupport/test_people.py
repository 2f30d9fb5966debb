"""Seats on a plan that went away while somebody answered or proposed."""

import pytest
from django.http import Http404

from peersupport import actions
from peersupport.models import ReturnPlan, ReturnSeat
from tests.meanwhile import meanwhile
from tests.peersupport.returning import supporter
from trust.refusal import Refusal


@pytest.fixture
def seat(cast, units) -> ReturnSeat:
    actions.start_return_plan(by=cast.alice, reason="incident", stream="short")
    return actions.ask_for_facilitators(by=cast.alice)[0]


def test_an_answer_about_a_seat_that_is_gone(cast, units, seat):
    gus = supporter("gus", units.agency)
    actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=gus.pk)
    with meanwhile(ReturnSeat, ReturnSeat.objects.all().delete), pytest.raises(Refusal) as no:
        actions.answer_proposal(by=cast.alice, seat=seat.pk, accept=True)
    assert no.value.code == "taken_back"


def test_an_answer_about_a_plan_that_is_gone(cast, units, seat):
    gus = supporter("gus", units.agency)
    actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=gus.pk)
    with meanwhile(ReturnPlan, ReturnPlan.objects.all().delete), pytest.raises(Http404):
        actions.answer_proposal(by=cast.alice, seat=seat.pk, accept=False)


def test_a_proposal_for_a_plan_that_is_gone(cast, units, seat):
    gus = supporter("gus", units.agency)
    with meanwhile(ReturnSeat, ReturnPlan.objects.all().delete), pytest.raises(Refusal) as no:
        actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=gus.pk)
    assert no.value.code == "taken_back"
