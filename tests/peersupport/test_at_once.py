"""Two workers on one incident: one case, one place per officer, one offer per service."""

import pytest

from agency import clock
from peersupport import actions
from peersupport.models import Case, Debrief, Offer, Place
from tests.at_once import together
from tests.factories import make_attendance, make_incident
from tests.peersupport.conftest import HOUR, make_supporter, offer_of
from trust.models import Notice
from trust.refusal import Refusal


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_jobs_and_a_question_at_once_make_one_case(cast):
    event = make_incident("2026-1", occurred_at=clock.now(), category="heavy_media")
    for user in (cast.alice, cast.frank):
        make_attendance(event, user, harmed=True)
    together(
        lambda: actions.consider(incident=event.pk),
        lambda: actions.consider(incident=event.pk),
        lambda: actions.raise_case(by=cast.bob, source="peer", number="2026-1"),
        lambda: actions.raise_case(by=cast.alice, source="self", number="2026-1"),
    )
    case = Case.objects.get()
    assert (case.private, case.severity) == (False, "urgent")
    assert "self" not in case.sources
    assert set(case.sources) == {"crew_harm", "event_type", "peer"}
    assert Place.objects.count() == 2
    named = set(Offer.objects.values_list("place", "service", "round"))
    assert Offer.objects.count() == len(named) == 20
    assert Notice.objects.filter(target="incidents").count() <= 2


def defusing(cast, units, case):
    """Everybody asked for a time; somebody from outside could lead it."""
    for each in (cast.alice, cast.frank, cast.bob):
        actions.answer_offer(by=each, offer=offer_of(each, "defusing").pk, answer="schedule")
    return make_supporter("lea", units), make_supporter("leo", units)


@pytest.fixture
def crew_of_three(cast):
    event = make_incident("2026-2", occurred_at=clock.now(), category="heavy_media")
    for user in (cast.alice, cast.frank, cast.bob):
        make_attendance(event, user)
    return actions.consider(incident=event.pk)


def refused(code, work):
    """Done, or refused with this code: what the one who comes second may meet."""

    def run():
        try:
            work()
        except Refusal as no:
            if no.code != code:
                raise

    return run


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_coordinators_plan_at_once_and_one_wins(cast, units, crew_of_three):
    leads = defusing(cast, units, crew_of_three)
    starts = clock.now() + 2 * HOUR

    def plan(lead, room):
        return lambda: actions.schedule_debrief(
            by=cast.carol, case=crew_of_three.pk, service="defusing", starts_at=starts,
            minutes=45, room=room, facilitators=[lead.pk],
        )  # fmt: skip

    together(
        refused("planned_already", plan(leads[0], "Pier 4")),
        refused("planned_already", plan(leads[1], "Union hall")),
    )
    assert Debrief.objects.get().seats.count() == 3


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_one_room_is_booked_once_by_two_at_once(cast, units, crew_of_three):
    leads = defusing(cast, units, crew_of_three)
    mine = {each: offer_of(each, "one_to_one").pk for each in (cast.alice, cast.frank)}
    for each, offer in mine.items():
        actions.answer_offer(by=each, offer=offer, answer="schedule")
    starts = clock.now() + 2 * HOUR

    def plan(offer, lead):
        return lambda: actions.schedule_debrief(
            by=cast.carol, case=crew_of_three.pk, service="one_to_one", starts_at=starts,
            minutes=45, room="Pier 4", facilitators=[lead.pk], offers=[offer],
        )  # fmt: skip

    pairs = zip(mine.values(), leads, strict=True)
    together(*(refused("room_taken", plan(offer, lead)) for offer, lead in pairs))
    assert Debrief.objects.count() == 1


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_no_and_a_plan_at_once_leave_no_seat_for_the_no(cast, units, crew_of_three):
    lead, _other = defusing(cast, units, crew_of_three)
    offer = offer_of(cast.alice, "defusing")

    def plan():
        actions.schedule_debrief(
            by=cast.carol, case=crew_of_three.pk, service="defusing", room="Pier 4", minutes=45,
            starts_at=clock.now() + HOUR, facilitators=[lead.pk], for_everyone=True,
        )  # fmt: skip

    together(plan, lambda: actions.answer_offer(by=cast.alice, offer=offer.pk, answer="decline"))
    offer.refresh_from_db()
    assert offer.state == "offered"
    assert not offer.seats.exists()
