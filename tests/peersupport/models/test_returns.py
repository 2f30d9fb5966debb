"""What the database keeps of a return: two seats, nobody from the chain, ends that come after beginnings."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from agency import clock
from peersupport.models import ReturnPlan, ReturnPlanGrant, ReturnSeat


def test_each_constraint_holds(cast, walked, gus, mia):
    first, second = ReturnSeat.objects.filter(plan=walked).order_by("number")
    plans, seats = ReturnPlan.objects.filter(pk=walked.pk), ReturnSeat.objects.filter(pk=first.pk)
    grants = ReturnPlanGrant.objects.filter(content_object=walked)
    for rows, change in (
        (plans, {"closed_on": clock.today()}),
        (plans, {"state": "closed"}),
        (seats, {"number": 3}),
        (seats, {"number": second.number}),
        (seats, {"supporter": second.supporter_id}),
        (seats, {"state": "wanted"}),
        (seats, {"supporter": None}),
        (seats, {"relation": "chain"}),
        (grants, {"relation": "chain"}),
        (grants, {"reason": "curious"}),
        (grants, {"expires_at": clock.now() - dt.timedelta(days=3)}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_moves_that_do_not_exist_are_not_made(walked):
    with pytest.raises(ValueError, match="can't go"):
        ReturnSeat.objects.first().move_to("proposed")
    walked.move_to("closed")
    with pytest.raises(ValueError, match="can't go"):
        walked.move_to("open")


def test_rows_name_nobody(walked):
    for row in (walked, ReturnSeat.objects.first(), ReturnPlanGrant.objects.first()):
        assert not any(word in str(row).casefold() for word in ("alice", "gus", "mia"))
