import pytest

from agency.models import Encounter
from tests.factories import make_attendance, make_incident
from tests.wellness.conftest import join
from trust import access, audit, outbox, vault
from trust.models import Level
from trust.refusal import Refusal
from wellness import actions
from wellness.models import Exposure, ExposureSummary, Invitation


def book(user):
    return access.reveal(user, access.visible(user, Exposure).get()).content["entries"]


@pytest.fixture
def incident(cast):
    event = make_incident("2026-7", category="suicide_scene")
    for user in (cast.alice, cast.frank):
        make_attendance(event, user)
    return event


def test_only_those_who_joined_have_a_book(cast, incident):
    join(cast.alice)
    assert actions.record_exposures(incident=incident.pk) == 1
    assert actions.record_exposures(incident=incident.pk) == 0
    assert Exposure.objects.count() == 1
    assert [each["category"] for each in book(cast.alice)] == ["suicide_scene"]


def test_an_arriving_incident_fills_book_and_invitation(cast, incident):
    join(cast.alice)
    Encounter.objects.create(incident=incident, response="1", triggers=["avpu"], check_in=True)
    for _twice in range(2):
        outbox.announce("incident.arrived", key="x", incident=str(incident.pk))
        outbox.drain()
    row = Invitation.objects.get()
    assert access.reveal(cast.alice, row).content["reason"] == "after_incident"
    assert len(book(cast.alice)) == 1


def test_no_invitation_without_its_trigger(cast, incident):
    join(cast.alice)
    assert actions.invite_after_incident(incident=incident.pk) == 0


def test_own_past_is_brought_in_once(cast, incident):
    make_attendance(make_incident("2026-8"), cast.alice)
    join(cast.alice)
    assert actions.bring_in_attendance(by=cast.alice) == 2
    assert actions.bring_in_attendance(by=cast.alice) == 0
    assert {each["source"] for each in book(cast.alice)} == {"brought_in"}


def test_nothing_is_brought_in_before_joining(cast, incident):
    with pytest.raises(Refusal):
        actions.bring_in_attendance(by=cast.alice)


def test_what_was_taken_out_stays_out(cast, incident):
    join(cast.alice)
    actions.record_exposures(incident=incident.pk)
    actions.remove_exposure(by=cast.alice, incident=incident.pk)
    actions.record_exposures(incident=incident.pk)
    assert actions.count_exposure(book(cast.alice), days=30) == {}


def test_a_changed_category_is_taken_over(cast, incident):
    join(cast.alice)
    actions.record_exposures(incident=incident.pk)
    incident.category = "mass_casualty"
    incident.save()
    assert actions.record_exposures(incident=incident.pk) == 1
    assert actions.count_exposure(book(cast.alice), days=30) == {"mass_casualty": 1}


def test_the_team_sees_numbers_at_full_and_no_incident(cast, incident):
    join(cast.alice, Level.FULL)
    actions.record_exposures(incident=incident.pk)
    shown = access.reveal(cast.carol, access.visible(cast.carol, ExposureSummary).get())
    assert list(shown.content["months"].values()) == [{"suicide_scene": 1}]
    assert not access.visible(cast.carol, Exposure).exists()


def test_a_dump_does_not_tell_which_incident(cast, incident, django_assert_max_num_queries):
    join(cast.alice)
    Encounter.objects.create(incident=incident, response="1", triggers=["avpu"], check_in=True)
    actions.record_exposures(incident=incident.pk)
    actions.invite_after_incident(incident=incident.pk)
    stored = [
        *Exposure.objects.values(),
        *ExposureSummary.objects.values(),
        *Invitation.objects.values(),
    ]
    assert str(incident.pk) not in str(stored)
    assert {Exposure, ExposureSummary, Invitation}.isdisjoint(audit.audited_models())
    assert vault.handle(cast.frank.pk, "wellness") not in {row["participant_id"] for row in stored}
