"""What the database keeps of sessions, and the states that they move through."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from peersupport.models import Debrief, DebriefSeat, Facilitator
from peersupport.models.outreach import Outreach


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Debrief, {"ends_at": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)}, "debrief_ends_after_it"),
        (Debrief, {"room": None}, "debrief_is_somewhere"),
        (Facilitator, {"relation": "chain"}, "session_lead_never_in_chain_of_command"),
    ],
)
def test_the_database_refuses(session, model, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**change)


def test_the_database_knows_one_live_seat_and_one_open_session(cast, case, session, lead):
    Debrief.objects.update(for_everyone=True)
    other = Debrief.objects.get(pk=session.pk)
    other.pk = None
    other._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
    other.service = "cisd"
    other.save()
    seat = DebriefSeat.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        DebriefSeat.objects.create(
            debrief=other, offer=seat.offer, participant_id=seat.participant_id
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        DebriefSeat.objects.create(
            debrief=session, offer=seat.offer, participant_id=seat.participant_id, live=False
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Facilitator.objects.create(debrief=session, supporter=lead, relation="outside")


def test_states_move_only_as_they_may():
    for made, state in ((Debrief(state="held"), "planned"), (Outreach(state="visited"), "open")):
        with pytest.raises(ValueError, match="can't go"):
            made.move_to(state)
