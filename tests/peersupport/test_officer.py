"""The officer's pages: calm with many offers, the time of a session, two answers that look the same."""

import pytest
from django.urls import reverse

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import DebriefSeat
from peersupport.views.officer import home_cards
from tests.factories import act, make_attendance, make_incident, make_post, make_user, sign_in
from tests.peersupport.conftest import DAY, HOUR, make_supporter, offer_of


@pytest.fixture
def alice(client, cast):
    return sign_in(client, cast.alice)


@pytest.fixture
def seat(cast, case, units):
    actions.schedule_debrief(
        by=cast.carol, case=case.pk, service="demobilisation", starts_at=clock.now() + HOUR,
        minutes=30, room="Union hall", for_everyone=True,
        facilitators=[make_supporter("lea", units).pk],
    )  # fmt: skip
    offer = offer_of(cast.alice, "demobilisation")
    actions.answer_offer(by=cast.alice, offer=offer.pk, answer="accept")
    return DebriefSeat.objects.get()


def test_offers_stand_in_three_groups(alice, case):
    page = alice.get(reverse("offers")).text
    first, then = page.split("Whenever you like")
    any_time, later = then.split("<summary>Later")
    assert "Defusing" in first
    assert "Chaplain" in any_time
    assert "Third follow-up" in later
    assert "Debriefing (CISD)" in later


@pytest.mark.parametrize("incidents", [1, 4])
def test_the_page_asks_the_same_number_of_questions(
    alice, cast, case, incidents, django_assert_max_num_queries
):
    for n in range(1, incidents):
        event = make_incident(f"M-{n}", occurred_at=clock.now() - n * DAY, category="heavy_media")
        make_attendance(event, cast.alice)
        actions.consider(incident=event.pk)
    alice.get(reverse("offers"))
    with django_assert_max_num_queries(16):
        assert alice.get(reverse("offers")).status_code == 200


def test_the_time_stands_on_the_offer_and_either_answer_looks_the_same(alice, cast, seat):
    page = alice.get(reverse("offer_detail", args=[seat.offer_id])).text
    assert "Union hall" in page
    assert "You don’t have to come" in page
    replies = [
        alice.post(reverse("answer_seat", args=[seat.pk]), {"answer": answer})
        for answer in ("come", "not")
    ]
    assert {(each.status_code, each.headers["Location"], each.content) for each in replies} == {
        (302, reverse("offers"), b"")
    }
    page = alice.get(reverse("offer_detail", args=[seat.offer_id])).text
    assert "You said: not this time" in page


def test_an_answer_that_is_none_says_so(alice, seat):
    url = reverse("answer_seat", args=[seat.pk])
    page = alice.post(url, {"answer": "dance"}, follow=True).text
    assert "Choose one of the two answers." in page


def test_somebody_without_an_answer_sees_the_open_session(client, cast, case, seat):
    frank = sign_in(client, cast.frank)
    url = reverse("offer_detail", args=[offer_of(cast.frank, "demobilisation").pk])
    assert "If you accept below, there is a place for you." in frank.get(url).text
    assert frank.post(reverse("answer_seat", args=[seat.pk])).status_code == 404
    assert frank.get(reverse("seat_appointment", args=[seat.pk])).status_code == 404


def test_the_calendar_file_says_nothing(alice, seat):
    text = alice.get(reverse("seat_appointment", args=[seat.pk])).text
    assert "SUMMARY:Appointment" in text
    for hidden in ("Union", "emobilisation", "2026-77"):
        assert hidden not in text


def test_an_agency_that_expects_people_says_that_nobody_has_to_speak(alice, cast, seat, units):
    hana = make_user("hana")
    make_post(hana, Role.WELLNESS_ADMIN, units.agency)
    actions.set_pack_number(by=act(hana, Role.WELLNESS_ADMIN), key="attendance", value=1)
    page = alice.get(reverse("offer_detail", args=[seat.offer_id])).text
    assert "You don’t have to say anything." in page
    assert "Nobody writes down who was there." in page


def test_after_it_was_held_one_can_still_ask(alice, cast, seat):
    with clock.at(seat.debrief.ends_at):
        actions.hold_debrief(by=cast.carol, debrief=seat.debrief_id)
        page = alice.get(reverse("offer_detail", args=[seat.offer_id])).text
    assert "Did you miss it" in page


def test_whoever_was_part_of_it_from_the_desk_is_offered_the_same_and_told_why(
    client, cast, incident, units
):
    desk = make_user("desi")
    make_post(desk, Role.DISPATCHER, units.agency)
    make_attendance(incident, desk, secondary=True)
    actions.consider(incident=incident.pk)
    page = sign_in(client, desk, "dispatcher").get(reverse("offers")).text
    assert "You were part of it from where you work." in page
    assert offer_of(desk, "defusing").closes_at == offer_of(cast.alice, "defusing").closes_at


@pytest.mark.parametrize("role", [Role.CHAPLAIN, Role.CLINICIAN, Role.DISPATCHER, Role.SUPERVISOR])
def test_three_taps_from_home_for_whoever_may_ask(client, cast, incident, units, role):
    user = make_user("kai")
    make_post(user, role, units.agency)
    (card,) = home_cards(act(user, role))
    assert card.url == reverse("raise_case")
    reply = sign_in(client, user, role).post(card.url, {"number": incident.number})
    assert (reply.status_code, incident.case.places.count()) == (302, 2)
