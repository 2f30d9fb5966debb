"""The page of command: that everyone was offered support, and when; nothing else."""

import pytest
from django.urls import reverse

from agency import clock
from peersupport import actions, logistics
from peersupport.models import Case
from tests.factories import make_attendance, make_incident
from tests.peersupport.conftest import HOUR, offer_of


def test_command_sees_that_everyone_was_offered_it_and_nothing_else(browse, cast, case):
    actions.answer_offer(by=cast.alice, offer=offer_of(cast.alice).pk, answer="accept")
    actions.raise_case(by=cast.alice, source="self")
    page = browse("erin", "commander").get(reverse("offers_in_time")).content.decode()
    assert "2026-77" in page
    assert "In time" in page
    for hidden in ("ASKED", "Alice", "Frank", "accepted", "Squad", "ABDX"):
        assert hidden not in page


def test_command_sees_an_offer_that_came_late(browse, cast):
    event = make_incident("2026-9", occurred_at=clock.now() - 13 * HOUR, category="heavy_media")
    actions.consider(incident=event.pk)
    erin = browse("erin", "commander")
    assert "Not known yet" in erin.get(reverse("offers_in_time")).content.decode()
    make_attendance(event, cast.alice)
    actions.consider(incident=event.pk)
    assert "After the first window" in erin.get(reverse("offers_in_time")).content.decode()


def test_an_earlier_question_does_not_show_in_the_time(cast, incident):
    with clock.at(clock.now() - HOUR / 2):
        actions.raise_case(by=cast.alice, source="self", number=incident.number)
    cast.frank.attendances.all().delete()
    case = actions.consider(incident=incident.pk)
    row = logistics.with_punctuality(Case.objects.all()).get()
    assert logistics.reached_everyone_at(row) == case.opened_at


@pytest.mark.parametrize(
    ("who", "role"),
    [("alice", "officer"), ("dan", "supervisor"), ("carol", "wellness_coordinator")],
)
def test_the_page_of_command_is_for_command(browse, case, who, role):
    assert browse(who, role).get(reverse("offers_in_time")).status_code == 403
