"""A crew of four after one incident, somebody who leads, and a session for them."""

import datetime as dt

import pytest

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import Offer
from tests.factories import make_attendance, make_incident, make_post, make_user
from tests.peersupport.conftest import HOUR, make_supporter, offer_of
from trust import outbox, vault

MINUTE = dt.timedelta(minutes=1)


def ask(*people, service="defusing", answer="schedule"):
    for each in people:
        actions.answer_offer(by=each, offer=offer_of(each, service).pk, answer=answer)


def plan(by, case, lead, **changes):
    given = {
        "service": "defusing", "starts_at": clock.now() + 2 * HOUR, "minutes": 45,
        "room": "Union hall", "facilitators": [lead.pk],
    }  # fmt: skip
    return actions.schedule_debrief(by=by, case=case.pk, **(given | changes))


def move(by, row, lead, **changes):
    given = {
        "starts_at": row.starts_at,
        "minutes": 45,
        "room": "Union hall",
        "facilitators": [lead.pk],
    }
    return actions.move_debrief(by=by, debrief=row.pk, **(given | changes))


def second_case(cast, crew):
    event = make_incident("2026-81", occurred_at=clock.now(), category="heavy_media")
    for each in crew:
        make_attendance(event, each)
    return actions.consider(incident=event.pk)


# --- for conftest ------------------------------------------------------------------------------------


@pytest.fixture
def crew(cast, units):
    """Four people who were there: Alice, Frank and two more."""
    more = [make_user(name) for name in ("gus", "hal")]
    for each in more:
        make_post(each, Role.OFFICER, units.other)
    return [cast.alice, cast.frank, *more]


@pytest.fixture
def case(crew):
    event = make_incident("2026-80", occurred_at=clock.now() - HOUR, category="fatal_collision")
    for each in crew:
        make_attendance(event, each)
    return actions.consider(incident=event.pk)


@pytest.fixture
def lead(units):
    return make_supporter("lea", units)


@pytest.fixture
def session(cast, case, crew, lead):
    ask(*crew)
    row = plan(cast.carol, case, lead)
    outbox.drain()
    return row


@pytest.fixture
def two(cast, case, crew):
    other = second_case(cast, crew)
    for each in Offer.objects.filter(service="defusing").select_related("participant"):
        person = next(u for u in crew if vault.handle(u.pk, "support") == each.participant_id)
        actions.answer_offer(by=person, offer=each.pk, answer="schedule")
    return case, other
