"""What the database keeps of an opened confidence: two people, both answers, one line per press."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from agency import clock
from peersupport.models import ConfidentialityException
from tests.peersupport.confidences import SUICIDE, opened

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"means": False}, "suicide_needs_intent_and_means"),
        ({"intent": None}, "suicide_needs_intent_and_means"),
        ({"code": "danger_to_others"}, "suicide_needs_intent_and_means"),
        ({"relation": "chain"}, "consulted_never_in_chain_of_command"),
        ({"tell_at": clock.now() + 9 * HOUR}, "told_at_once_unless_unsafe"),
        ({"later_agreed": True}, "only_a_delay_is_agreed_to"),
    ],
)
def test_the_database_keeps_what_must_hold(cast, kept, gina, change, name):
    row = opened(cast, kept, gina, SUICIDE)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ConfidentialityException.objects.filter(pk=row.pk).update(**change)


def test_the_database_wants_two_people_and_one_line_per_press(cast, kept, gina):
    row = opened(cast, kept, gina)
    with pytest.raises(IntegrityError, match="two_people_stand"), transaction.atomic():
        ConfidentialityException.objects.filter(pk=row.pk).update(consulted=cast.bob)
    row.pk, row._state.adding = uuid.uuid4(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_move_that_is_not_drawn_can_not_be_made(cast, kept, gina):
    row = opened(cast, kept, gina)
    with pytest.raises(ValueError, match="can't go"):
        row.move_to("made")
